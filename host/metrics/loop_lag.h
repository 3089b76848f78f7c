// SPDX-License-Identifier: MIT
// Measures turns of the event loop: the time from the end of the wait to the moment when the loop waits again. For so
// long, everything else that was ready had to wait. [main]
//
// The first 1000 turns of each period are measured. Of further ones, one in 64 is, and stands for 64. So an idle loop
// is measured exactly, and a busy one cheaply. The periods are those of the metrics, so that no turn has to look for
// the end of one.
#pragma once

#include "host/metrics/call_times.h"
#include "host/metrics/histogram.h"
#include "host/metrics/random_gap.h"

#include <chrono>
#include <cstdint>

namespace prism::host {

class LoopLag {
 public:
  using Clock = CallTimes::Clock;

  static constexpr std::uint64_t kExact = 1000;  // turns of a period

  // `calls` times the calls of the measured turns, and must outlive this. `now` is the clock, or a test's replacement.
  explicit LoopLag(CallTimes& calls, CallTimes::Now now = &Clock::now) : calls_(calls), now_(now) {}

  // A period begins with the next turn.
  void beginPeriod();

  // The wait has ended.
  void begin() {
    if (--until_measured_ == 0) {
      start();
    }
  }

  // All that was ready has been served, and the frames have been sent.
  void end() {
    if (weight_ != 0) {
      finish();
    }
  }

  const Histogram& turns() const { return turns_; }

 private:
  void start();
  void finish();

  CallTimes& calls_;
  const CallTimes::Now now_;
  std::uint64_t until_measured_ = 1;   // turns until the next one that is measured
  std::uint64_t weight_ = 0;           // the number of turns that the present one stands for; 0: it is not measured
  std::uint64_t exact_left_ = kExact;  // turns of the period that are all measured
  RandomGap gap_;
  std::uint64_t rest_ = gap_.next();  // the value of until_measured_ after them
  Clock::time_point begin_;
  Histogram turns_;
};

}  // namespace prism::host
