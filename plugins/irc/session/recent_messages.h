// SPDX-License-Identifier: MIT
// The last messages that have an id: whose they are, for redactions and replies, and of when, for read markers. The
// host keeps the texts.
#pragma once

#include "protocol/isupport.h"
#include "session/limits.h"
#include "session/memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace irc {

struct RecentMessage {
  std::string conversation;  // the folded name of the channel, or of the other person
  std::string id;
  std::string author;
  bool own = false;
  std::int64_t time = 0;       // ms, of the server; 0: unknown
  std::string reacts_to = {};  // a reaction: the id of its message
  std::string reaction = {};
  std::string part_of = {};  // a further line of a message of the user: the id of the first one
};

class RecentMessages {
 public:
  explicit RecentMessages(SessionMemory& memory) : charge_(memory) {}

  // Remembers a message that has an id. At a limit the oldest one is forgotten; without memory, this one.
  void add(RecentMessage message) {
    if (message.id.empty() || message.conversation.size() > kMostName || message.author.size() > kMostName) {
      return;
    }
    if (messages_.size() >= kMostRecentMessages) {
      charge_.shrink(sizeOf(messages_.front()));
      messages_.pop_front();
    }
    if (charge_.grow(sizeOf(message))) {
      messages_.push_back(std::move(message));
    }
  }

  // Returns nullptr if there is no such message; of several, the last one. The result is valid until the next call that
  // is not const.
  const RecentMessage* find(std::string_view id) const {
    const auto place = std::find_if(messages_.rbegin(), messages_.rend(),
                                    [&](const RecentMessage& message) { return message.id == id; });
    return place == messages_.rend() ? nullptr : &*place;
  }

  bool has(std::string_view conversation, std::string_view id) const {
    return std::any_of(messages_.begin(), messages_.end(), [&](const RecentMessage& message) {
      return message.id == id && message.conversation == conversation;
    });
  }

  // Returns the last message of others in a conversation until this time; nullptr if there is none.
  const RecentMessage* lastUntil(std::string_view conversation, std::int64_t time) const {
    const auto place = std::find_if(messages_.rbegin(), messages_.rend(), [&](const RecentMessage& message) {
      return message.conversation == conversation && !message.own && message.reaction.empty() && message.time != 0 &&
             message.time <= time;
    });
    return place == messages_.rend() ? nullptr : &*place;
  }

  // The ids of the further lines of a message.
  std::vector<std::string> partsOf(std::string_view id) const {
    std::vector<std::string> parts;
    for (const RecentMessage& message : messages_) {
      if (!message.part_of.empty() && message.part_of == id) {
        parts.push_back(message.id);
      }
    }
    return parts;
  }

  // Somebody has another nickname.
  void rename(const Isupport& isupport, std::string_view from, std::string_view to) {
    const std::string folded = isupport.fold(from);
    for (RecentMessage& message : messages_) {
      const bool is_author = isupport.same(message.author, from);
      if (!is_author && message.conversation != folded) {
        continue;
      }
      charge_.shrink(sizeOf(message));
      if (is_author) {
        message.author = to;
      }
      if (message.conversation == folded) {
        message.conversation = isupport.fold(to);
      }
      if (!charge_.grow(sizeOf(message))) {
        messages_.clear();
        charge_.resize(0);
        return;
      }
    }
  }

  void clear() {
    messages_.clear();
    charge_.resize(0);
  }
  std::size_t size() const { return messages_.size(); }

 private:
  static std::size_t sizeOf(const RecentMessage& message) {
    return sizeof(RecentMessage) + heapSize(message.conversation.size()) + heapSize(message.id.size()) +
           heapSize(message.author.size()) + heapSize(message.reacts_to.size()) + heapSize(message.reaction.size()) +
           heapSize(message.part_of.size());
  }

  Charge charge_;
  std::list<RecentMessage> messages_;  // in the order in which they came
};

}  // namespace irc
