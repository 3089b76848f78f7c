// SPDX-License-Identifier: MIT
// The reactions to one message: for each sender the whole set, which XMPP repeats with each change (XEP-0444). All of
// it is in secret memory, as the text of the message is.
#pragma once

#include "proto/secret_memory.h"
#include <prism/chat.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace prism::host {

enum class ReactionChange : std::uint32_t {
  kSet = PRISM_CHAT_REACTIONS_SET,
  kAdded = PRISM_CHAT_REACTIONS_ADDED,
  kRemoved = PRISM_CHAT_REACTIONS_REMOVED,
};

// The reactions of one sender, without repetitions, in the order in which they came. Borrowed.
using ReactionSet = std::vector<std::string_view>;

// Returns the set after a change. If it has more than `most` reactions, the oldest ones are left out.
ReactionSet changedSet(const ReactionSet& before, ReactionChange change, const ReactionSet& reactions,
                       std::size_t most);

// Returns the reactions of `set` that are not in `other`.
ReactionSet missingFrom(const ReactionSet& other, const ReactionSet& set);

// Returns true if both have the same reactions, in any order.
bool haveSameReactions(const ReactionSet& left, const ReactionSet& right);

class Reactions {
 public:
  static constexpr std::size_t kMostOfSender = 20;
  static constexpr std::size_t kLongest = 64;          // bytes of a reaction
  static constexpr std::size_t kMostBytes = 4 * 1024;  // of all senders, with what surrounds the texts

  // Returns the set of a sender. The empty name is the user. Valid until the next change.
  ReactionSet of(std::string_view sender) const;

  // Replaces the set of a sender. If all sets together become too large, those of the senders are forgotten who have
  // not changed theirs for the longest time. `set` may be borrowed from this. It must be within the limits.
  void replace(std::string_view sender, const ReactionSet& set);

  // Adds the sets of all senders of `others` who have none here. The user's own set is left out.
  void addAbsent(const Reactions& others);

  // The number of different reactions to the message if this sender had this set.
  std::size_t countWith(std::string_view sender, const ReactionSet& set) const;

  std::size_t bytes() const { return bytes_; }

 private:
  struct Sender {
    SecretString name;
    SecretVector<SecretString> set;
  };

  static std::size_t sizeOf(const Sender& sender);

  SecretVector<Sender> senders_;  // in the order of their last changes
  std::size_t bytes_ = 0;
};

}  // namespace prism::host
