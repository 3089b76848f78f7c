// SPDX-License-Identifier: MIT
// A slice of time for the lines of one server. Then the event loop serves the other users.
#pragma once

#include "session/limits.h"

#include <chrono>
#include <ctime>

namespace irc {

class WorkSlice {
 public:
  // Returns true if the event loop is to serve others now.
  bool isOver() const { return Clock::now() - began_ >= kSlice; }
  // Returns the processor time of the slice. Other processes do not affect it, unlike the time on the clock.
  std::chrono::nanoseconds work() const { return processorTime() - worked_; }

 private:
  using Clock = std::chrono::steady_clock;

  static std::chrono::nanoseconds processorTime() {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }

  const Clock::time_point began_ = Clock::now();
  const std::chrono::nanoseconds worked_ = processorTime();
};

}  // namespace irc
