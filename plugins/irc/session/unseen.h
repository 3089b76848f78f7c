// SPDX-License-Identifier: MIT
// Messages of a channel that a bouncer has entered, and the user not yet: the bouncer does not send them again.
#pragma once

#include "session/chat_message.h"
#include "session/limits.h"
#include "session/memory.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace irc {

class Unseen {
 public:
  explicit Unseen(SessionMemory& memory) : charge_(memory) {}

  // Keeps a message. At a limit the oldest one is dropped; without memory, this one.
  void add(ChatRecord message) {
    if (messages_.size() >= kMostUnseen) {
      charge_.shrink(sizeOf(messages_.front()));
      messages_.erase(messages_.begin());
      ++dropped_;
    }
    if (charge_.grow(sizeOf(message))) {
      messages_.push_back(std::move(message));
    } else {
      ++dropped_;
    }
  }

  // Return the messages, and the number of those that were dropped, since the last call.
  std::vector<ChatRecord> take() {
    charge_.resize(0);
    return std::exchange(messages_, {});
  }
  std::size_t takeDropped() { return std::exchange(dropped_, 0); }

 private:
  static std::size_t sizeOf(const ChatRecord& message) {
    return sizeof(ChatRecord) + heapSize(message.nick.size()) + heapSize(message.text.size()) +
           heapSize(message.id.size()) + heapSize(message.reply_to.size()) + heapSize(message.account.size());
  }

  Charge charge_;
  std::vector<ChatRecord> messages_;
  std::size_t dropped_ = 0;
};

}  // namespace irc
