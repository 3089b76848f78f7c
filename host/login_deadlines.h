// Logins that the plugin has still to answer, and by when. Spectrum itself waits for ever.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "host/timer_source.h"

namespace prism::host {

class LoginDeadlines {
 public:
  using Clock = TimerQueue::Clock;

  // Calls `missed` with user and number of each login whose time is up, answered or not: who keeps the sessions knows.
  using Missed = std::function<void(const std::string& user, std::uint64_t login)>;

  // `timers` must outlive this.
  LoginDeadlines(TimerSource& timers, Clock::duration limit, Missed missed)
      : timers_(timers), limit_(limit), missed_(std::move(missed)) {}

  void add(const std::string& user, std::uint64_t login);

  Clock::duration limit() const { return limit_; }

 private:
  struct Deadline {
    Clock::time_point due;
    std::string user;
    std::uint64_t login;
  };

  static void onTimer(void* self, TimerQueue::Id);
  void arm();

  TimerSource& timers_;
  const Clock::duration limit_;
  const Missed missed_;
  std::deque<Deadline> deadlines_;  // all have the same limit, so the oldest is the next
  bool armed_ = false;
};

}  // namespace prism::host
