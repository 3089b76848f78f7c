// SPDX-License-Identifier: MIT
// The member functions of Guard that check prompts and notices (prism/prompt.h).
#include "host/chat/element_writer.h"
#include "host/chat/route.h"
#include "host/guard/field_answer.h"
#include "host/guard/guard_event.h"
#include "host/guard/question.h"

namespace prism::host {
namespace {

constexpr std::uint64_t kMaxFields = 100;
constexpr std::uint32_t kLongestTimeout = 24 * 3600 * 1000;  // milliseconds

// The maximum size in bytes of all strings of a prompt. Nobody reads more in a chat.
constexpr std::size_t kMaxSize = 64 * 1024;

}  // namespace

void Guard::hostPresence(std::string_view user, std::string_view contact, std::string_view shown_name, bool online) {
  const ConversationName conversation{ConversationKind::kContact, contact};
  if (!hasSameRawName(conversation, jids_)) {
    return;
  }
  std::string stanza;
  ElementWriter presence(&stanza);
  presence.open("presence")
      .attribute("from", rawSender(conversation))
      .attribute("to", user)
      .attribute("type", online ? "" : "unavailable");
  if (online) {
    presence.open("nick", "http://jabber.org/protocol/nick").text(shown_name).close();
  }
  presence.close();
  out_.append(pbnetwork::WrapperMessage::TYPE_RAW_XML, stanza);
}

prism_result Guard::readPrompt(const prism_prompt* prompt, Question* question) {
  Event event(*this, "prompts.ask");
  if (!event.checkStruct(prompt) || !event.user(prompt->user)) {
    return event.result();
  }
  event.text("title", prompt->title, &question->title);
  event.text("text", prompt->text, &question->text);
  event.checkArray("fields", static_cast<const void*>(prompt->fields), prompt->fields_count, kMaxFields);
  if (prompt->fields_count == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "fields_count is 0");
  }
  for (std::uint64_t i = 0; event.ok() && i < prompt->fields_count; ++i) {
    readField(&event, prompt->fields[i], fmt::format("fields[{}]: ", i), &question->fields.emplace_back());
  }
  checkLabels(&event, *question);
  readAttachments(&event, prompt->attachments, prompt->attachments_count, question);
  if (prompt->timeout_ms > kLongestTimeout) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("timeout_ms is {}, at most {} are allowed", prompt->timeout_ms, kLongestTimeout));
  }
  question->timeout = std::chrono::milliseconds(prompt->timeout_ms);
  return event.result();
}

prism_result Guard::readNotice(const prism_notice* handed_in, Question* notice) {
  Event event(*this, "prompts.tell");
  if (event.checkStruct(handed_in) && event.user(handed_in->user)) {
    event.text("text", handed_in->text, &notice->text);
    readAttachments(&event, handed_in->attachments, handed_in->attachments_count, notice);
    if (notice->text.empty() && notice->attachments.empty()) {
      event.refuse(PRISM_ERR_ARGUMENT, "text is empty, and there is no attachment");
    }
  }
  return event.result();
}

// To be called after all other strings have been read, because it checks their total size.
void Guard::readAttachments(Event* event, const prism_attachment* const* attachments, std::uint64_t count,
                            Question* question) {
  event->attachments(attachments, count, [question] {
    Attachment& attachment = question->attachments.emplace_back();
    return Event::AttachmentFields{&attachment.url, &attachment.mime_type, &attachment.description};
  });
  if (event->size() > kMaxSize) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("together, the strings have {} bytes; {} are allowed", event->size(), kMaxSize));
  }
}

// The user would not know which of several empty questions is asked. Notes are not asked.
void Guard::checkLabels(Event* event, const Question& question) {
  const auto& fields = question.fields;
  const auto is_asked = [](const Field& field) { return field.kind != PRISM_VALUE_NOTE; };
  const auto asked = std::count_if(fields.begin(), fields.end(), is_asked);
  const auto unlabelled = std::find_if(fields.begin(), fields.end(),
                                       [&](const Field& field) { return is_asked(field) && field.label.empty(); });
  if (asked > 1 && unlabelled != fields.end()) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("fields[{}]: label is empty, but the user is asked for {} fields",
                                                  unlabelled - fields.begin(), asked));
  }
}

void Guard::readField(Event* event, const prism_field* handed_in, std::string_view subject, Field* field) {
  if (!event->checkStruct(handed_in)) {
    return;
  }
  field->kind = handed_in->kind;
  if (field->kind == 0 || field->kind > PRISM_VALUE_PARTICIPANT) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}kind {} does not exist", subject, field->kind));
  }
  event->flags(handed_in->flags, PRISM_FIELD_FLAG_REQUIRED);
  field->required = (handed_in->flags & PRISM_FIELD_FLAG_REQUIRED) != 0;
  event->text("label", handed_in->label, &field->label);
  if (field->kind == PRISM_VALUE_NOTE && (handed_in->initial.size > 0 || handed_in->flags != 0)) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}a note has neither initial nor flags", subject));
  }
  event->choices(field->kind, handed_in->choices, handed_in->choices_count, subject, &field->choices);
  event->range(field->kind, handed_in->least, handed_in->most, subject, &field->range);
  std::string initial;
  event->text("initial", handed_in->initial, &initial);
  field->initial = initial;
  wipe(&initial);
  if (event->ok() && !field->initial.empty() && !isValue(*field, field->initial)) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}{}", subject, rejectInitial(field->kind, field->range)));
  }
}

}  // namespace prism::host
