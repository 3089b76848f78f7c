// SPDX-License-Identifier: MIT
// The member functions of Guard for what happens to a message later: retractions, reactions, markers and receipts.
#include "host/guard/chat_event.h"
#include <prism/text.hpp>

#include <algorithm>

namespace prism::host {
namespace {

// Bytes of a message that a sentence about it repeats.
constexpr std::size_t kMostShown = 60;

// Returns the beginning of a text in quotation marks, on one line; empty if there is no text.
std::string shown(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  std::string line(utf8Prefix(text, kMostShown));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return fmt::format(": \"{}{}\"", line, line.size() < text.size() ? "..." : "");
}

std::string_view either(std::string_view preferred, std::string_view other) {
  return preferred.empty() ? other : preferred;
}

}  // namespace

prism_result Guard::retracted(const prism_chat_retraction* retraction) {
  Event event(*this, "chat.retracted");
  Session* session = event.checkStruct(retraction) ? event.user(retraction->user) : nullptr;
  if (!session) {
    return event.result();
  }
  const bool moderated = (retraction->flags & PRISM_CHAT_RETRACTION_MODERATED) != 0;
  const bool carbon = (retraction->flags & PRISM_CHAT_RETRACTION_CARBON) != 0;
  event.flags(retraction->flags, PRISM_CHAT_RETRACTION_MODERATED | PRISM_CHAT_RETRACTION_CARBON);
  if (moderated && carbon) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 "PRISM_CHAT_RETRACTION_MODERATED and PRISM_CHAT_RETRACTION_CARBON exclude each other");
  }
  if (moderated && retraction->kind != PRISM_CONVERSATION_ROOM) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 "PRISM_CHAT_RETRACTION_MODERATED is set, but the kind is not PRISM_CONVERSATION_ROOM");
  }
  ChatEvent::checkNames(&event, retraction->kind, retraction->buddy, retraction->nickname, !moderated);
  ChatReference target;
  std::string reason, author_id, sent_time;
  ChatEvent::readReference(&event, "target", retraction->kind, retraction->target, &target);
  event.noRequest("request", retraction->request);
  event.text("reason", retraction->reason, &reason);
  event.shortText("author_id", retraction->author_id, kLongestAuthorId, &author_id);
  event.joinedRoom(session, retraction->kind, retraction->user, retraction->buddy);
  if (event.ok() && retraction->time != 0) {
    event.time(retraction->time, &sent_time);
  }
  if (!event.ok()) {
    return event.result();
  }
  const std::string_view nickname = view(retraction->nickname);
  const auto kind = static_cast<ConversationKind>(retraction->kind);
  ChatEvent chat(*this, *session, view(retraction->user),
                 {kind, view(retraction->buddy), kind == ConversationKind::kPrivate ? nickname : std::string_view()},
                 moderated ? std::string_view() : nickname);
  if (!moderated) {
    chat.checkAuthor(&event, target, carbon);
  }
  const RememberedMessage* known = chat.find(&event, "target", target);
  if (!event.ok() || chat.isElsewhere()) {
    return event.result();
  }
  notifyName(view(retraction->user), view(retraction->buddy));
  const prism_time time = sent_time.empty() ? 0 : retraction->time;
  const auto target_id = chat.stanzaId(known, target, kind == ConversationKind::kRoom);
  bool raw = chat.route(true, carbon) == Route::kRaw && target_id;
  // All stanzas of the message go. Those behind the first one are known only while the host remembers the message.
  const std::size_t parts = raw && known ? 1 + std::size_t{known->facts().more_stanzas} : 1;
  const std::string moderator = moderated && !nickname.empty() ? chat.clientJid(nickname) : std::string();
  for (std::size_t part = 0; raw && part < parts; ++part) {
    std::string stanza;
    const std::string id = chat.newId(target.id);
    const std::string part_id = part == 0 ? *target_id : partIdOf(target.id, part);
    StanzaHead head = chat.head(id, {}, time);
    if (moderated) {
      raw = appendModerationStanza(head,
                                   {.target = part_id,
                                    .moderator = moderator,
                                    .moderator_name = nickname,
                                    .moderator_id = author_id,
                                    .reason = reason,
                                    .has_fallback = part == 0},
                                   chat.room(), &stanza);
    } else {
      head.occupant_id = author_id;
      raw = appendRetractionStanza(head, part_id, part == 0, chat.room(), &stanza);
    }
    if (raw) {
      chat.send(stanza);
    }
  }
  std::string sentence;
  if (!raw) {
    const std::string text = shown(chat.quotedText(known, target));
    sentence = moderated ? fmt::format("({} has removed a message{}{})", either(nickname, "A moderator"), text,
                                       reason.empty() ? "" : fmt::format(", because: {}", reason))
                         : fmt::format("(has retracted a message{})", text);
  }
  if (known) {
    chat.memory().retract(known, chat.now());
  }
  return raw ? PRISM_OK : chat.sendSentence(sentence, carbon ? PRISM_MESSAGE_CARBON : 0, time);
}

