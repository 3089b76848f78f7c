// SPDX-License-Identifier: MIT
// The member functions of Guard for conversations: messages, receipts, attention and typing.
#include "host/guard/guard_event.h"
#include "host/stanza/xhtml.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using pbnetwork::WrapperMessage;

// The elements of so many attachments fit into the part of a stanza that Guard::setJidStyle() reserves for Spectrum.
constexpr int kFewAttachments = 4;

// The bytes of a stanza that an attachment takes. Its URL may also appear in the body.
std::size_t attachmentSize(const pbnetwork::Attachment& attachment) {
  constexpr std::size_t kElements = 256;
  return kElements + 3 * escapedSize(attachment.url()) + escapedSize(attachment.mimetype()) +
         escapedSize(attachment.description());
}

void appendMessage(WrapperMessage::Type type, std::string_view user, std::string_view buddy, std::string_view text,
                   const ConversationMessage* rest, wire::FrameWriter* out) {
  out->append(type,
              {{ConversationMessage::kUserNameFieldNumber, user},
               {ConversationMessage::kBuddyNameFieldNumber, buddy},
               {ConversationMessage::kMessageFieldNumber, text}},
              rest);
}

}  // namespace

prism_result Guard::message(const prism_message* message) { return sendMessage(message, false); }
prism_result Guard::hostMessage(const prism_message* message) { return sendMessage(message, true); }

