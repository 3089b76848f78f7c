// SPDX-License-Identifier: MIT
#include "protocol/flood.h"

#include <algorithm>

namespace irc {

// Returns the time until the bucket is full. If the clock has gone back, it is limited to most_debt_.
FloodBucket::Time FloodBucket::debt(Time now) const {
  return full_at_ <= now ? Time(0) : std::min(full_at_ - now, most_debt_);
}

bool FloodBucket::take(Time now) {
  const bool may = wait(now) == Time(0);
  full_at_ = now + debt(now) + (may ? interval_ : Time(0));
  return may;
}

void FloodBucket::spend(Time now, std::uint32_t count) {
  const Time debt_after = debt(now) + interval_ * count;
  most_debt_ = std::max(interval_ * burst_, debt_after);
  full_at_ = now + debt_after;
}

FloodBucket::Time FloodBucket::wait(Time now) const {
  return std::max(Time(0), debt(now) + interval_ - interval_ * burst_);
}

}  // namespace irc
