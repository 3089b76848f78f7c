// SPDX-License-Identifier: MIT
// A deadline with the same time limit for many sessions: for the plugin's answer to a login, or for the user's client
// to come online.
#pragma once

#include "host/loop/timer_source.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

namespace prism::host {

class SessionDeadlines {
 public:
  using Clock = TimerQueue::Clock;

  // Returns true if the session still waits. A session is identified by its user and the number of its login.
  using Open = std::function<bool(const std::string& user, std::uint64_t login)>;

  // Called for each session that still waits at its deadline.
  using Missed = std::function<void(const std::string& user, std::uint64_t login)>;

  // `timers` must outlive this.
  SessionDeadlines(TimerSource& timers, Clock::duration limit, Open open, Missed missed)
      : timers_(timers), limit_(limit), open_(std::move(open)), missed_(std::move(missed)) {}

  void add(const std::string& user, std::uint64_t login);

  Clock::duration limit() const { return limit_; }

  // The number of stored deadlines. add() drops deadlines at the front of the queue that no session waits for any more.
  std::size_t size() const { return deadlines_.size(); }

 private:
  struct Deadline {
    Clock::time_point due;
    std::string user;
    std::uint64_t login;
  };

  static void onTimer(void* self, TimerQueue::Id);
  void arm();
  bool firstIsOpen() const { return open_(deadlines_.front().user, deadlines_.front().login); }

  TimerSource& timers_;
  const Clock::duration limit_;
  const Open open_;
  const Missed missed_;
  std::deque<Deadline> deadlines_;  // oldest first; with the same limit for all, the front is due next
  bool armed_ = false;
};

}  // namespace prism::host
