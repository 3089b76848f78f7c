// SPDX-License-Identifier: MIT
// Flood control, both ways: servers disconnect whoever sends more than so many lines at once, and what a server says is
// read no faster than it can be shown.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace irc {

// A token bucket. The caller brings the time.
class FloodBucket {
 public:
  using Time = std::chrono::milliseconds;  // on a monotonic clock

  // `burst` lines at once, 1 to 1,000,000, then one for each `interval` of at most an hour; an interval of 0 is no limit.
  FloodBucket(std::uint32_t burst, Time interval)
      : burst_(std::clamp(burst, 1U, 1000000U)),
        interval_(std::clamp(interval, Time(0), Time(std::chrono::hours(1)))),
        most_debt_(interval_ * burst_) {}

  // Takes the right to send one line. False if there is none yet.
  bool take(Time now);

  // Takes `count` rights at once, more than there are if need be: wait() is the longer then.
  void spend(Time now, std::uint32_t count);

  // How long until take() works; 0 if it does now. Should the clock go back, so that it cannot be relied upon, take()
  // begins anew with an empty bucket.
  Time wait(Time now) const;

 private:
  Time debt(Time now) const;

  std::uint32_t burst_;
  Time interval_;
  Time most_debt_;          // that spend() has made, and no less than an empty bucket has
  Time full_at_ = Time(0);  // when the bucket is full again
};

}  // namespace irc
