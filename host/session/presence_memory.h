// SPDX-License-Identifier: MIT
// The presences of users whom a network error has just thrown out. Spectrum logs them in again at once, and does not say
// their presence again.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "host/session/login_state.h"

namespace prism::host {

class PresenceMemory {
 public:
  using Clock = std::chrono::steady_clock;

  // How long a presence is kept: as long as Spectrum may take to try again.
  static constexpr std::chrono::seconds kRetry{60};

  // The most that are kept, for a network that throws users out faster than a minute passes: the oldest go then.
  static constexpr std::size_t kMost = 100'000;

  void keep(const std::string& user, UserPresence known, Clock::time_point now) {
    const auto is_over = [&] { return order_.front().first + kRetry <= now || order_.size() >= kMost; };
    for (; !order_.empty() && is_over(); order_.pop_front()) {
      const auto old = kept_.find(order_.front().second);
      if (old != kept_.end() && old->second.since == order_.front().first) {
        kept_.erase(old);
      }
    }
    order_.emplace_back(now, user);
    kept_.insert_or_assign(user, Kept{std::move(known), now});
  }

  // Takes over a presence that was said meanwhile; false if nothing is being kept for the user.
  bool update(const std::string& user, const Presence& presence, Clock::time_point now) {
    const auto found = kept_.find(user);
    if (found == kept_.end() || found->second.since + kRetry <= now) {
      return false;
    }
    found->second.known.presence = presence;
    return true;
  }

  // What was kept; it is forgotten then.
  UserPresence take(const std::string& user, Clock::time_point now) {
    auto node = kept_.extract(user);
    if (!node || node.mapped().since + kRetry <= now) {
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
  std::deque<std::pair<Clock::time_point, std::string>> order_;  // as they were kept
};

}  // namespace prism::host