prism_result Guard::sendMessage(const prism_message* message, bool now) {
  Event event(*this, "message");
  Session* session = event.checkStruct(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string mended_buddy, mended_text;
  const std::string_view buddy = event.borrowNode("buddy", message->buddy, &mended_buddy);
  std::string_view text = event.borrowText("text", message->text, &mended_text);
  if (event.ok()) {
    notifyName(view(message->user), buddy);
  }
  const bool has_rest = message->flags != 0 || message->nickname.size > 0 || message->xhtml.size > 0 ||
                        message->id.size > 0 || message->time != 0 || message->attachments_count > 0;
  if (has_rest) {
    conversation_.Clear();
    addOptionalFields(&event, *message);
  }
  if (event.ok()) {
    ++traffic_.messages_to_users;
    const std::size_t once = text.size();
    if (has_rest && text.empty() && message->xhtml.size > 0 && !hasOtherContent(event, *message)) {
      text = "[a message whose mark-up cannot be passed on]";
    }
    wire::FrameWriter& out = now ? out_ : writerFor(session);
    if (event.isSmall(once) && (!has_rest || conversation_.attachment_size() <= kFewAttachments)) {
      appendMessage(WrapperMessage::TYPE_CONV_MESSAGE, view(message->user), buddy, text,
                    has_rest ? &conversation_ : nullptr, &out);
    } else {
      if (!has_rest) {
        conversation_.Clear();
      }
      appendLargeMessage(&event, view(message->user), buddy, text, &out);
    }
  }
  if (has_rest) {
    resetIfLarge(event.size(), &conversation_);
  }
  return event.result();
}

// Returns true if a message without text has an attachment, or mark-up that fits into the stanza.
bool Guard::hasOtherContent(const Event& event, const prism_message& message) {
  const std::size_t room = event.textRoom({view(message.user), view(message.buddy), view(message.nickname)});
  return conversation_.attachment_size() > 0 || (conversation_.has_xhtml() && conversation_.xhtml().size() <= room);
}

// Sends the text in pieces first, then the attachments, as many in each message as fit. Mark-up that does not fit
// beside the whole text is left out, since the text says the same.
void Guard::appendLargeMessage(Event* event, std::string_view user, std::string_view buddy, std::string_view text,
                               wire::FrameWriter* out) {
  const std::size_t room = event->textRoom({user, buddy, conversation_.nickname()});
  const auto send = [&](std::string_view piece) {
    appendMessage(WrapperMessage::TYPE_CONV_MESSAGE, user, buddy, piece, &conversation_, out);
  };
  std::size_t size = escapedSize(text);
  for (const pbnetwork::Attachment& attachment : conversation_.attachment()) {
    size += attachmentSize(attachment);
  }
  if (size + conversation_.xhtml().size() > room) {
    conversation_.clear_xhtml();
  }
  if (size <= room) {
    send(text);
    return;
  }
  google::protobuf::RepeatedPtrField<pbnetwork::Attachment> attachments;
  attachments.Swap(conversation_.mutable_attachment());
  for (TextPieces pieces(text, room); pieces.next();) {
    send(pieces.piece());
  }
  std::size_t used = 0;
  for (pbnetwork::Attachment& attachment : attachments) {
    const std::size_t its_size = attachmentSize(attachment);
    if (its_size > room) {
      event->complain(fmt::format("an attachment is left out: its strings have {} bytes", its_size));
      continue;
    }
    if (used + its_size > room) {
      send({});
      conversation_.clear_attachment();
      used = 0;
    }
    conversation_.add_attachment()->Swap(&attachment);
    used += its_size;
  }
  if (used > 0) {
    send({});
  }
}

void Guard::addOptionalFields(Event* event, const prism_message& message) {
  const bool in_room = (message.flags & PRISM_MESSAGE_ROOM) != 0;
  const bool is_private = (message.flags & PRISM_MESSAGE_PRIVATE) != 0;
  event->flags(message.flags,
               PRISM_MESSAGE_ROOM | PRISM_MESSAGE_PRIVATE | PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON);
  if (in_room && is_private) {
    event->refuse(PRISM_ERR_ARGUMENT, "PRISM_MESSAGE_ROOM and PRISM_MESSAGE_PRIVATE exclude each other");
  } else if (in_room || is_private) {
    event->requiredResource("nickname", message.nickname, conversation_.mutable_nickname());
  } else if (message.nickname.size > 0) {
    // Spectrum would drop the nickname.
    event->refuse(PRISM_ERR_ARGUMENT, "nickname is set, but neither PRISM_MESSAGE_ROOM nor PRISM_MESSAGE_PRIVATE");
  }
  if (message.id.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "id is set, which has a meaning in requests only");
  }
  if (message.time != 0) {
    event->time(message.time, conversation_.mutable_timestamp());
  }
  event->attachments(message.attachments, message.attachments_count, [this] {
    pbnetwork::Attachment* sent = conversation_.add_attachment();
    return Event::AttachmentFields{sent->mutable_url(), sent->mutable_mimetype(), sent->mutable_description()};
  });
  if (message.xhtml.size > 0 && event->checkString("xhtml", message.xhtml)) {
    addMarkup(event, view(message.xhtml));
  }
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

void Guard::addMarkup(Event* event, std::string_view fragment) {
  Xhtml xhtml;
  if (fragment.size() > limits_.stanza) {
    return;  // too large for any stanza
  }
  if (const auto reason = readXhtml(fragment, &xhtml)) {
    event->complain(fmt::format("xhtml is left out: {}", *reason));
    return;
  }
  event->checkGrowth("xhtml", fragment.size(), xhtml.markup.size());
  if (!xhtml.markup.empty()) {
    conversation_.mutable_xhtml()->assign(xhtml.markup);
  }
  for (XhtmlImage& image : xhtml.images) {
    pbnetwork::Attachment* sent = conversation_.add_attachment();
    sent->set_url(std::move(image.url));
    sent->set_description(std::move(image.description));
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
  if (event.ok() && !event.isSmall() && escapedSize(its_id) > event.textRoom({view(user), name})) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("the id has {} bytes, which fit into no stanza", its_id.size()));
  }
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_CONV_MESSAGE_ACK,
                {{ConversationMessage::kUserNameFieldNumber, view(user)},
                 {ConversationMessage::kBuddyNameFieldNumber, name},
                 {ConversationMessage::kMessageFieldNumber, ""},  // a required field
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
    notifyName(view(user), name);
    std::string_view fitting = its_text;
    if (!event.isSmall()) {
      mended_text.assign(its_text);
      cutToFit(event.textRoom({view(user), name}), &mended_text);
      fitting = mended_text;
    }
    appendMessage(WrapperMessage::TYPE_ATTENTION, view(user), name, fitting, nullptr, &writerFor(session));
  }
  return event.result();
}

prism_result Guard::typing(prism_str user, prism_str buddy, prism_str nickname, std::uint32_t state) {
  Event event(*this, "typing");
  if (!beginBuddyEvent(&event, user, buddy, nickname)) {
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
