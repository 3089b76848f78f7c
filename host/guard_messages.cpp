// The Guard: what people say to each other.
#include "host/guard_event.h"
#include "host/xml_check.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using pbnetwork::WrapperMessage;

constexpr std::uint64_t kMaxAttachments = 100;

}  // namespace

prism_result Guard::message(const prism_message* message) {
  Event event(*this, "message");
  conversation_.Clear();
  std::string mended_buddy, mended_text;
  if (!event.complete(message) || !event.user(message->user)) {
    return event.result();
  }
  const std::uint32_t flags = message->flags;
  const bool in_room = (flags & PRISM_MESSAGE_ROOM) != 0;
  const bool is_private = (flags & PRISM_MESSAGE_PRIVATE) != 0;
  event.flags(flags, PRISM_MESSAGE_ROOM | PRISM_MESSAGE_PRIVATE | PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON);
  const std::string_view buddy = event.borrowRequiredText("buddy", message->buddy, &mended_buddy);
  const std::string_view text = event.borrowText("text", message->text, &mended_text);
  if (in_room && is_private) {
    event.refuse(PRISM_ERR_ARGUMENT, "PRISM_MESSAGE_ROOM and PRISM_MESSAGE_PRIVATE exclude each other");
  } else if (in_room || is_private) {
    event.requiredText("nickname", message->nickname, conversation_.mutable_nickname());
  } else if (message->nickname.size > 0) {
    // Spectrum would drop it.
    event.refuse(PRISM_ERR_ARGUMENT, "nickname is set, but neither PRISM_MESSAGE_ROOM nor PRISM_MESSAGE_PRIVATE");
  }
  if (message->xhtml.size > 0 && event.readable("xhtml", message->xhtml)) {
    if (const auto reason = rejectFragment(view(message->xhtml))) {
      event.complain(fmt::format("xhtml is left out: {}", *reason));
    } else {
      conversation_.mutable_xhtml()->assign(view(message->xhtml));
    }
  }
  if (message->time != 0) {
    event.time(message->time, conversation_.mutable_timestamp());
  }
  event.countable("attachments", message->attachments, message->attachments_count, kMaxAttachments);
  for (std::uint64_t i = 0; event.ok() && i < message->attachments_count; ++i) {
    const prism_attachment* attachment = message->attachments[i];
    if (event.complete(attachment)) {
      pbnetwork::Attachment* sent = conversation_.add_attachment();
      event.requiredText("url", attachment->url, sent->mutable_url());
      event.text("mime_type", attachment->mime_type, sent->mutable_mimetype());
      event.text("description", attachment->description, sent->mutable_description());
    }
  }
  if (event.ok()) {
    if (is_private) {
      conversation_.set_pm(true);
    }
    if ((flags & PRISM_MESSAGE_HEADLINE) != 0) {
      conversation_.set_headline(true);
    }
    if ((flags & PRISM_MESSAGE_CARBON) != 0) {
      conversation_.set_carbon(true);
    }
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE,
                {{ConversationMessage::kUserNameFieldNumber, view(message->user)},
                 {ConversationMessage::kBuddyNameFieldNumber, buddy},
                 {ConversationMessage::kMessageFieldNumber, text}},
                conversation_);
  }
  trimAfter(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::messageAck(prism_str user, prism_str buddy, prism_str id) {
  Event event(*this, "message_ack");
  conversation_.Clear();
  if (!event.user(user, conversation_.mutable_username())) {
    return event.result();
  }
  conversation_.mutable_message();  // required by the protocol, and empty
  event.requiredText("buddy", buddy, conversation_.mutable_buddyname());
  event.requiredText("id", id, conversation_.mutable_id());
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE_ACK, conversation_);
  }
  trimAfter(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::attention(prism_str user, prism_str buddy, prism_str text) {
  Event event(*this, "attention");
  conversation_.Clear();
  if (!event.user(user, conversation_.mutable_username())) {
    return event.result();
  }
  event.requiredText("buddy", buddy, conversation_.mutable_buddyname());
  event.text("text", text, conversation_.mutable_message());
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_ATTENTION, conversation_);
  }
  trimAfter(event.size(), &conversation_);
  return event.result();
}

prism_result Guard::typing(prism_str user, prism_str buddy, std::uint32_t state) {
  Event event(*this, "typing");
  if (!aboutBuddy(&event, user, buddy)) {
    return event.result();
  }
  if (state > PRISM_TYPING_PAUSED) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("state {} does not exist", state));
  }
  if (event.ok()) {
    out_.append(state == PRISM_TYPING_COMPOSING ? WrapperMessage::TYPE_BUDDY_TYPING
                : state == PRISM_TYPING_PAUSED  ? WrapperMessage::TYPE_BUDDY_TYPED
                                                : WrapperMessage::TYPE_BUDDY_STOPPED_TYPING,
                buddy_);
  }
  return event.result();
}

}  // namespace prism::host
