// SPDX-License-Identifier: MIT
#include "host/chat/reactions.h"

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

bool contains(const ReactionSet& set, std::string_view reaction) {
  return std::find(set.begin(), set.end(), reaction) != set.end();
}

void addMissing(const ReactionSet& reactions, ReactionSet* set) {
  for (const std::string_view reaction : reactions) {
    if (!contains(*set, reaction)) {
      set->push_back(reaction);
    }
  }
}

}  // namespace

ReactionSet changedSet(const ReactionSet& before, ReactionChange change, const ReactionSet& reactions,
                       std::size_t most) {
  ReactionSet after;
  if (change == ReactionChange::kRemoved) {
    return missingFrom(reactions, before);
  }
  if (change == ReactionChange::kAdded) {
    after = before;
  }
  addMissing(reactions, &after);
  if (after.size() > most) {
    after.erase(after.begin(), after.end() - static_cast<std::ptrdiff_t>(most));
  }
  return after;
}

ReactionSet missingFrom(const ReactionSet& other, const ReactionSet& set) {
  ReactionSet missing;
  std::copy_if(set.begin(), set.end(), std::back_inserter(missing),
               [&](std::string_view reaction) { return !contains(other, reaction); });
  return missing;
}

bool haveSameReactions(const ReactionSet& left, const ReactionSet& right) {
  return missingFrom(left, right).empty() && missingFrom(right, left).empty();
}

ReactionSet Reactions::of(std::string_view sender) const {
  const auto found = std::find_if(senders_.begin(), senders_.end(), [&](const Sender& s) { return s.name == sender; });
  return found == senders_.end() ? ReactionSet() : ReactionSet(found->set.begin(), found->set.end());
}

void Reactions::replace(std::string_view sender, const ReactionSet& set) {
  // All allocations come first, so that nothing has changed if one fails.
  SecretVector<Sender> changed(1);
  changed[0].name.assign(sender);
  changed[0].set.assign(set.begin(), set.end());
  senders_.reserve(senders_.size() + 1);
  const auto old = std::find_if(senders_.begin(), senders_.end(), [&](const Sender& s) { return s.name == sender; });
  if (old != senders_.end()) {
    bytes_ -= sizeOf(*old);
    senders_.erase(old);
  }
  if (changed[0].set.empty()) {
    return;
  }
  bytes_ += sizeOf(changed[0]);
  senders_.push_back(std::move(changed[0]));
  while (bytes_ > kMostBytes) {
    bytes_ -= sizeOf(senders_.front());
    senders_.erase(senders_.begin());
  }
}

void Reactions::addAbsent(const Reactions& others) {
  for (const Sender& one : others.senders_) {
    if (!one.name.empty() && of(one.name).empty()) {
      replace(one.name, ReactionSet(one.set.begin(), one.set.end()));
    }
  }
}

std::size_t Reactions::countWith(std::string_view sender, const ReactionSet& set) const {
  ReactionSet all;
  addMissing(set, &all);
  for (const Sender& one : senders_) {
    if (one.name != sender) {
      addMissing(ReactionSet(one.set.begin(), one.set.end()), &all);
    }
  }
  return all.size();
}

std::size_t Reactions::sizeOf(const Sender& sender) {
  std::size_t size = sizeof(Sender) + sender.name.size();
  for (const SecretString& reaction : sender.set) {
    size += sizeof(SecretString) + reaction.size();
  }
  return size;
}

}  // namespace prism::host
