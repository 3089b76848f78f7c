// SPDX-License-Identifier: MIT
// What the Guard's functions for prism/chat.h share. Included only by chat_messages.cpp and chat_events.cpp.
#pragma once

#include "host/chat/chat_stanza.h"
#include "host/chat/message_id.h"
#include "host/chat/quote.h"
#include "host/guard/guard_event.h"

#include <optional>
#include <vector>

namespace prism::host {

// A message that an event refers to. The text is valid in XML.
struct Guard::ChatReference {
  std::string_view id;
  std::string_view nickname;
  std::string text;
  bool own = false;
};

// One conversation of a user, and how its messages get there.
class Guard::ChatEvent {
 public:
  using Clock = UserMemory::Clock;

  // `nickname`: in a room the participant who acts, empty for the room itself; in a private conversation the
  // participant. All strings are borrowed. The conversation need not be valid yet.
  ChatEvent(Guard& guard, Session& session, std::string_view user, const ConversationName& conversation,
            std::string_view nickname)
      : guard_(guard),
        session_(session),
        user_(user),
        conversation_(conversation),
        nickname_(nickname),
        chat_(*guard.sessions_.chat()),
        capabilities_(session.chatCapabilities(chat_, conversation)) {}

  static ConversationName nameOf(const prism_message& message);

  // Reads a reference. Refuses the event if it is NULL or has no id.
  static void readReference(Event* event, const char* argument, std::uint32_t kind, const prism_reference* handed_in,
                            ChatReference* reference);

  // Refuses an id of the network that is too long.
  static void checkId(Event* event, prism_str id);

  // Checks the kind and the names of an event. `author` in a room: the nickname may be empty if it is false.
  static void checkNames(Event* event, std::uint32_t kind, prism_str buddy, prism_str nickname, bool author);

  // Refuses a message whose id the host remembers, unless that is the user's own.
  void checkIsNew(Event* event, std::string_view id);

  // Refuses an event of the user about another's message, and the other way round. `carbon`: the user has acted in
  // another client.
  void checkAuthor(Event* event, const ChatReference& target, bool carbon) const;

  bool can(std::uint32_t flag) const { return capabilities_ && capabilities_->can(flag); }
  bool hasCapabilities() const { return capabilities_ && capabilities_->flags != 0; }
  const ConversationName& conversation() const { return conversation_; }
  std::string_view nickname() const { return nickname_; }
  Session& session() { return session_; }

  // Returns true if the conversation is in a room that the user has not joined: nobody would see the event.
  bool isElsewhere() const {
    return conversation_.kind != ConversationKind::kContact && !session_.findRoom(conversation_.name);
  }

  // Returns true if the one who acts is the user.
  bool isOwnNickname() const {
    const Room* room = conversation_.kind == ConversationKind::kRoom ? session_.findRoom(conversation_.name) : nullptr;
    return room && !nickname_.empty() && room->nickname == nickname_;
  }

  Route route(bool has_id, bool carbon = false, bool headline = false) const {
    return routeOf({.mode = chat_.mode,
                    .capabilities = capabilities_ ? capabilities_->flags : 0,
                    .conversation = conversation_,
                    .nickname = nickname_,
                    .has_id = has_id,
                    .carbon = carbon,
                    .headline = headline},
                   guard_.jids_);
  }
  bool canMark() const { return can(PRISM_CHAT_CAN_MARK) && route(true) == Route::kRaw; }
  bool canDeliver() const { return can(PRISM_CHAT_CAN_DELIVER) && route(true) == Route::kRaw; }

  UserMemory& memory() { return session_.chat(chat_).memory; }
  // Refuses the event if the reference calls another's message the user's own.
  const RememberedMessage* find(Event* event, const char* argument, const ChatReference& reference);
  Clock::time_point now() const { return now_; }
  std::size_t mostReactions() const {
    return capabilities_ ? capabilities_->mostReactions() : Reactions::kMostOfSender;
  }

  // Returns the id in stanzas for a message. Returns nullopt if the user's client has a message by an id of its own
  // that the host does not know, or that Spectrum cannot carry. `for_all`: as all in a room know it.
  std::optional<std::string> stanzaId(const RememberedMessage* message, const ChatReference& reference,
                                      bool for_all) const;

  // Writes the id and the author of a message that another one answers, as clients know them. Writes neither if the
  // client has the message by an id that the host does not know.
  void readReply(const RememberedMessage* target, const ChatReference& reference, std::string* id,
                 std::string* author) const;

  // Returns an id that no other stanza has, for a stanza about the message `target` of the network.
  std::string newId(std::string_view target) {
    return stanzaIdOf(fmt::format("{}\n{}", ++guard_.chat_stanzas_, target));  // not plain, so it is hashed
  }

  // The head of a stanza with the sender of this event. `id` must be plain, `network_id` may be empty.
  StanzaHead head(std::string_view id, std::string_view network_id, prism_time time);

  // A JID as clients know it, of a participant or of the buddy.
  std::string clientJid(std::string_view nickname) const { return clientSender(conversation_, guard_.jids_, nickname); }
  std::size_t room() const { return guard_.stanza_room_; }

  void send(std::string_view stanza) {
    guard_.writerFor(&session_).append(pbnetwork::WrapperMessage::TYPE_RAW_XML, stanza);
  }

  // Sends a marker of the one who acts, if the conversation can have markers.
  void sendDisplayed(std::string_view target_id, prism_time time);

  // Sends a text of the host about an event as a typed message of the one who acts.
  prism_result sendSentence(const std::string& text, std::uint32_t flags, prism_time time);

  std::string_view quotedText(const RememberedMessage* message, const ChatReference& reference) const {
    return !reference.text.empty() || !message ? std::string_view(reference.text) : message->facts().text;
  }

 private:
  Guard& guard_;
  Session& session_;
  const std::string_view user_;
  const ConversationName conversation_;
  const std::string_view nickname_;
  ChatState& chat_;
  const ChatCapabilities* const capabilities_;
  const Clock::time_point now_ = Clock::now();

  // What the head of a stanza borrows.
  std::string from_;
  std::string room_jid_;
  std::string stanza_id_;
};

}  // namespace prism::host
