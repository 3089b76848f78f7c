// SPDX-License-Identifier: MIT
// Sessions that wait for something, and how long they do: for the plugin's answer to the login, for the user's client.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "host/loop/timer_source.h"

namespace prism::host {

class SessionDeadlines {
 public:
  using Clock = TimerQueue::Clock;

  // Whether a session, by its user and the number of its login, still waits: who keeps the sessions knows.
  using Open = std::function<bool(const std::string& user, std::uint64_t login)>;

  // Called with each session whose time is up, and which still waits.
  using Missed = std::function<void(const std::string& user, std::uint64_t login)>;

  // `timers` must outlive this.
  SessionDeadlines(TimerSource& timers, Clock::duration limit, Open open, Missed missed)
      : timers_(timers), limit_(limit), open_(std::move(open)), missed_(std::move(missed)) {}

  void add(const std::string& user, std::uint64_t login);

  Clock::duration limit() const { return limit_; }

  // Sessions that are kept in mind. Those that have ceased to wait go when one comes, as far as all before them have.
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
  std::deque<Deadline> deadlines_;  // all have the same limit, so the oldest is the next
  bool armed_ = false;
};

}  // namespace prism::host
