// SPDX-License-Identifier: MIT
// Flood control in both directions: servers disconnect clients that send too many lines at once, and a server is read
// no faster than its lines can be shown.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace irc {

// A token bucket. The caller passes the time.
class FloodBucket {
 public:
  using Time = std::chrono::milliseconds;  // on a monotonic clock

  // Allows `burst` lines at once, 1 to 1,000,000, then one for each `interval` of at most an hour. An interval of 0 is
  // no limit.
  FloodBucket(std::uint32_t burst, Time interval)
      : burst_(std::clamp(burst, 1U, 1000000U)),
        interval_(std::clamp(interval, Time(0), Time(std::chrono::hours(1)))),
        most_debt_(interval_ * burst_) {}

  // Takes one token. Returns false if there is none.
  bool take(Time now);

  // Takes `count` tokens, even if there are fewer: the debt makes wait() longer.
  void spend(Time now, std::uint32_t count);

  // Returns the time until take() succeeds; 0 if it does now. If the clock goes back, the debt is limited to
  // that after the last spend(), or to that of an empty bucket if it is more.
  Time wait(Time now) const;

 private:
  Time debt(Time now) const;

  std::uint32_t burst_;
  Time interval_;
  Time most_debt_;          // of the last spend(); at least that of an empty bucket
  Time full_at_ = Time(0);  // the bucket is full again at this time
};

}  // namespace irc
