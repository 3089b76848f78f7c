// SPDX-License-Identifier: MIT
// The bound of what the host remembers of all users' messages together.
//
// Each message is in three lists: that of its conversation, in the order of the messages, and those of its user and of
// all users, in the order of the last use. The least recently used ones are forgotten first.
#pragma once

#include "host/chat/remembered_message.h"

#include <chrono>
#include <cstddef>
#include <set>

namespace prism::host {

class UserMemory;

class ChatMemory {
 public:
  using Clock = RememberedMessage::Clock;

  struct Limits {
    std::size_t bytes = std::size_t{64} * 1024 * 1024;  // of all users
    std::size_t user_bytes = std::size_t{64} * 1024;    // of one user; at least kLeastOfUser
    std::size_t conversation_messages = 64;             // of one conversation
    std::chrono::seconds age = std::chrono::hours(24);  // since the last use
    // How long a request of the user can be taken back. It has a copy of the text that it has replaced.
    std::chrono::seconds change_age = std::chrono::minutes(10);
  };

  // The largest message with its reactions fits.
  static constexpr std::size_t kLeastOfUser = 16 * 1024;

  explicit ChatMemory(const Limits& limits) : limits_(limits) {}
  ChatMemory(const ChatMemory&) = delete;
  ChatMemory& operator=(const ChatMemory&) = delete;

  // Forgets messages that have not been used for too long, and what older requests of the users have replaced.
  void expire(Clock::time_point now);

  // The memory of all messages and conversations, without what the allocator adds.
  std::size_t bytes() const { return bytes_; }

 private:
  friend UserMemory;

  const Limits limits_;
  MessageList<&RememberedMessage::in_all_> all_;
  std::set<UserMemory*> users_;
  std::size_t bytes_ = 0;
};

}  // namespace prism::host
