// SPDX-License-Identifier: MIT
// Ends the connection to a network some time after the user has left the last room there. Without registration,
// Spectrum sends no LOGOUT when the user's client goes, but LEAVE_ROOM for each room.
#pragma once

#include "session/clock.h"
#include <prism/host.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace irc {

class IdleEnd {
 public:
  // `delay` is the time after the last room; 0: never. `is_idle` returns true while the user has nothing on the network
  // but private conversations. `end` may delete this object.
  IdleEnd(prism::Host host, std::chrono::seconds delay, std::function<bool()> is_idle, std::function<void()> end)
      : host_(host), delay_(delay), is_idle_(std::move(is_idle)), end_(std::move(end)) {}

  // A registered user ends the session by a logout, and may stay without a room. Others need this.
  void permit() { permitted_ = true; }
  // A private message has gone in either direction.
  void onConversation() { talked_at_ = monotonicNow(); }
  // Begins to wait if the user is idle.
  void consider() {
    if (permitted_ && delay_.count() > 0 && is_idle_()) {
      timer_ = host_.after(delay_, [this] { endIfIdle(); });
    }
  }
  // The same in the next turn of the loop.
  void considerSoon() {
    timer_ = host_.after(std::chrono::milliseconds(0), [this] { consider(); });
  }

 private:
  static constexpr std::chrono::milliseconds kConversation{std::chrono::hours(1)};

  void endIfIdle() {
    if (!is_idle_()) {
      return;
    }
    const auto quiet = talked_at_ ? monotonicNow() - *talked_at_ : kConversation;
    if (quiet < kConversation) {
      timer_ = host_.after(kConversation - quiet, [this] { endIfIdle(); });
      return;
    }
    end_();
  }

  const prism::Host host_;
  const std::chrono::seconds delay_;
  const std::function<bool()> is_idle_;
  const std::function<void()> end_;
  bool permitted_ = false;
  std::optional<std::chrono::milliseconds> talked_at_;
  prism::Timer timer_;
};

}  // namespace irc
