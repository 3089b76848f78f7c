#include "flood.h"

#include <algorithm>

namespace irc {

// What has been sent and not yet made up for, in time: a full bucket has none. A clock that went back cannot make it more
// than an empty bucket has.
FloodBucket::Time FloodBucket::debt(Time now) const {
  return full_at_ <= now ? Time(0) : std::min(full_at_ - now, interval_ * burst_);
}

bool FloodBucket::take(Time now) {
  const bool may = wait(now) == Time(0);
  full_at_ = now + debt(now) + (may ? interval_ : Time(0));
  return may;
}

FloodBucket::Time FloodBucket::wait(Time now) const {
  return std::max(Time(0), debt(now) + interval_ - interval_ * burst_);
}

}  // namespace irc
