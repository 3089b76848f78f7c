// SPDX-License-Identifier: MIT
// What the host remembers of one user's conversations. It belongs to the user's session, so that one user's messages
// can never be found for another one, and that all of it is wiped when the session ends.
#pragma once

#include "host/chat/chat_memory.h"
#include "host/chat/conversation_name.h"
#include "host/chat/remembered_message.h"
#include "host/chat/requested_changes.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace prism::host {

// One conversation. Only UserMemory uses it.
class ConversationMemory {
 private:
  friend ChatMemory;
  friend UserMemory;

  UserMemory* user_ = nullptr;
  const std::string* key_ = nullptr;  // in UserMemory::conversations_, which owns this
  MessageList<&RememberedMessage::in_conversation_> messages_;
  std::size_t count_ = 0;
};

// Pointers to messages are valid until the next call that is not const, of this or of another user's memory.
class UserMemory {
 public:
  using Clock = RememberedMessage::Clock;

  // `all` must outlive this.
  explicit UserMemory(ChatMemory& all) : all_(all) { all_.users_.insert(this); }
  ~UserMemory();
  UserMemory(const UserMemory&) = delete;
  UserMemory& operator=(const UserMemory&) = delete;

  // Remembers a message, as the last one of its conversation. A message with no id is not remembered. If the
  // user's own message is known already by its network_id, as when a room echoes it, the two become one in the place of
  // the old one: the facts that are given replace the old ones. For messages of others, that search would take too long
  // each time: of two with the same id, the newer one is found.
  void remember(const ConversationName& conversation, const MessageFacts& facts, Clock::time_point now);

  // The network has told its id of a message of the user. Returns false if the message is not known, or if its id is
  // known already.
  bool accept(const ConversationName& conversation, std::uint64_t request, std::string_view network_id,
              Clock::time_point now);

  // These three change a message. `request` is that of the user who wants the change, so that takeBack() can undo it; 0
  // if the network has told the change.

  // The message has a new text.
  void edit(const RememberedMessage* message, std::string_view text, Clock::time_point now, std::uint64_t request = 0);

  // The message has been retracted: its text and its reactions are forgotten. With `request`, that is when the request
  // cannot be taken back any more.
  void retract(const RememberedMessage* message, Clock::time_point now, std::uint64_t request = 0);

  // Replaces the reactions of a sender to a message; the empty name is the user. `set` must be within the limits.
  void react(const RememberedMessage* message, std::string_view sender, const ReactionSet& set, Clock::time_point now,
             std::uint64_t request = 0);

  // The network has told the reactions of a sender, which are those that the message has: takeBack() leaves them so.
  void settleReactions(const RememberedMessage* message, std::string_view sender);

  // The network has refused a request of the user. Undoes its change, as far as neither the network nor a later request
  // has changed the same since, and not after Limits::change_age. Forgets the message if the request was one that the
  // network has not taken.
  void takeBack(const ConversationName& conversation, std::uint64_t request, Clock::time_point now);

  // The network has accepted a request.
  void settle(std::uint64_t request) {
    if (has_changes_) {
      settleChange(request);
    }
  }

  // The user has read all of a conversation. Returns the last message of others if it has a network_id, and was not
  // returned before: nothing before it will be returned either. Otherwise returns nullptr.
  const RememberedMessage* takeUnread(const ConversationName& conversation);

  // The user has read up to this message elsewhere: takeUnread() returns neither it nor a message before it.
  void noteRead(const RememberedMessage* message);

  // Each returns nullptr if there is no such message.
  const RememberedMessage* findByNetworkId(const ConversationName& conversation, std::string_view network_id) const;
  // A message of the user.
  const RememberedMessage* findByRequest(const ConversationName& conversation, std::uint64_t request) const;
  // By the id of a stanza: the one that the user's client gave, or the one that the host has sent.
  const RememberedMessage* findByStanzaId(const ConversationName& conversation, std::string_view stanza_id) const;
  // The last message of others or, with `own`, of the user. The next two find none that has been retracted.
  const RememberedMessage* findLast(const ConversationName& conversation, bool own) const;
  // The last message that begins with this text, which a client has quoted. A text must be quoted whole, but for what
  // the host does not remember of it.
  const RememberedMessage* findQuoted(const ConversationName& conversation, std::string_view quoted) const;

