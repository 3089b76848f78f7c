// SPDX-License-Identifier: MIT
// The member functions of Guard for conversations: messages, attention and typing.
#include "host/chat/message_id.h"
#include "host/guard/guard_event.h"
#include "host/stanza/xhtml.h"

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using pbnetwork::WrapperMessage;

constexpr std::size_t kLongestThread = 255;  // bytes

// The bytes of a stanza that an attachment takes. Its URL is in the body, too.
std::size_t attachmentSize(const pbnetwork::Attachment& attachment) {
  constexpr std::size_t kElements = 256;
  return kElements + 3 * escapedSize(attachment.url()) + escapedSize(attachment.mimetype()) +
         escapedSize(attachment.description());
}

// A room that speaks itself has its own name as nickname: Spectrum drops a message in a room without one.
std::string nicknameOfRoom(std::string_view room) { return canBeResource(room) ? std::string(room) : "room"; }

void appendMessage(WrapperMessage::Type type, std::string_view user, std::string_view buddy, std::string_view text,
                   const ConversationMessage* rest, wire::FrameWriter* out) {
  out->append(type,
              {{ConversationMessage::kUserNameFieldNumber, user},
               {ConversationMessage::kBuddyNameFieldNumber, buddy},
               {ConversationMessage::kMessageFieldNumber, text}},
              rest);
}

}  // namespace

prism_result Guard::message(const prism_message* message, Origin origin) {
  const bool identified = message && message->struct_size >= sizeof *message &&
                          (message->reply_to || (message->id.size > 0 && sessions_.chat()));
  if (!identified) {
    return sendMessage(message, false);
  }
  return sessions_.chat() && sendPlain(*message, origin) ? PRISM_OK : sendIdentified(message, origin);
}

prism_result Guard::hostMessage(const prism_message* message) { return sendMessage(message, true); }

