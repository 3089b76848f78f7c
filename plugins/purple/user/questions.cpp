#include "user/questions.h"

#include <algorithm>
#include <chrono>

namespace purple {
namespace {

prism_str toC(std::string_view text) { return prism_str_of(text.data(), text.size()); }

template <typename Struct>
Struct sized() {
  Struct result{};
  result.struct_size = sizeof(Struct);
  return result;
}

// The C structs of attachments, as long as it lives.
class Attachments {
 public:
  explicit Attachments(const std::vector<Published::File>& files) {
    for (const Published::File& file : files) {
      auto& one = all_.emplace_back(sized<prism_attachment>());
      one.url = toC(file.url);
      one.mime_type = toC(file.mime_type);
      one.description = toC(file.description);
    }
    for (const prism_attachment& one : all_) {
      pointers_.push_back(&one);
    }
  }
  const prism_attachment* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_attachment> all_;
  std::vector<const prism_attachment*> pointers_;
};

prism_result askHost(const Owner& owner, const Form& form, prism_prompt_fn ended, void* data, prism_prompt_id* id) {
  std::vector<std::vector<prism_str>> choices;
  std::vector<prism_field> fields;
  for (const Field& field : form.fields) {
    auto& its_choices = choices.emplace_back();
    for (const std::string& choice : field.choices) {
      its_choices.push_back(toC(choice));
    }
    auto& one = fields.emplace_back(sized<prism_field>());
    one.kind = field.kind;
    one.flags = field.required ? PRISM_FIELD_REQUIRED : 0;
    one.label = toC(field.label);
    one.initial = toC(field.initial);
    one.choices = its_choices.data();
    one.choices_count = its_choices.size();
  }
  std::vector<const prism_field*> pointers;
  for (const prism_field& field : fields) {
    pointers.push_back(&field);
  }
  const Attachments attachments(form.files);
  auto prompt = sized<prism_prompt>();
  prompt.user = toC(owner.user);
  prompt.title = toC(form.title);
  prompt.text = toC(form.text);
  prompt.fields = pointers.data();
  prompt.fields_count = pointers.size();
  prompt.attachments = attachments.data();
  prompt.attachments_count = attachments.size();
  return owner.shared.prompts->ask(owner.host().table(), &prompt, ended, data, id);
}

// The setting of an account that holds what the user has accepted.
constexpr char kAccepted[] = "accepted-certificates";

class CertificateQuestion final : public Question {
 public:
  CertificateQuestion(std::function<void(bool)> decided) : decided_(std::move(decided)) {}
  void answered(const std::vector<std::string>& values) override { decided_(values.at(0) == "1"); }
  void cancelled() override { decided_(false); }

 private:
  const std::function<void(bool)> decided_;
};

}  // namespace

Questions::~Questions() {
  for (const Open& open : open_) {
    if (open.id != 0) {
      owner_.shared.prompts->withdraw(owner_.host().table(), open.id);
    }
  }
}

Questions::Open& Questions::add(std::unique_ptr<Question> question) {
  static std::uintptr_t last_handle = 0;
  return open_.emplace_back(Open{this, reinterpret_cast<void*>(++last_handle), std::move(question)});
}

void Questions::finishLater(Open& open, const std::function<void(Question&)>& finish) {
  open.later = owner_.host().after(std::chrono::milliseconds(0), [this, handle = open.handle, finish] {
    if (const std::unique_ptr<Question> question = take(handle)) {
      finish(*question);
    }
  });
}

void* Questions::ask(const Form& form, std::unique_ptr<Question> question) {
  Open& open = add(std::move(question));
  const prism_result result = owner_.shared.prompts ? askHost(owner_, form, ended, &open, &open.id) : PRISM_ERR_STATE;
  if (result != PRISM_OK) {
    owner_.host().warning("a question of the network to " + owner_.user +
                          " cannot be asked, and is cancelled: " + form.title);
    finishLater(open, [](Question& unasked) { unasked.cancelled(); });
  }
  return open.handle;
}

void* Questions::answer(std::vector<std::string> values, std::unique_ptr<Question> question) {
  Open& open = add(std::move(question));
  finishLater(open, [values = std::move(values)](Question& known) { known.answered(values); });
  return open.handle;
}

std::unique_ptr<Question> Questions::take(void* handle) {
  const auto place =
      std::find_if(open_.begin(), open_.end(), [handle](const Open& one) { return one.handle == handle; });
  if (place == open_.end()) {
    return nullptr;
  }
  std::unique_ptr<Question> question = std::move(place->question);
  open_.erase(place);
  return question;
}

bool Questions::close(void* handle) {
  const auto place =
      std::find_if(open_.begin(), open_.end(), [handle](const Open& one) { return one.handle == handle; });
  if (place == open_.end()) {
    return false;
  }
  if (place->id != 0) {
    owner_.shared.prompts->withdraw(owner_.host().table(), place->id);
  }
  open_.erase(place);
  return true;
}

void Questions::ended(void* data, prism_prompt_id, std::uint32_t outcome, const prism_str* values,
                      std::uint64_t values_count) {
  auto* open = static_cast<Open*>(data);
  const Shared& shared = open->questions->owner_.shared;
  calledByLibpurple(shared.host, "an answer", [&] {
    const GlibContext::Turn turn(shared.libpurple.glib());
    const std::unique_ptr<Question> question = open->questions->take(open->handle);
    if (outcome != PRISM_PROMPT_ANSWERED) {
      question->cancelled();
      return;
    }
    std::vector<std::string> answers;
    for (std::uint64_t i = 0; i < values_count; ++i) {
      answers.emplace_back(values[i].size == 0 ? "" : std::string(values[i].data, values[i].size));
    }
    question->answered(answers);
    for (std::string& answer : answers) {
      explicit_bzero(answer.data(), answer.size());
    }
  });
}

void Questions::askAbout(const CertificateProblem& problem, Certificates::Decided decided) {
  const std::string accepted(textOf(purple_account_get_ui_string(owner_.account, kUi, kAccepted, "")));
  if (!problem.fingerprint.empty() && accepted.find(problem.fingerprint) != std::string::npos) {
    decided(true);
    return;
  }
  Form form;
  form.title = "The certificate of " + problem.server;
  form.text = "The server " + problem.server +
              " cannot prove that it is the right one: its certificate is not to be trusted, since " + problem.reason +
              ". Its SHA-256 fingerprint is " + problem.fingerprint +
              ". Whoever stands between could read everything, the password too.";
  form.fields.push_back({PRISM_FIELD_BOOLEAN, true, "Trust this certificate, from now on?"});
  const auto decide = [this, problem, accepted, decided = std::move(decided)](bool trusted) {
    if (trusted) {
      purple_account_set_ui_string(owner_.account, kUi, kAccepted, (accepted + " " + problem.fingerprint).c_str());
      refused_.reset();
    } else {
      refused_ = std::make_unique<CertificateProblem>(problem);
    }
    decided(trusted);
  };
  ask(form, std::make_unique<CertificateQuestion>(decide));
}

void Questions::tell(std::string_view text, const std::vector<Published::File>& files) const {
  if (!owner_.shared.prompts) {
    return;
  }
  const Attachments attachments(files);
  owner_.shared.prompts->tell(owner_.host().table(), toC(owner_.user), toC(text), attachments.data(),
                              attachments.size());
}

}  // namespace purple
