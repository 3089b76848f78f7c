// SPDX-License-Identifier: MIT
// Messages as they were before the user's last edits, retractions and reactions. The network may refuse such a request,
// and the host then takes its change back. All of it is in secret memory, as the messages are.
#pragma once

#include "host/chat/reactions.h"
#include "host/chat/remembered_message.h"
#include "proto/secret_memory.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// The parts of a message that one request has changed, as they were before.
struct RequestedChange {
  using Clock = RememberedMessage::Clock;

  static constexpr std::uint8_t kText = 1;
  static constexpr std::uint8_t kOwnReactions = 2;
  static constexpr std::uint8_t kOtherReactions = 4;
  static constexpr std::uint8_t kRetracted = 8;
  static constexpr std::uint8_t kAll = kText | kOwnReactions | kOtherReactions | kRetracted;

  std::uint64_t request = 0;
  std::uint8_t parts = 0;
  Clock::time_point requested;

  // The message. The network's id names it only if it has no request of its own.
  std::string conversation;  // the key
  std::uint64_t message_request = 0;
  SecretString network_id;

  SecretString text;
  bool is_cut = false;
  bool retracted = false;
  Reactions reactions;

  bool has(std::uint8_t part) const { return (parts & part) != 0; }
  bool isOf(std::string_view key, const RememberedMessage& message) const;
  bool isOfSameMessage(const RequestedChange& other) const {
    return conversation == other.conversation && message_request == other.message_request &&
           network_id == other.network_id;
  }

  // Copies these parts of an earlier change: what was before both.
  void takeOver(const RequestedChange& earlier, std::uint8_t these);

  std::size_t size() const;
};

// The changes of one user, in the order of their requests. If there are more than kMost, the oldest stay done.
class RequestedChanges {
 public:
  static constexpr std::size_t kMost = 8;

  // `key` is that of the conversation. The message must not be changed yet.
  void add(std::uint64_t request, std::uint8_t parts, std::string_view key, const RememberedMessage& message,
           RequestedChange::Clock::time_point now);

  // The network has told these parts of the message, so no request for them can be taken back any more.
  void settle(std::uint8_t parts, std::string_view key, const RememberedMessage& message);

  // The network has told the reactions of a sender who is not the user.
  void settleReactions(std::string_view sender, std::string_view key, const RememberedMessage& message);

  // The network has accepted a request. Neither it nor an earlier one for the same parts can be taken back any more.
  void settle(std::uint64_t request);

  // Removes the change of a request that the network has refused, and returns it; empty if there is none. It has the
  // parts that the message is to get back. A later request for the same part keeps its own: if that is refused, too,
  // the message gets back what it was before both.
  SecretVector<RequestedChange> take(std::uint64_t request);

  // A message of the user that had no request has this one from now on.
  void addRequest(std::string_view key, const RememberedMessage& message, std::uint64_t request);

  // Forgets the changes of a message, or of a conversation.
  void forget(std::string_view key, const RememberedMessage& message);
  void forget(std::string_view key);
  void forgetAll() { changes_ = {}; }

  // Forgets the changes that were requested at this time or before: they stay done.
  void expire(RequestedChange::Clock::time_point until);

  bool empty() const { return changes_.empty(); }
  // Not of an empty object.
  RequestedChange::Clock::time_point oldest() const { return changes_.front().requested; }
  std::size_t bytes() const;

 private:
  template <typename Fits>
  void eraseIf(const Fits& fits);

  SecretVector<RequestedChange> changes_;
};

}  // namespace prism::host
