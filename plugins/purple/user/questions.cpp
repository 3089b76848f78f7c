// SPDX-License-Identifier: MIT
#include "user/questions.h"

#include "core/limits.h"
#include "text/shortened.h"
#include <prism/text.hpp>

#include <algorithm>
#include <chrono>

namespace purple {
namespace {

// The values of choices: their indexes.
const std::vector<std::string>& indexValues() {
  static const std::vector<std::string> values = [] {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < kMostChoices; ++i) {
      all.push_back(std::to_string(i));
    }
    return all;
  }();
  return values;
}

prism::Prompt promptOf(const Owner& owner, const Form& form) {
  prism::Prompt prompt{owner.user, form.title, form.text};
  const bool asks_many = std::count_if(form.fields.begin(), form.fields.end(),
                                       [](const Field& field) { return field.kind != prism::ValueKind::Note; }) > 1;
  for (const Field& field : form.fields) {
    prism::Field& asked = prompt.fields.emplace_back();
    asked.kind = field.kind;
    const bool needs_label = asks_many && field.kind != prism::ValueKind::Note && field.label.empty();
    asked.label = needs_label ? std::string_view("(no label)") : field.label;
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
      asked.choices.emplace_back(indexValues().at(i), field.choices[i]);
    }
    asked.initial = field.initial;
    asked.required = field.required;
  }
  prompt.attachments = attachmentsOf(form.files);
  return prompt;
}

// The stored setting with the fingerprints of the accepted certificates.
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

void* newHandle() {
  static std::uintptr_t last = 0;
  return reinterpret_cast<void*>(++last);
}

void Questions::finishLater(Open& open, const std::function<void(Question&)>& finish) {
  open.later = owner_.host().after(std::chrono::milliseconds(0), [this, handle = open.handle, finish] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    if (const std::unique_ptr<Question> question = take(handle)) {
      finish(*question);
    }
  });
}

void Questions::show(Open& open, Form form) {
  std::vector<bool> secret;
  shorten(&form);
  for (Field& field : form.fields) {
    field = fitting(std::move(field));
    secret.push_back(field.kind == prism::ValueKind::Secret);
  }
  open.prompt = owner_.shared.prompts.ask(
      promptOf(owner_, form),
      [this, handle = open.handle, secret](const prism::Answer& answer) { onPromptEnded(handle, secret, answer); });
  if (open.prompt.result() != prism::Result::Ok) {
    owner_.host().warning("a question of the network to " + owner_.user +
                          " cannot be asked, and is cancelled: " + form.title);
    finishLater(open, [](Question& question) { question.cancelled(); });
  }
}

void* Questions::ask(Form form, std::unique_ptr<Question> question, std::string room) {
  Open& open = openPrompt(std::move(form), std::move(question));
  open.room = std::move(room);
  return open.handle;
}

void Questions::withdrawOf(const std::string& room) {
  std::vector<void*> handles;
  for (const Open& open : open_) {
    if (open.room == room && !room.empty()) {
      handles.push_back(open.handle);
    }
  }
  for (void* handle : handles) {
    if (const std::unique_ptr<Question> question = take(handle)) {
      question->cancelled();
    }
  }
}

Questions::Open& Questions::openPrompt(Form form, std::unique_ptr<Question> question) {
  Open& open = open_.emplace_back(Open{newHandle(), std::move(question)});
  show(open, std::move(form));
  return open;
}

void Questions::askAgain(void* handle, Form form, std::unique_ptr<Question> question) {
  close(handle);
  show(open_.emplace_back(Open{handle, std::move(question)}), std::move(form));
}

void* Questions::answer(std::vector<std::string> values, std::unique_ptr<Question> question) {
  Open& open = open_.emplace_back(Open{newHandle(), std::move(question)});
  finishLater(open, [values = std::move(values)](Question& known) { known.answered(values); });
  return open.handle;
}

const Question* Questions::find(void* handle) const {
  const auto place =
      std::find_if(open_.begin(), open_.end(), [handle](const Open& one) { return one.handle == handle; });
  return place == open_.end() ? nullptr : place->question.get();
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

bool Questions::close(void* handle) { return take(handle) != nullptr; }

// `secret[i]`: the value of field i is secret.
void Questions::onPromptEnded(void* handle, const std::vector<bool>& secret, const prism::Answer& answer) {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  const std::unique_ptr<Question> question = take(handle);
  if (answer.outcome != prism::PromptOutcome::Answered) {
    question->cancelled();
    return;
  }
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (secret[i]) {
      owner_.secrets.add(answer.values.at(i));
    }
  }
  std::vector<std::string> values(answer.values.begin(), answer.values.end());
  question->answered(values);
  for (std::string& value : values) {
    explicit_bzero(value.data(), value.size());
  }
}

void Questions::askAboutCertificate(const CertificateProblem& problem, Certificates::Decided decided) {
  const std::string accepted = owner_.settings.text(kAccepted);
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
  form.fields.push_back({prism::ValueKind::Boolean, true, "Trust this certificate, from now on?"});
  const auto decide = [this, problem, accepted, decided = std::move(decided)](bool trusted) {
    if (trusted) {
      owner_.settings.setText(kAccepted, accepted + " " + problem.fingerprint);
      refused_.reset();
    } else {
      refused_ = std::make_unique<CertificateProblem>(problem);
    }
    decided(trusted);
  };
  openPrompt(form, std::make_unique<CertificateQuestion>(decide)).about_connection = true;
}

void Questions::withdrawCertificateQuestions() {
  open_.remove_if([](const Open& open) { return open.about_connection; });
}

void Questions::tell(std::string_view text) const {
  const std::string all = shortened(text, kMostText);
  for (std::string_view rest = all; !rest.empty();) {
    std::string_view piece = prism::utf8Prefix(rest, kMostTold);
    const std::size_t line = piece.size() < rest.size() ? piece.rfind('\n') : std::string_view::npos;
    if (line != std::string_view::npos && line > 0) {
      piece = piece.substr(0, line + 1);
    }
    owner_.shared.prompts.tell(owner_.user, piece);
    rest.remove_prefix(piece.size());
  }
}

}  // namespace purple
