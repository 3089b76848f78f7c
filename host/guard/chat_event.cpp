// SPDX-License-Identifier: MIT
#include "host/guard/chat_event.h"

namespace prism::host {

ConversationName Guard::ChatEvent::nameOf(const prism_message& message) {
  const auto kind = static_cast<ConversationKind>(message.kind);
  const bool is_private = kind == ConversationKind::kPrivate;
  return {kind, view(message.buddy), is_private ? view(message.nickname) : std::string_view()};
}

void Guard::ChatEvent::readReference(Event* event, const char* argument, std::uint32_t kind,
                                     const prism_reference* handed_in, ChatReference* reference) {
  if (!handed_in) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is NULL", argument));
    return;
  }
  if (!event->checkStruct(handed_in)) {
    return;
  }
  event->flags(handed_in->flags, PRISM_REFERENCE_OWN);
  event->noRequest(fmt::format("{}.request", argument), handed_in->request);
  if (kind == PRISM_CONVERSATION_CONTACT && handed_in->nickname.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}.nickname is set, but the kind is PRISM_CONVERSATION_CONTACT", argument));
  }
  event->required("the id of the reference", handed_in->id);
  event->checkString("the id of the reference", handed_in->id);
  checkId(event, handed_in->id);
  event->checkString("the nickname of the reference", handed_in->nickname);
  event->text("the text of the reference", handed_in->text, &reference->text);
  reference->id = view(handed_in->id);
  reference->nickname = view(handed_in->nickname);
  reference->own = (handed_in->flags & PRISM_REFERENCE_OWN) != 0;
}

void Guard::ChatEvent::checkId(Event* event, prism_str id) {
  if (id.size > kLongestNetworkId) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("an id has {} bytes, at most {} are allowed", id.size, kLongestNetworkId));
  }
}

void Guard::ChatEvent::checkNames(Event* event, std::uint32_t kind, prism_str buddy, prism_str nickname, bool author) {
  event->conversation(kind, nickname);
  event->borrowNode("buddy", buddy);
  std::string resource;
  event->resource("nickname", nickname, &resource);
  if (kind == PRISM_CONVERSATION_ROOM && author) {
    event->required("nickname", nickname);
  }
}

const RememberedMessage* Guard::ChatEvent::find(Event* event, const char* argument, const ChatReference& reference) {
  const RememberedMessage* message = memory().findByNetworkId(conversation_, reference.id);
  if (message && reference.own && !message->own()) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}.flags have PRISM_REFERENCE_OWN, but the message {} is not the user's own", argument,
                              inQuotes(reference.id)));
  }
  return message;
}

// The user's own message may come back: from a room, as a carbon, or because it was sent to the user itself.
void Guard::ChatEvent::checkIsNew(Event* event, std::string_view id) {
  const SessionChat* chat = session_.findChat();
  const RememberedMessage* known = chat ? chat->memory.findByNetworkId(conversation_, id) : nullptr;
  if (known && !known->own()) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("id is {}, which another message of the conversation has", inQuotes(id)));
  }
}

void Guard::ChatEvent::checkAuthor(Event* event, const ChatReference& target, bool carbon) const {
  const SessionChat* chat = session_.findChat();
  const RememberedMessage* message = chat ? chat->memory.findByNetworkId(conversation_, target.id) : nullptr;
  const bool acts = carbon || isOwnNickname();
  if (event->ok() && message && message->own() != acts) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  message->own() ? fmt::format("the message {} is the user's own, but another one acts as its author",
                                               inQuotes(target.id))
                                 : fmt::format("the message {} is not the user's own, but the user acts as its author",
                                               inQuotes(target.id)));
  }
}

std::optional<std::string> Guard::ChatEvent::stanzaId(const RememberedMessage* message, const ChatReference& reference,
                                                      bool for_all) const {
  const bool own = message ? message->own() : reference.own;
  if (own && !for_all) {
    if (message && !message->clientId().empty()) {
      return isPlainId(message->clientId()) ? std::optional(std::string(message->clientId())) : std::nullopt;
    }
    if (conversation_.kind != ConversationKind::kRoom) {
      return std::nullopt;
    }
  }
  return stanzaIdOf(reference.id);
}

void Guard::ChatEvent::readReply(const RememberedMessage* target, const ChatReference& reference, std::string* id,
                                 std::string* author) const {
  const bool in_room = conversation_.kind == ConversationKind::kRoom;
  if (const auto known = stanzaId(target, reference, in_room)) {
    const bool to_user = target ? target->own() : reference.own;
    const std::string_view nickname = target ? target->facts().author : reference.nickname;
    *id = *known;
    *author = to_user && !in_room ? std::string(user_) : clientJid(nickname);
  }
}

StanzaHead Guard::ChatEvent::head(std::string_view id, std::string_view network_id, prism_time time) {
  from_ = rawSender(conversation_, nickname_);
  StanzaHead head{.kind = conversation_.kind, .from = from_, .to = user_, .id = id, .time = time};
  if (conversation_.kind == ConversationKind::kRoom) {
    room_jid_ = clientSender(conversation_, guard_.jids_);
    stanza_id_ = network_id.empty() ? std::string() : stanzaIdOf(network_id);
    head.room_jid = room_jid_;
    head.stanza_id = stanza_id_;
  }
  return head;
}

void Guard::ChatEvent::sendDisplayed(std::string_view target_id, prism_time time) {
  std::string stanza;
  const std::string id = newId(target_id);
  if (canMark() && appendDisplayedStanza(head(id, {}, time), target_id, room(), &stanza)) {
    send(stanza);
  }
}

prism_result Guard::ChatEvent::sendSentence(const std::string& text, std::uint32_t flags, prism_time time) {
  prism_message message{};
  message.struct_size = sizeof message;
  message.user = {user_.data(), user_.size()};
  message.buddy = {conversation_.name.data(), conversation_.name.size()};
  message.text = borrowed(text);
  message.time = time;
  message.flags = flags;
  message.kind = static_cast<std::uint32_t>(conversation_.kind);
  if (conversation_.kind != ConversationKind::kContact) {
    message.nickname = {nickname_.data(), nickname_.size()};
  }
  return guard_.sendMessage(&message, false);
}

}  // namespace prism::host
