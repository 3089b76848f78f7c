// SPDX-License-Identifier: MIT
// The presences of users whom a network error has just disconnected. Spectrum logs them in again at once, but does not
// repeat their presence.
#pragma once

#include "host/session/login_state.h"

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

namespace prism::host {

class PresenceMemory {
 public:
  using Clock = std::chrono::steady_clock;

  // How long a presence is kept. Spectrum logs the user in again within this time.
  static constexpr std::chrono::seconds kRetryTime{60};

  // The maximum number of presences. It matters only if a network disconnects more users than this in kRetryTime. The
  // oldest presences are then dropped.
  static constexpr std::size_t kMost = 100'000;

  void keep(const std::string& user, UserPresence known, Clock::time_point now) {
    const auto is_over = [&] { return order_.front().first + kRetryTime <= now || order_.size() >= kMost; };
    for (; !order_.empty() && is_over(); order_.pop_front()) {
      const auto old = kept_.find(order_.front().second);
      if (old != kept_.end() && old->second.since == order_.front().first) {
        kept_.erase(old);
      }
    }
    order_.emplace_back(now, user);
    kept_.insert_or_assign(user, Kept{std::move(known), now});
  }

  // Replaces the presence by one that has arrived after the disconnection. Returns false if none is kept for the user.
  bool update(const std::string& user, const Presence& presence, Clock::time_point now) {
    const auto found = kept_.find(user);
    if (found == kept_.end() || found->second.since + kRetryTime <= now) {
      return false;
    }
    found->second.known.presence = presence;
    return true;
  }

  // Removes and returns the entry of the user. Returns an empty one if there is none.
  UserPresence take(const std::string& user, Clock::time_point now) {
    auto node = kept_.extract(user);
    if (!node || node.mapped().since + kRetryTime <= now) {
      return {};
    }
    return std::move(node.mapped().known);
  }

  std::size_t size() const { return kept_.size(); }

 private:
  struct Kept {
    UserPresence known;
    Clock::time_point since;
  };

  std::unordered_map<std::string, Kept> kept_;
  std::deque<std::pair<Clock::time_point, std::string>> order_;  // oldest first
};

}  // namespace prism::host
