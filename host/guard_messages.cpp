// The Guard: what people say to each other.
#include "host/guard_event.h"
#include "host/xml_check.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using pbnetwork::WrapperMessage;

}  // namespace

prism_result Guard::message(const prism_message* message) { return sendMessage(message, false); }
prism_result Guard::messageNow(const prism_message* message) { return sendMessage(message, true); }

prism_result Guard::sendMessage(const prism_message* message, bool now) {
  Event event(*this, "message");
  Session* session = event.complete(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string mended_buddy, mended_text;
  const std::string_view buddy = event.borrowRequiredText("buddy", message->buddy, &mended_buddy);
  const std::string_view text = event.borrowText("text", message->text, &mended_text);
  if (event.ok()) {
    tellName(view(message->user), buddy);
  }
  const bool has_rest = message->flags != 0 || message->nickname.size > 0 || message->xhtml.size > 0 ||
                        message->id.size > 0 || message->time != 0 || message->attachments_count > 0;
  if (has_rest) {
    conversation_.Clear();
    addRest(&event, *message);
  }
  if (event.ok()) {
    wire::FrameWriter& out = now ? out_ : outFor(session);
    out.append(WrapperMessage::TYPE_CONV_MESSAGE,
               {{ConversationMessage::kUserNameFieldNumber, view(message->user)},
                {ConversationMessage::kBuddyNameFieldNumber, buddy},
                {ConversationMessage::kMessageFieldNumber, text}},
               has_rest ? &conversation_ : nullptr);
  }
  if (has_rest) {
    trimAfter(event.size(), &conversation_);
  }
  return event.result();
}

void Guard::addRest(Event* event, const prism_message& message) {
  const bool in_room = (message.flags & PRISM_MESSAGE_ROOM) != 0;
  const bool is_private = (message.flags & PRISM_MESSAGE_PRIVATE) != 0;
  event->flags(message.flags,
               PRISM_MESSAGE_ROOM | PRISM_MESSAGE_PRIVATE | PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON);
  if (in_room && is_private) {
    event->refuse(PRISM_ERR_ARGUMENT, "PRISM_MESSAGE_ROOM and PRISM_MESSAGE_PRIVATE exclude each other");
  } else if (in_room || is_private) {
    event->requiredText("nickname", message.nickname, conversation_.mutable_nickname());
  } else if (message.nickname.size > 0) {
    // Spectrum would drop it.
    event->refuse(PRISM_ERR_ARGUMENT, "nickname is set, but neither PRISM_MESSAGE_ROOM nor PRISM_MESSAGE_PRIVATE");
  }
  if (message.id.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "id is set, which has a meaning in requests only");
  }
  if (message.xhtml.size > 0 && event->readable("xhtml", message.xhtml)) {
    if (const auto reason = rejectFragment(view(message.xhtml))) {
      event->complain(fmt::format("xhtml is left out: {}", *reason));
    } else {
      conversation_.mutable_xhtml()->assign(view(message.xhtml));
    }
  }
  if (message.time != 0) {
    event->time(message.time, conversation_.mutable_timestamp());
  }
  event->attachments(message.attachments, message.attachments_count, [this] {
    pbnetwork::Attachment* sent = conversation_.add_attachment();
    return Event::AttachmentFields{sent->mutable_url(), sent->mutable_mimetype(), sent->mutable_description()};
  });
  if (is_private) {
    conversation_.set_pm(true);
  }
  if ((message.flags & PRISM_MESSAGE_HEADLINE) != 0) {
    conversation_.set_headline(true);
  }
  if ((message.flags & PRISM_MESSAGE_CARBON) != 0) {
    conversation_.set_carbon(true);
  }
}

prism_result Guard::messageAck(prism_str user, prism_str buddy, prism_str nickname, prism_str id) {
  Event event(*this, "message_ack");
  if (!event.user(user)) {
    return event.result();
  }
  std::string own_name, mended_id;
  const std::string_view name = event.borrowName(buddy, nickname, &own_name);
  const std::string_view its_id = event.borrowRequiredText("id", id, &mended_id);
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE_ACK,
                {{ConversationMessage::kUserNameFieldNumber, view(user)},
                 {ConversationMessage::kBuddyNameFieldNumber, name},
                 {ConversationMessage::kMessageFieldNumber, ""},  // required by the protocol
                 {ConversationMessage::kIdFieldNumber, its_id}});
  }
  return event.result();
}

prism_result Guard::attention(prism_str user, prism_str buddy, prism_str nickname, prism_str text) {
  Event event(*this, "attention");
  Session* session = event.user(user);
  if (!session) {
    return event.result();
  }
  std::string own_name, mended_text;
  const std::string_view name = event.borrowName(buddy, nickname, &own_name);
  const std::string_view its_text = event.borrowText("text", text, &mended_text);
  if (event.ok()) {
    tellName(view(user), name);
    outFor(session).append(WrapperMessage::TYPE_ATTENTION, {{ConversationMessage::kUserNameFieldNumber, view(user)},
                                                            {ConversationMessage::kBuddyNameFieldNumber, name},
                                                            {ConversationMessage::kMessageFieldNumber, its_text}});
  }
  return event.result();
}

prism_result Guard::typing(prism_str user, prism_str buddy, prism_str nickname, std::uint32_t state) {
  Event event(*this, "typing");
  if (!aboutBuddy(&event, user, buddy, nickname)) {
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
