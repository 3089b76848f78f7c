// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_prompts.h"

#include "tests/support/plugins/commands.h"

#include <stdexcept>
#include <vector>

namespace prism::tests {
namespace {

prism_field fieldOf(std::uint32_t kind, prism_str label, std::uint32_t flags = PRISM_FIELD_FLAG_REQUIRED) {
  prism_field field{};
  field.struct_size = sizeof field;
  field.kind = kind;
  field.flags = flags;
  field.label = label;
  return field;
}

void addChoices(prism_field* field) {
  static const prism_choice choices[] = {
      {sizeof(prism_choice), 0, PRISM_STR("accept"), PRISM_STR("Accept")},
      {sizeof(prism_choice), 0, PRISM_STR("Reject"), {}},
      {sizeof(prism_choice), 0, PRISM_STR("later"), PRISM_STR("Ask me later")},
  };
  static const prism_choice* const pointers[] = {&choices[0], &choices[1], &choices[2]};
  field->choices = pointers;
  field->choices_count = 3;
}

std::vector<prism_field> fieldsFor(const std::string& what) {
  std::vector<prism_field> fields;
  if (what == "text" || what == "large") {
    fields = {fieldOf(PRISM_VALUE_TEXT, PRISM_STR("Nickname?"))};
  } else if (what == "long") {
    fields = {fieldOf(PRISM_VALUE_LONG_TEXT, PRISM_STR("Why?"))};
  } else if (what == "secret" || what == "code") {
    fields = {fieldOf(PRISM_VALUE_SECRET, PRISM_STR("Code?"))};
  } else if (what == "integer") {
    fields = {fieldOf(PRISM_VALUE_INTEGER, PRISM_STR("Port?"), 0)};
    fields[0].initial = PRISM_STR("5222");
  } else if (what == "boolean") {
    fields = {fieldOf(PRISM_VALUE_BOOLEAN, PRISM_STR("Remember it?"))};
  } else if (what == "choice" || what == "picture") {
    fields = {fieldOf(PRISM_VALUE_CHOICE, PRISM_STR("Trust it?"))};
    addChoices(&fields[0]);
  } else if (what == "choices") {
    fields = {fieldOf(PRISM_VALUE_CHOICES, PRISM_STR("Which?"))};
    addChoices(&fields[0]);
  } else if (what == "note") {
    fields = {fieldOf(PRISM_VALUE_NOTE, PRISM_STR("The server says hello."), 0)};
  } else if (what == "form") {
    fields = {fieldOf(PRISM_VALUE_NOTE, PRISM_STR("Who are you?"), 0), fieldOf(PRISM_VALUE_TEXT, PRISM_STR("Name")),
              fieldOf(PRISM_VALUE_SECRET, PRISM_STR("Token"), 0), fieldOf(PRISM_VALUE_BOOLEAN, PRISM_STR("TLS"))};
  } else {
    throw std::invalid_argument("nothing to ask like " + what);
  }
  return fields;
}

const char* nameOf(std::uint32_t outcome) {
  static const char* const names[] = {"answered", "cancelled", "timed out", "ended"};
  return names[outcome - 1];
}

}  // namespace

ProbePrompts::ProbePrompts(const prism_host* host, Answer answer)
    : host_(host),
      service_(static_cast<const prism_prompts*>(host->get_service(host, PRISM_PROMPTS))),
      answer_(std::move(answer)) {}

void ProbePrompts::ask(const std::string& user, std::istringstream& words) {
  std::string what;
  std::uint32_t seconds = 0;
  words >> what >> seconds;
  const bool wrong = what == "wrongly";
  if (wrong) {
    words.clear();
    words >> what;
  }
  const prism_result result = wrong ? misuseAsk(user, what) : ask({user, what}, seconds);
  if (result != PRISM_OK) {
    answer_(user, "result " + std::to_string(result));
  }
}

prism_result ProbePrompts::ask(const Asked& asked, std::uint32_t seconds) {
  const std::vector<prism_field> fields = fieldsFor(asked.what);
  std::vector<const prism_field*> pointers;
  for (const prism_field& field : fields) {
    pointers.push_back(&field);
  }
  prism_attachment picture{};
  picture.struct_size = sizeof picture;
  picture.url = PRISM_STR("https://example.org/qr.png");
  picture.mime_type = PRISM_STR("image/png");
  const prism_attachment* attachments[] = {&picture};
  prism_prompt prompt{};
  prompt.struct_size = sizeof prompt;
  prompt.timeout_ms = seconds * 1000;
  prompt.user = borrowed(asked.user);
  prompt.title = borrowed(asked.what);
  const std::string large(asked.what == "large" ? 60'000 : 0, 'x');
  prompt.text = borrowed(large);
  prompt.fields = pointers.data();
  prompt.fields_count = pointers.size();
  prompt.attachments = attachments;
  prompt.attachments_count = asked.what == "picture" ? 1 : 0;
  const prism_result result = service_->ask(host_, &prompt, &onEnded, this, &last_);
  if (result == PRISM_OK) {
    asked_[last_] = asked;
  }
  return result;
}

prism_result ProbePrompts::misuseAsk(const std::string& user, const std::string& how) {
  const std::string stranger = "mallory";
  prism_prompt prompt{};
  prompt.struct_size = sizeof prompt;
  prompt.user = borrowed(how == "stranger" ? stranger : user);
  prism_field field = fieldOf(PRISM_VALUE_TEXT, PRISM_STR("What?"));
  const prism_field* fields[] = {&field};
  prompt.fields = fields;
  prompt.fields_count = 1;
  prism_prompt_fn callback = &onEnded;
  const std::string huge(100'000, 'x');
  if (how == "nothing") {
    return service_->ask(host_, nullptr, &onEnded, this, &last_);
  } else if (how == "nobody") {
    callback = nullptr;
  } else if (how == "fields") {
    prompt.fields_count = 0;
  } else if (how == "kind") {
    field.kind = 99;
  } else if (how == "size") {
    field.struct_size = 4;
  } else if (how == "choices") {
    field.kind = PRISM_VALUE_CHOICE;
  } else if (how == "initial") {
    field.kind = PRISM_VALUE_BOOLEAN;
    field.initial = PRISM_STR("canary");
  } else if (how == "note") {
    field.kind = PRISM_VALUE_NOTE;
    field.initial = PRISM_STR("canary");
  } else if (how == "text-choices") {
    addChoices(&field);
  } else if (how == "reserved") {
    field.reserved = 7;
  } else if (how == "huge") {
    prompt.text = borrowed(huge);
  }
  return service_->ask(host_, &prompt, callback, this, &last_);
}

void ProbePrompts::cancel(const std::string& user) { cancel(user, last_); }

void ProbePrompts::cancel(const std::string& user, prism_prompts_id id) {
  answer_(user, "withdrawn " + std::to_string(service_->cancel(host_, id)));
}

void ProbePrompts::tell(const std::string& user, const std::string& text) {
  const prism_notice notice{sizeof notice, 0, borrowed(user), borrowed(text), nullptr, 0};
  service_->tell(host_, &notice);
}

void ProbePrompts::secondFactor(const std::string& user, const std::string& code, std::uint32_t error) {
  ask({user, "code", code, error}, 0);
}

void ProbePrompts::onEnded(void* self, prism_prompts_id id, const prism_prompt_answer* answer) {
  static_cast<ProbePrompts*>(self)->ended(id, *answer);
}

void ProbePrompts::ended(prism_prompts_id id, const prism_prompt_answer& answer) {
  const std::uint32_t outcome = answer.outcome;
  const prism_str* values = answer.values;
  const std::uint64_t count = answer.values_count;
  const auto node = asked_.extract(id);
  const Asked& asked = node.mapped();
  if (asked.what == "code") {
    onCodeAnswer(asked, outcome, count > 0 ? text(values[0]) : "");
    return;
  }
  std::string line = asked.what + " " + nameOf(outcome);
  for (std::uint64_t i = 0; i < count; ++i) {
    line += " [" + text(values[i]) + "]";
  }
  if (outcome == PRISM_PROMPT_ENDED) {
    log(line);
    return;
  }
  answer_(asked.user, line);
  if (count > 0 && text(values[0]) == "canary-throw") {
    throw std::invalid_argument("the answer is " + text(values[0]));
  }
}

void ProbePrompts::onCodeAnswer(const Asked& asked, std::uint32_t outcome, const std::string& code) {
  if (outcome == PRISM_PROMPT_ANSWERED && code == asked.code) {
    log("connected " + std::to_string(connectUser(host_, borrowed(asked.user))));
    answer_(asked.user, "welcome");
  } else {
    const prism_disconnected event{sizeof event, asked.error, borrowed(asked.user), PRISM_STR("this was not the code")};
    host_->disconnected(host_, &event);
  }
}

void ProbePrompts::log(const std::string& line) { host_->log(host_, PRISM_LOG_INFO, borrowed(line)); }

}  // namespace prism::tests
