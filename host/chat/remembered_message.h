// SPDX-License-Identifier: MIT
// A message that the host remembers, so that edits, replies, reactions and receipts can refer to it. The object and its
// strings are one block of secret memory: no core dump has them, and they are wiped when the block is released.
#pragma once

#include "host/chat/reactions.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace prism::host {

class ChatMemory;
class ConversationMemory;
class UserMemory;

// What is known of a message. Borrows its strings.
struct MessageFacts {
  std::string_view network_id = {};  // empty if the network has not told it yet
  std::uint64_t request = 0;         // the number of the request; only of the user's own messages, 0 if it had none
  std::string_view client_id = {};   // the id that the user's client gave; only of the user's own messages
  std::string_view author = {};      // in a room: the nickname
  std::string_view text = {};        // without the quote of another message
  bool own = false;                  // the user has written it
  bool is_cut = false;               // the text is only the beginning
  std::uint8_t more_stanzas = 0;     // that it was sent as, with ids from partIdOf()
};

class RememberedMessage {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::size_t kMostText = 200;  // bytes; enough for a quote

  struct Release {
    void operator()(RememberedMessage* message) const;
  };
  using Owner = std::unique_ptr<RememberedMessage, Release>;

  // The text is cut to kMostText.
  static Owner make(const MessageFacts& facts, Clock::time_point sent);

  // Makes this another message, at the same place of all lists. The facts must not be borrowed from this. Returns false
  // and changes nothing if the other message needs a block of another size.
  bool replaceBy(const MessageFacts& facts, Clock::time_point sent);

  RememberedMessage(const RememberedMessage&) = delete;
  RememberedMessage& operator=(const RememberedMessage&) = delete;

  // The facts, borrowed from this.
  MessageFacts facts() const;
  std::string_view networkId() const { return {bytes(), network_id_size_}; }
  std::string_view clientId() const { return {bytes() + network_id_size_, client_id_size_}; }
  std::uint64_t request() const { return request_; }
  bool own() const { return own_; }
  bool isRetracted() const { return state_.retracted; }
  bool hasFirstText() const { return !state_.edited && !state_.retracted; }
  Clock::time_point sent() const { return sent_; }
  const Reactions& reactions() const { return reactions_; }

  // The memory of this message, without what the allocator adds.
  std::size_t size() const { return blockSize() + reactions_.bytes(); }

 private:
  friend ChatMemory;
  friend ConversationMemory;
  friend UserMemory;
  template <auto>
  friend class MessageList;

  struct Links {
    RememberedMessage* previous = nullptr;
    RememberedMessage* next = nullptr;
  };

  // The changes of the message so far. One byte, so that replaceBy() clears it at once.
  struct State {
    bool marked : 1;     // the network has been told that the user has read up to this message
    bool edited : 1;     // the text is not the first one
    bool retracted : 1;  // it has no text, and requests of the user do not mean it any more
  };

  explicit RememberedMessage(std::size_t strings) : strings_size_(static_cast<std::uint32_t>(strings)) {}
  ~RememberedMessage() = default;

  // Few sizes, so that a new message often fits into the block of the one that it replaces.
  static std::size_t blockSize(std::size_t strings) {
    constexpr std::size_t kStep = 64;
    return (sizeof(RememberedMessage) + strings + kStep - 1) / kStep * kStep;
  }

  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  const char* bytes() const { return reinterpret_cast<const char*>(this + 1); }
  std::size_t blockSize() const { return blockSize(strings_size_); }

  Links in_conversation_;
  Links in_user_;
  Links in_all_;
  ConversationMemory* conversation_ = nullptr;
  Clock::time_point sent_;
  Clock::time_point used_;  // the last use, which makes it the newest of the user and of all
  Reactions reactions_;
  std::uint64_t request_ = 0;
  std::uint32_t network_id_size_ = 0;
  std::uint32_t client_id_size_ = 0;
  std::uint32_t author_size_ = 0;
  std::uint32_t strings_size_ = 0;  // of these and the text
  bool own_ = false;
  bool is_cut_ = false;
  std::uint8_t more_stanzas_ = 0;
  State state_{};
};

// A list of messages that owns none of them. kLinks is the member of RememberedMessage that holds this list together.
template <auto kLinks>
class MessageList {
 public:
  RememberedMessage* oldest() const { return oldest_; }
  RememberedMessage* newest() const { return newest_; }
  static RememberedMessage* before(const RememberedMessage* message) { return (message->*kLinks).previous; }

  void append(RememberedMessage* message) { insertBefore(nullptr, message); }

  void moveToEnd(RememberedMessage* message) {
    if (message != newest_) {
      remove(message);
      append(message);
    }
  }

  // nullptr: at the end.
  void insertBefore(RememberedMessage* next, RememberedMessage* message) {
    RememberedMessage* previous = next ? (next->*kLinks).previous : newest_;
    message->*kLinks = {previous, next};
    (previous ? (previous->*kLinks).next : oldest_) = message;
    (next ? (next->*kLinks).previous : newest_) = message;
  }

  void remove(RememberedMessage* message) {
    const auto [previous, next] = message->*kLinks;
    (previous ? (previous->*kLinks).next : oldest_) = next;
    (next ? (next->*kLinks).previous : newest_) = previous;
    message->*kLinks = {};
  }

 private:
  RememberedMessage* oldest_ = nullptr;
  RememberedMessage* newest_ = nullptr;
};

}  // namespace prism::host
