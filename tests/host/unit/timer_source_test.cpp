// SPDX-License-Identifier: MIT
#include "host/loop/timer_source.h"

#include <gtest/gtest.h>

#include <set>

namespace prism::host {
namespace {

using Clock = TimerQueue::Clock;
using namespace std::chrono_literals;

constexpr Clock::time_point kStart{1'234'567'891ns};

TEST(SharedDueTime, ShortTimersAreExact) {
  for (const Clock::duration delay : {Clock::duration(0), Clock::duration(1ns), Clock::duration(3999ms)}) {
    EXPECT_EQ(sharedDueTime(kStart, delay), kStart + delay);
  }
}

TEST(SharedDueTime, LongTimersAreNeverEarlyAndASixteenthLateAtMost) {
  for (Clock::duration delay = 4s; delay < 1h; delay += 1s) {
    const Clock::duration late = sharedDueTime(kStart, delay) - (kStart + delay);
    EXPECT_GE(late, 0s);
    EXPECT_LE(late, std::min<Clock::duration>(delay / 16, 4s));
  }
}

// A random shift is to keep sessions from reconnecting at once.
TEST(SharedDueTime, DelaysOfPartsOfASecondAreExact) {
  for (const Clock::duration delay : {Clock::duration(4001ms), Clock::duration(5237ms), Clock::duration(299'999ms)}) {
    EXPECT_EQ(sharedDueTime(kStart, delay), kStart + delay);
  }
}

TEST(SharedDueTime, TimersThatCanWaitShareAWakeUp) {
  std::set<Clock::time_point> wake_ups;
  for (Clock::time_point now = kStart; now < kStart + 60s; now += 30ms) {
    wake_ups.insert(sharedDueTime(now, 60s));
  }
  EXPECT_EQ(wake_ups.size(), 31U) << "one each two seconds";
}

TEST(SharedDueTime, ATimerWithASlackIsLateByThatAtMost) {
  for (const Clock::duration slack : {Clock::duration(20ms), Clock::duration(1s), Clock::duration(7s)}) {
    std::set<Clock::time_point> wake_ups;
    for (Clock::time_point now = kStart; now < kStart + 60s; now += 7ms) {
      const Clock::time_point due = sharedDueTime(now, 4001ms, slack);
      EXPECT_GE(due, now + 4001ms);
      EXPECT_LE(due, now + 4001ms + slack);
      wake_ups.insert(due);
    }
    EXPECT_LE(wake_ups.size(), std::size_t(2 * 60s / slack + 2)) << "they share wake-ups";
  }
  EXPECT_EQ(sharedDueTime(kStart, 1min, 1ms), kStart + 1min);
  EXPECT_EQ(sharedDueTime(kStart, 1ms, 1h).time_since_epoch() % 64s, 0s);
}

TEST(SharedDueTime, ATimeThatIsSharedAlreadyIsKept) {
  const Clock::time_point shared = sharedDueTime(kStart, 1min);
  EXPECT_EQ(sharedDueTime(shared, 1min), shared + 1min);
}

}  // namespace
}  // namespace prism::host