  // Forgets a conversation, as when the user leaves a room, or all of them.
  void forget(const ConversationName& conversation);
  void forgetAll();

  std::size_t bytes() const { return bytes_; }
  std::size_t conversations() const { return conversations_.size(); }

 private:
  friend ChatMemory;

  // What a conversation takes beside its messages: an entry of the map, and its key.
  static std::size_t sizeOf(std::string_view key) { return sizeof(ConversationMemory) + 64 + key.size(); }

  // Returns true if open() has found this conversation last. Only then its key need not be written again.
  bool isLast(const ConversationName& conversation) const {
    return last_ && conversation.kind == last_kind_ && conversation.name == last_name_;
  }
  const ConversationMemory* find(const ConversationName& conversation) const;
  ConversationMemory& findOrOpen(const ConversationName& conversation) {
    return isLast(conversation) ? *last_ : open(conversation);
  }
  ConversationMemory& open(const ConversationName& conversation);

  // Returns the newest message for which `fits` is true.
  template <typename Fits>
  static RememberedMessage* search(const ConversationMemory* conversation, const Fits& fits);

  // `next`: the message that is to follow it in the conversation; nullptr: it is the last one.
  RememberedMessage* add(ConversationMemory* conversation, RememberedMessage::Owner message, RememberedMessage* next);
  // Puts a message with these facts into the place of another one, with its reactions, and returns it. The facts may be
  // borrowed from the old message.
  RememberedMessage* replace(RememberedMessage* old, const MessageFacts& facts, Clock::time_point now);

  // Takes a message out of all lists. The conversation stays, even if it is empty.
  RememberedMessage::Owner take(RememberedMessage* message);
  // Forgets a message, and its conversation if it was the only one there.
  void drop(RememberedMessage* message);

  // Makes a message the most recently used one.
  void use(RememberedMessage* message, Clock::time_point now);
  void moveToEnd(RememberedMessage* message) {
    messages_.moveToEnd(message);
    all_.all_.moveToEnd(message);
  }

  // Keeps what the request is about to change. With 0, the parts of earlier requests are final.
  void noteChange(const RememberedMessage& message, std::uint8_t parts, std::uint64_t request, Clock::time_point now);
  void settleChange(std::uint64_t request);
  // Forgets what requests have changed of a message.
  void forgetChanges(const RememberedMessage& message);
  // Forgets what requests have changed that are too old to be taken back.
  void expireChanges(Clock::time_point now);
  // Calls a function that changes changes_, and counts their bytes.
  template <typename Change>
  void changeRequested(const Change& change) {
    discount(changes_.bytes());
    has_changes_ = true;
    change();
    count(changes_.bytes());
    has_changes_ = !changes_.empty();
  }

  // Forgets what is beyond the limits. A message that has just been used stays.
  void limit();

  void count(std::size_t bytes) {
    bytes_ += bytes;
    all_.bytes_ += bytes;
  }
  void discount(std::size_t bytes) {
    bytes_ -= bytes;
    all_.bytes_ -= bytes;
  }

  ChatMemory& all_;
  std::map<std::string, ConversationMemory, std::less<>> conversations_;  // none is empty between two calls
  MessageList<&RememberedMessage::in_user_> messages_;
  RequestedChanges changes_;
  bool has_changes_ = false;  // changes_ is not empty; remember() reads it for each message
  std::size_t bytes_ = 0;
  ConversationMemory* last_ = nullptr;  // never a private conversation
  ConversationKind last_kind_{};
  std::string last_name_;
  mutable std::string key_;  // of the last conversation that was searched for; reused, so that it is not allocated
};

}  // namespace prism::host
