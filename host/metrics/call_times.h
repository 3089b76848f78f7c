// SPDX-License-Identifier: MIT
// Adds up how long the plugin's functions take, by function. [main]
//
// Two clock reads would cost each call more than the rest of CallMonitor. So only calls of the turns that LoopLag
// measures are timed: the first one of the turn, and of the others one in 64, which stands for 64. The totals are exact
// while the loop turns seldom and each turn has one call, and unbiased estimates under load.
#pragma once

#include "host/metrics/random_gap.h"

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace prism::host {

class CallTimes {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = Clock::time_point (*)();

  struct Total {
    std::string_view function;  // a literal of the host
    Clock::duration time{0};
    std::uint64_t calls = 0;
  };

  // Nothing is timed until measureTurn(). `now` is the clock, or a test's replacement.
  explicit CallTimes(Now now = &Clock::now) : now_(now) {}

  // Times calls of the turn that begins now, which stands for `weight` turns.
  void measureTurn(std::uint64_t weight);

  // The turn has ended. Times nothing until the next measureTurn().
  void endTurn();

  // Calls do not nest. `function` is a literal.
  void begin(const char* function) {
    if (--until_timed_ == 0) {
      start(function);
    }
  }
  void end() {
    if (timed_) {
      finish();
    }
  }

  // Called before and after the host blocks within a call. That time does not count. end() may come between the two.
  void pause();
  void resume();

  const std::vector<Total>& totals() const { return totals_; }

 private:
  void start(const char* function);
  void finish();
  Total& addTime();

  const Now now_;
  std::uint64_t until_timed_ = 0;  // calls until the next one that is timed; from 0 it never gets there
  const char* timed_ = nullptr;    // the running function, if it is timed
  const char* paused_ = nullptr;   // the same while it is paused
  std::uint64_t weight_ = 0;       // the number of calls that it stands for
  std::uint64_t paused_weight_ = 0;
  Clock::time_point begin_;
  bool first_ = false;             // no call of the turn has been timed yet
  std::uint64_t turn_weight_ = 0;  // 0: this turn is not measured
  std::uint64_t rest_ = 1;         // the value of until_timed_ after the first call of the next turn
  RandomGap gap_;
  std::vector<Total> totals_;  // as many as the host knows functions of the plugin
};

}  // namespace prism::host
