// SPDX-License-Identifier: MIT
#include "host/chat/requested_changes.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace prism::host {

bool RequestedChange::isOf(std::string_view key, const RememberedMessage& message) const {
  return conversation == key && message_request == message.request() &&
         (message_request != 0 || network_id == message.networkId());
}

void RequestedChange::takeOver(const RequestedChange& earlier, std::uint8_t these) {
  if ((these & kText) != 0) {
    text = earlier.text;
    is_cut = earlier.is_cut;
  }
  if ((these & kRetracted) != 0) {
    retracted = earlier.retracted;
  }
  if ((these & kOtherReactions) != 0) {
    reactions.addAbsent(earlier.reactions);
  }
  if ((these & kOwnReactions) != 0) {
    reactions.replace({}, earlier.reactions.of({}));
  }
}

std::size_t RequestedChange::size() const {
  return sizeof *this + conversation.size() + network_id.size() + text.size() + reactions.bytes();
}

// A short text is in the vector itself, so only a new vector has nothing left of what is erased.
template <typename Fits>
void RequestedChanges::eraseIf(const Fits& fits) {
  if (std::erase_if(changes_, fits) > 0) {
    changes_.shrink_to_fit();
  }
}

void RequestedChanges::add(std::uint64_t request, std::uint8_t parts, std::string_view key,
                           const RememberedMessage& message, RequestedChange::Clock::time_point now) {
  if (changes_.size() >= kMost) {
    changes_.erase(changes_.begin());
  }
  RequestedChange& change = changes_.emplace_back();
  change.request = request;
  change.parts = parts;
  change.requested = now;
  change.conversation.assign(key);
  change.message_request = message.request();
  if (message.request() == 0) {
    change.network_id.assign(message.networkId());
  }
  if (change.has(RequestedChange::kText)) {
    change.text.assign(message.facts().text);
    change.is_cut = message.facts().is_cut;
  }
  if (change.has(RequestedChange::kRetracted)) {
    change.retracted = message.isRetracted();
  }
  if (change.has(RequestedChange::kOtherReactions)) {
    change.reactions = message.reactions();
  } else if (change.has(RequestedChange::kOwnReactions)) {
    change.reactions.replace({}, message.reactions().of({}));
  }
}

void RequestedChanges::settle(std::uint8_t parts, std::string_view key, const RememberedMessage& message) {
  for (RequestedChange& change : changes_) {
    if (change.isOf(key, message)) {
      change.parts = static_cast<std::uint8_t>(change.parts & ~parts);
    }
  }
  eraseIf([](const RequestedChange& change) { return change.parts == 0; });
}

void RequestedChanges::settleReactions(std::string_view sender, std::string_view key,
                                       const RememberedMessage& message) {
  for (RequestedChange& change : changes_) {
    if (change.isOf(key, message)) {
      change.reactions.replace(sender, {});
    }
  }
}

void RequestedChanges::settle(std::uint64_t request) {
  const auto accepted = std::find_if(changes_.begin(), changes_.end(),
                                     [request](const auto& change) { return change.request == request; });
  if (accepted == changes_.end()) {
    return;
  }
  const std::uint8_t parts = accepted->parts;
  for (auto earlier = changes_.begin(); earlier != accepted; ++earlier) {
    if (earlier->isOfSameMessage(*accepted)) {
      earlier->parts = static_cast<std::uint8_t>(earlier->parts & ~parts);
    }
  }
  accepted->parts = 0;
  eraseIf([](const RequestedChange& change) { return change.parts == 0; });
}

SecretVector<RequestedChange> RequestedChanges::take(std::uint64_t request) {
  const auto refused = std::find_if(changes_.begin(), changes_.end(),
                                    [request](const auto& change) { return change.request == request; });
  if (refused == changes_.end()) {
    return {};
  }
  for (const std::uint8_t part : {RequestedChange::kText, RequestedChange::kRetracted, RequestedChange::kOtherReactions,
                                  RequestedChange::kOwnReactions}) {
    const auto later = std::find_if(std::next(refused), changes_.end(), [&](const RequestedChange& change) {
      return change.has(part) && change.isOfSameMessage(*refused);
    });
    if (refused->has(part) && later != changes_.end()) {
      later->takeOver(*refused, part);
      refused->parts = static_cast<std::uint8_t>(refused->parts & ~part);
    }
  }
  SecretVector<RequestedChange> taken;
  taken.push_back(std::move(*refused));
  changes_.erase(refused);
  changes_.shrink_to_fit();
  return taken;
}

void RequestedChanges::addRequest(std::string_view key, const RememberedMessage& message, std::uint64_t request) {
  for (RequestedChange& change : changes_) {
    if (change.isOf(key, message)) {
      change.message_request = request;
      change.network_id.clear();
    }
  }
}

void RequestedChanges::forget(std::string_view key, const RememberedMessage& message) {
  eraseIf([&](const RequestedChange& change) { return change.isOf(key, message); });
}

void RequestedChanges::forget(std::string_view key) {
  eraseIf([&](const RequestedChange& change) { return change.conversation == key; });
}

void RequestedChanges::expire(RequestedChange::Clock::time_point until) {
  eraseIf([until](const RequestedChange& change) { return change.requested <= until; });
}

std::size_t RequestedChanges::bytes() const {
  return std::accumulate(changes_.begin(), changes_.end(), std::size_t{0},
                         [](std::size_t sum, const RequestedChange& change) { return sum + change.size(); });
}

}  // namespace prism::host