prism_result Guard::reacted(const prism_chat_reactions* reactions) {
  Event event(*this, "chat.reacted");
  Session* session = event.checkStruct(reactions) ? event.user(reactions->user) : nullptr;
  if (!session) {
    return event.result();
  }
  event.flags(reactions->flags, PRISM_CHAT_REACTIONS_CARBON);
  if (reactions->change < PRISM_CHAT_REACTIONS_SET || reactions->change > PRISM_CHAT_REACTIONS_REMOVED) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("change {} does not exist", reactions->change));
  }
  ChatEvent::checkNames(&event, reactions->kind, reactions->buddy, reactions->nickname, true);
  ChatReference target;
  std::string author_id;
  ChatEvent::readReference(&event, "target", reactions->kind, reactions->target, &target);
  event.noRequest("request", reactions->request);
  if (reactions->added_count > 0 || reactions->removed_count > 0) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("{}_count is not 0, but only requests have these: change tells how the reactions change",
                             reactions->added_count > 0 ? "added" : "removed"));
  }
  event.shortText("author_id", reactions->author_id, kLongestAuthorId, &author_id);
  event.checkArray("reactions", reactions->reactions, reactions->reactions_count, Reactions::kMostOfSender);
  std::vector<std::string> texts(event.ok() ? reactions->reactions_count : 0);
  ReactionSet given;
  for (std::uint64_t i = 0; event.ok() && i < reactions->reactions_count; ++i) {
    event.required("a reaction", reactions->reactions[i]);
    event.shortText("a reaction", reactions->reactions[i], Reactions::kLongest, &texts[i]);
    given.push_back(texts[i]);
  }
  event.joinedRoom(session, reactions->kind, reactions->user, reactions->buddy);
  if (!event.ok()) {
    return event.result();
  }
  const std::string_view nickname = view(reactions->nickname);
  const auto kind = static_cast<ConversationKind>(reactions->kind);
  const bool carbon = (reactions->flags & PRISM_CHAT_REACTIONS_CARBON) != 0;
  ChatEvent chat(*this, *session, view(reactions->user),
                 {kind, view(reactions->buddy), kind == ConversationKind::kPrivate ? nickname : std::string_view()},
                 nickname);
  if (!chat.hasCapabilities() || chat.isElsewhere()) {
    return PRISM_OK;
  }
  const RememberedMessage* known = chat.find(&event, "target", target);
  if (!event.ok()) {
    return event.result();
  }
  const std::string_view sender = carbon || chat.isOwnNickname()       ? std::string_view()
                                  : kind == ConversationKind::kContact ? view(reactions->buddy)
                                                                       : nickname;
  const ReactionSet before = known ? known->reactions().of(sender) : ReactionSet();
  const ReactionSet after =
      changedSet(before, static_cast<ReactionChange>(reactions->change), given, chat.mostReactions());
  if (haveSameReactions(before, after) && (known || reactions->change != PRISM_CHAT_REACTIONS_SET)) {
    if (known) {
      chat.memory().settleReactions(known, sender);
    }
    return PRISM_OK;
  }
  notifyName(view(reactions->user), view(reactions->buddy));
  const auto target_id = chat.stanzaId(known, target, kind == ConversationKind::kRoom);
  bool raw = chat.route(true, carbon) == Route::kRaw && target_id;
  if (raw) {
    std::string stanza;
    const std::string id = chat.newId(target.id);
    StanzaHead head = chat.head(id, {}, 0);
    head.occupant_id = author_id;
    raw = appendReactionStanza(head, *target_id, after, chat.room(), &stanza);
    if (raw) {
      chat.send(stanza);
    }
  }
  // Without a stanza, only the reactions to the user's own messages are told.
  const ReactionSet added = missingFrom(before, after);
  std::string sentence;
  if (!raw && !sender.empty() && !added.empty() && (known ? known->own() : target.own)) {
    sentence =
        fmt::format("(reacts with {} to your message{})", fmt::join(added, " "), shown(chat.quotedText(known, target)));
  }
  if (!raw && carbon) {
    event.debug("the reactions of the user are kept, and not sent: Spectrum makes carbons of texts only");
  }
  if (known) {
    chat.memory().react(known, sender, after, chat.now());
  }
  return sentence.empty() ? PRISM_OK : chat.sendSentence(sentence, 0, 0);
}

