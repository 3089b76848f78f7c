// SPDX-License-Identifier: MIT
// The ids of a user's last messages, by which receipts are checked. Only hashes are kept.
#pragma once

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
      newest_ = messages_.size() - 1;
    } else {
      newest_ = (newest_ + 1) % kMost;
      messages_[newest_] = message;
      forgotten_ = true;
    }
  }

  enum class Receipt : unsigned char {
    kUnknown,  // the user has sent no message with this id
    kWanted,
    kDone,
  };

  // Returns whether a message with this id needs a receipt, which is then taken as sent. After the first forgotten
  // message, each unknown id is taken for that of one. Looks at the newest messages first, since receipts come soon. A
  // client may repeat an id.
  Receipt takeReceipt(std::string_view id) {
    const std::size_t hash = std::hash<std::string_view>()(id);
    bool known = false;
    std::size_t place = newest_;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
      Message& message = messages_[place];
      if (message.hash == hash) {
        if (std::exchange(message.receipt_wanted, false)) {
          return Receipt::kWanted;
        }
        known = true;
      }
      place = (place == 0 ? messages_.size() : place) - 1;
    }
    return known ? Receipt::kDone : forgotten_ ? Receipt::kWanted : Receipt::kUnknown;
  }

 private:
  struct Message {
    std::size_t hash;
    bool receipt_wanted;
  };

  std::vector<Message> messages_;
  std::size_t newest_ = 0;
  bool forgotten_ = false;
};

}  // namespace prism::host
