// SPDX-License-Identifier: MIT
// Flow control in both directions: servers disconnect clients that send too much at once, and a server must be read no
// faster than its messages can be shown, since Spectrum 2 queues them without a bound.
#ifndef PRISM_TOKEN_BUCKET_HPP
#define PRISM_TOKEN_BUCKET_HPP

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace prism {

// A token bucket. The caller passes the time.
class TokenBucket {
 public:
  using Time = std::chrono::milliseconds;  // on a monotonic clock

  // Allows `burst` tokens at once, 1 to 1,000,000, then one for each `interval` of at most an hour. An interval of 0 is
  // no limit.
  TokenBucket(std::uint32_t burst, Time interval)
      : burst_(std::clamp(burst, 1U, 1000000U)),
        interval_(std::clamp(interval, Time(0), Time(std::chrono::hours(1)))),
        most_debt_(interval_ * burst_) {}

  // Takes one token. Returns false if there is none.
  bool take(Time now) {
    const bool may = wait(now) == Time(0);
    full_at_ = now + debt(now) + (may ? interval_ : Time(0));
    return may;
  }

  // Takes `count` tokens, even if there are fewer: the debt makes wait() longer.
  void spend(Time now, std::uint32_t count) {
    const Time debt_after = debt(now) + interval_ * count;
    most_debt_ = std::max(interval_ * burst_, debt_after);
    full_at_ = now + debt_after;
  }

  // Returns the time until take() succeeds; 0 if it does now. If the clock goes back, the debt is limited to that after
  // the last spend(), or to that of an empty bucket if it is more.
  Time wait(Time now) const { return std::max(Time(0), debt(now) + interval_ - interval_ * burst_); }

 private:
  // Returns the time until the bucket is full. If the clock has gone back, it is limited to most_debt_.
  Time debt(Time now) const { return full_at_ <= now ? Time(0) : std::min(full_at_ - now, most_debt_); }

  std::uint32_t burst_;
  Time interval_;
  Time most_debt_;          // of the last spend(); at least that of an empty bucket
  Time full_at_ = Time(0);  // the bucket is full again at this time
};

}  // namespace prism

#endif