prism_result Guard::marked(const prism_chat_marker* marker) {
  Event event(*this, "chat.marked");
  Session* session = event.checkStruct(marker) ? event.user(marker->user) : nullptr;
  if (!session) {
    return event.result();
  }
  const bool carbon = (marker->flags & PRISM_CHAT_MARKER_CARBON) != 0;
  event.flags(marker->flags, PRISM_CHAT_MARKER_CARBON);
  ChatEvent::checkNames(&event, marker->kind, marker->buddy, marker->nickname, !carbon);
  ChatReference target;
  std::string sent_time;
  ChatEvent::readReference(&event, "target", marker->kind, marker->target, &target);
  if (event.ok() && marker->time != 0) {
    event.time(marker->time, &sent_time);
  }
  event.joinedRoom(session, marker->kind, marker->user, marker->buddy);
  if (!event.ok()) {
    return event.result();
  }
  const auto kind = static_cast<ConversationKind>(marker->kind);
  const Room* room = kind == ConversationKind::kRoom ? session->findRoom(view(marker->buddy)) : nullptr;
  const std::string_view nickname = carbon && room ? std::string_view(room->nickname) : view(marker->nickname);
  const prism_time time = sent_time.empty() ? 0 : marker->time;
  ChatEvent chat(*this, *session, view(marker->user),
                 {kind, view(marker->buddy), kind == ConversationKind::kPrivate ? nickname : std::string_view()},
                 nickname);
  if (chat.isElsewhere()) {
    return PRISM_OK;
  }
  const RememberedMessage* known = chat.find(&event, "target", target);
  if (!event.ok()) {
    return event.result();
  }
  if (carbon) {
    return markedElsewhere(&chat, known, target, time);
  }
  if (chat.isOwnNickname()) {
    return PRISM_OK;
  }
  if (kind == ConversationKind::kContact && known && !known->own()) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("the message {} is not the user's own, but the buddy's", inQuotes(target.id)));
    return event.result();
  }
  target.own = target.own || kind != ConversationKind::kRoom;
  const auto target_id = chat.stanzaId(known, target, kind == ConversationKind::kRoom);
  if (!target_id) {
    return PRISM_OK;
  }
  SentRequests& requests = session->sentRequests();
  if (SentRequests::Request* request = known ? requests.find(known->request()) : nullptr) {
    if (requests.advance(request, PRISM_RECEIPT_DISPLAYED, room ? nickname : std::string_view()) ==
        SentRequests::Step::kNothingNew) {
      event.debug(
          fmt::format("a receipt or a marker has told already that the message {} was read", inQuotes(target.id)));
      return PRISM_ERR_ENDED;
    }
    const std::string_view wanted = room ? std::string_view() : requests.takeStanzaId(request);
    if (!wanted.empty()) {
      const std::string participant = fmt::format("{}/{}", view(marker->buddy), nickname);
      acknowledge(view(marker->user), nickname.empty() ? view(marker->buddy) : participant, wanted);
    }
  }
  chat.sendDisplayed(*target_id, time);
  return PRISM_OK;
}

// The user has read the conversation in another client of the network. Spectrum makes carbons of texts only. In a room,
// clients take a marker of the user's own nickname for this.
prism_result Guard::markedElsewhere(ChatEvent* chat, const RememberedMessage* known, const ChatReference& target,
                                    prism_time time) {
  if (known) {
    chat->memory().noteRead(known);
  }
  const auto target_id = chat->stanzaId(known, target, true);
  if (chat->conversation().kind == ConversationKind::kRoom && target_id) {
    chat->sendDisplayed(*target_id, time);
  }
  return PRISM_OK;
}

}  // namespace prism::host
