// SPDX-License-Identifier: MIT
// The ids of a user's last messages, by which receipts are checked. Only hashes are kept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

class SentMessages {
 public:
  // More are forgotten, the oldest first.
  static constexpr std::size_t kMost = 128;

  // The user has sent a message with this id, and wants a receipt, or does not.
  void add(std::string_view id, bool receipt_wanted = true) {
    const Message message{std::hash<std::string_view>()(id), receipt_wanted};
    if (messages_.size() < kMost) {
      messages_.reserve(kMost);
      messages_.push_back(message);
    } else {
      messages_[next_] = message;
      next_ = (next_ + 1) % kMost;
      forgotten_ = true;
    }
  }

  // Returns true if the user may have sent a message with this id. After the first forgotten message, that is true for
  // each id.
  bool has(std::string_view id) const {
    const std::size_t hash = std::hash<std::string_view>()(id);
    return forgotten_ || std::any_of(messages_.begin(), messages_.end(),
                                     [hash](const Message& message) { return message.hash == hash; });
  }

  // Returns true if a message with this id needs a receipt, which is then taken as sent. A client may repeat an id.
  bool takeReceipt(std::string_view id) {
    const std::size_t hash = std::hash<std::string_view>()(id);
    bool known = false;
    for (Message& message : messages_) {
      if (message.hash == hash) {
        known = true;
        if (std::exchange(message.receipt_wanted, false)) {
          return true;
        }
      }
    }
    return !known && forgotten_;
  }

 private:
  struct Message {
    std::size_t hash;
    bool receipt_wanted;
  };

  std::vector<Message> messages_;
  std::size_t next_ = 0;  // the oldest message, once the vector is full
  bool forgotten_ = false;
};

}  // namespace prism::host