prism_result Guard::sendMessage(const prism_message* message, bool now) {
  Event event(*this, "message");
  Session* session = event.checkStruct(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string mended_text;
  const std::string_view buddy = event.borrowNode("buddy", message->buddy);
  std::string_view text = event.borrowText("text", message->text, &mended_text);
  event.content(message);
  if (event.ok()) {
    notifyName(view(message->user), buddy);
  }
  const std::uint64_t rest = (message->kind ^ PRISM_CONVERSATION_CONTACT) | message->flags | message->request |
                             message->nickname.size | message->xhtml.size | message->id.size |
                             static_cast<std::uint64_t>(message->time) | message->attachments_count |
                             message->thread.size | message->author_id.size;
  const bool has_rest = rest != 0;
  if (has_rest) {
    conversation_.Clear();
    addOptionalFields(&event, *message);
    event.joinedRoom(session, message->kind, message->user, message->buddy);
  }
  if (event.ok()) {
    ++traffic_.messages_to_users;
    const std::size_t once = text.size();
    if (has_rest && text.empty() && message->xhtml.size > 0 && !hasOtherContent(event, *message)) {
      text = "[a message whose mark-up cannot be passed on]";
    }
    wire::FrameWriter& out = now ? out_ : writerFor(session);
    if (event.isSmall(once) && (!has_rest || conversation_.attachment_size() == 0)) {
      appendMessage(WrapperMessage::TYPE_CONV_MESSAGE, view(message->user), buddy, text,
                    has_rest ? &conversation_ : nullptr, &out);
    } else {
      if (!has_rest) {
        conversation_.Clear();
      }
      appendInParts(&event, view(message->user), buddy, text, &out);
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

// Sends the text, in pieces if it is too large, and then each attachment. Clients lose a file whose message has another
// text than its address.
void Guard::appendInParts(Event* event, std::string_view user, std::string_view buddy, std::string_view text,
                          wire::FrameWriter* out) {
  const std::size_t room = event->textRoom({user, buddy, conversation_.nickname()});
  const auto send = [&](std::string_view body) {
    appendMessage(WrapperMessage::TYPE_CONV_MESSAGE, user, buddy, body, &conversation_, out);
  };
  google::protobuf::RepeatedPtrField<pbnetwork::Attachment> attachments;
  attachments.Swap(conversation_.mutable_attachment());
  if (escapedSize(text) + conversation_.xhtml().size() > room) {
    conversation_.clear_xhtml();  // the text says the same
  }
  if (text.empty() && conversation_.has_xhtml()) {
    send(text);
  } else if (attachments.size() != 1 || text != attachments[0].url()) {
    for (TextPieces pieces(text, room); pieces.next();) {
      send(pieces.piece());
    }
  }
  conversation_.clear_xhtml();
  for (pbnetwork::Attachment& attachment : attachments) {
    const std::size_t size = attachmentSize(attachment);
    if (size > room) {
      event->complain(fmt::format("an attachment is left out: its strings have {} bytes", size));
      continue;
    }
    conversation_.clear_attachment();
    conversation_.add_attachment()->Swap(&attachment);
    send(conversation_.attachment(0).url());
  }
}

void Guard::addOptionalFields(Event* event, const prism_message& message) {
  if ((message.flags & PRISM_MESSAGE_RECEIPT_WANTED) != 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "flags have PRISM_MESSAGE_RECEIPT_WANTED, which is for requests");
  }
  event->flags(message.flags, PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON);
  event->noRequest("request", message.request);
  event->conversation(message.kind, message.nickname);
  if (message.kind == PRISM_CONVERSATION_ROOM && message.nickname.size == 0) {
    conversation_.set_nickname(nicknameOfRoom(view(message.buddy)));
  } else if (message.kind != PRISM_CONVERSATION_CONTACT) {
    event->requiredResource("nickname", message.nickname, conversation_.mutable_nickname());
  }
  // Typed messages have no place for these.
  event->checkShort("id", message.id, kLongestNetworkId);
  event->checkShort("thread", message.thread, kLongestThread);
  event->checkShort("author_id", message.author_id, kLongestAuthorId);
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
  if (message.kind == PRISM_CONVERSATION_PRIVATE) {
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

prism_result Guard::attention(const prism_attention* attention) {
  Event event(*this, "attention");
  Session* session = event.checkStruct(attention) ? event.user(attention->user) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string own_name, mended_text;
  event.conversation(attention->kind, attention->nickname);
  event.noRequest("request", attention->request);
  const std::string_view name = event.borrowName(attention->buddy, attention->nickname, &own_name);
  const std::string_view its_text = event.borrowText("text", attention->text, &mended_text);
  if (event.ok()) {
    notifyName(view(attention->user), name);
    std::string_view fitting = its_text;
    if (!event.isSmall()) {
      mended_text.assign(its_text);
      cutToFit(event.textRoom({view(attention->user), name}), &mended_text);
      fitting = mended_text;
    }
    appendMessage(WrapperMessage::TYPE_ATTENTION, view(attention->user), name, fitting, nullptr, &writerFor(session));
  }
  return event.result();
}

prism_result Guard::typing(const prism_typing* typing) {
  Event event(*this, "typing");
  if (!event.checkStruct(typing) || !beginBuddyEvent(&event, typing->user, typing->buddy, typing->nickname)) {
    return event.result();
  }
  event.conversation(typing->kind, typing->nickname);
  WrapperMessage::Type type = WrapperMessage::TYPE_BUDDY_STOPPED_TYPING;
  switch (typing->state) {
    case PRISM_TYPING_ACTIVE:
      break;
    case PRISM_TYPING_COMPOSING:
      type = WrapperMessage::TYPE_BUDDY_TYPING;
      break;
    case PRISM_TYPING_PAUSED:
      type = WrapperMessage::TYPE_BUDDY_TYPED;
      break;
    default:
      event.refuse(PRISM_ERR_ARGUMENT, fmt::format("state {} does not exist", typing->state));
  }
  // For a room, Spectrum would show this in the private conversation with the participant.
  if (event.ok() && typing->kind != PRISM_CONVERSATION_ROOM) {
    out_.append(type, buddy_);
  }
  return event.result();
}

}  // namespace prism::host
