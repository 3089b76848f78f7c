#include "host/prompt/prompt.h"

#include <fmt/format.h>

#include "host/abi.h"
#include "host/xml_text.h"

namespace prism::host {
namespace {

constexpr std::chrono::minutes kDefaultTimeout{10};
constexpr std::uint64_t kMaxElements = 100;    // fields, choices of one, attachments
constexpr std::uint64_t kMaxText = 64 * 1024;  // bytes of one string: a client shows it as one message

// Reads one struct after the other; what is wrong first is the result.
class Reader {
 public:
  template <typename Struct>
  bool complete(const char* name, const Struct* handed_in) {
    if (!handed_in) {
      fail(fmt::format("{} is NULL", name));
    } else if (handed_in->struct_size < sizeof(Struct)) {
      fail(fmt::format("struct_size of {} is {}, it should be {}", name, handed_in->struct_size, sizeof(Struct)));
    }
    return ok();
  }

  bool countable(const char* name, const void* elements, std::uint64_t count, std::uint64_t least) {
    if (count < least || count > kMaxElements) {
      fail(fmt::format("{}_count is {}, it should be from {} to {}", name, count, least, kMaxElements));
    } else if (count > 0 && !elements) {
      fail(fmt::format("{} is NULL, but has a count of {}", name, count));
    }
    return ok();
  }

  void text(const char* name, prism_str value, std::string* text) {
    if (value.size > kMaxText || (value.size > 0 && !value.data)) {
      fail(fmt::format("{} is NULL, or has more than {} bytes", name, kMaxText));
    } else {
      assignXmlText(view(value), text);
    }
  }

  void fail(std::string why) {
    if (ok()) {
      problem_ = std::move(why);
    }
  }

  bool ok() const { return !problem_; }
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  std::optional<std::string> problem_;
};

void readField(Reader& reader, const prism_field* asked, PromptField* field) {
  if (!reader.complete("a field", asked)) {
    return;
  }
  if (asked->kind > PRISM_FIELD_NOTE) {
    reader.fail(fmt::format("kind {} of a field does not exist", asked->kind));
  }
  field->kind = asked->kind;
  field->required = (asked->flags & PRISM_FIELD_REQUIRED) != 0;
  reader.text("label", asked->label, &field->label);
  reader.text("initial", asked->initial, &field->initial);
  if (field->kind == PRISM_FIELD_CHOICE || field->kind == PRISM_FIELD_CHOICES) {
    reader.countable("choices", asked->choices, asked->choices_count, 1);
    for (std::uint64_t i = 0; reader.ok() && i < asked->choices_count; ++i) {
      reader.text("a choice", asked->choices[i], &field->choices.emplace_back());
    }
  }
}

}  // namespace

std::optional<std::string> readPrompt(const prism_prompt* asked, Prompt* prompt) {
  Reader reader;
  if (!reader.complete("the prompt", asked)) {
    return reader.problem();
  }
  prompt->timeout = asked->timeout_seconds == 0 ? kDefaultTimeout : std::chrono::seconds(asked->timeout_seconds);
  reader.text("title", asked->title, &prompt->title);
  reader.text("text", asked->text, &prompt->text);
  reader.countable("fields", asked->fields, asked->fields_count, 1);
  for (std::uint64_t i = 0; reader.ok() && i < asked->fields_count; ++i) {
    readField(reader, asked->fields[i], &prompt->fields.emplace_back());
  }
  reader.countable("attachments", asked->attachments, asked->attachments_count, 0);
  for (std::uint64_t i = 0; reader.ok() && i < asked->attachments_count; ++i) {
    const prism_attachment* attachment = asked->attachments[i];
    if (reader.complete("an attachment", attachment)) {
      Prompt::Attachment& kept = prompt->attachments.emplace_back();
      reader.text("url", attachment->url, &kept.url);
      reader.text("mime_type", attachment->mime_type, &kept.mime_type);
      reader.text("description", attachment->description, &kept.description);
    }
  }
  return reader.problem();
}

}  // namespace prism::host
