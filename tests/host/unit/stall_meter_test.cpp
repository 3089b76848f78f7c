// SPDX-License-Identifier: MIT
#include "host/watchdog/stall_meter.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

class StallMeterTest : public ::testing::Test {
 protected:
  // Ticks `count` times. Returns letters for the verdict of each tick: `.` nothing, `i` idle, `s` sign of life, `w`
  // warning, `h` held up, `t` timed out, `r` returned.
  std::string ticks(int count) {
    std::string seen;
    for (int i = 0; i < count; ++i) {
      const StallMeter::Verdict verdict = meter_.tick(at_);
      std::string now;
      now += verdict.returned ? "r" : "";
      now += verdict.idle ? "i" : "";
      now += verdict.sign_of_life ? "s" : "";
      now += verdict.stalled ? "w" : "";
      now += verdict.loop_blocked ? "h" : "";
      now += verdict.timed_out ? "t" : "";
      seen += now.empty() ? "." : now;
      last_ = verdict;
    }
    return seen;
  }

  void call(const char* function) {
    at_.function = function;
    ++at_.call;
  }
  void end() { at_.function = nullptr; }
  void turn() {
    turnWithoutCatchingUp();
    ++at_.catch_up;
  }
  void turnWithoutCatchingUp() { ++at_.turn; }

  StallMeter meter_{12};
  CallMonitor::Snapshot at_{};
  StallMeter::Verdict last_;
};

TEST_F(StallMeterTest, IsIdleWhenNothingHasBeenCalled) {
  EXPECT_EQ(ticks(10), "iiiiiiiiii");
  call("message");
  end();
  EXPECT_EQ(ticks(2), ".i");
}

TEST_F(StallMeterTest, WarnsOnceAndAsksForSignsOfLifeAgainAndAgain) {
  ticks(100);
  call("message");
  EXPECT_EQ(ticks(12), ".....sw....s.");
  EXPECT_EQ(last_.ticks, 11U);
  EXPECT_EQ(ticks(1), "t");
  EXPECT_EQ(last_.ticks, 12U);
}

TEST_F(StallMeterTest, TellsThatAFunctionHasReturned) {
  call("message");
  EXPECT_EQ(ticks(8), ".....sw..");
  end();
  turn();
  EXPECT_EQ(ticks(1), "ri");
  EXPECT_STREQ(last_.returned, "message");
  EXPECT_EQ(last_.ticks, 7U);
  call("timer");
  EXPECT_EQ(ticks(6), ".....sw");
  call("timer");
  EXPECT_EQ(ticks(1), "r");
}

TEST_F(StallMeterTest, ShortFunctionsAreNoStallAsLongAsTheLoopTurns) {
  for (int i = 0; i < 50; ++i) {
    call("message");
    turn();
    EXPECT_EQ(ticks(1), ".");
  }
}

TEST_F(StallMeterTest, ShortFunctionsThatKeepTheLoopFromTurningHoldItUp) {
  std::string seen;
  for (int i = 0; i < 12; ++i) {
    call("message");
    seen += ticks(1);
  }
  EXPECT_EQ(seen, ".....sh....s.");
  turn();
  EXPECT_EQ(ticks(1), ".");
}

// A PING may be anywhere in the backlog from Spectrum, of which each turn reads only a part.
TEST_F(StallMeterTest, UnreadBacklogWantsSignsOfLifeAlthoughTheLoopTurns) {
  std::string seen;
  for (int i = 0; i < 12; ++i) {
    call("message");
    turnWithoutCatchingUp();
    seen += ticks(1);
  }
  EXPECT_EQ(seen, ".....s....s.");
  call("message");
  end();
  EXPECT_EQ(ticks(4), ".iii") << "nothing is called any more";
  call("message");
  turn();
  EXPECT_EQ(ticks(1), ".");
}

TEST_F(StallMeterTest, ASignOfLifeThatHasFailedIsDueAtOnce) {
  call("message");
  EXPECT_EQ(ticks(6), ".....sw");
  meter_.signOfLifeFailed();
  EXPECT_EQ(ticks(1), "s");
  meter_.signOfLifeFailed();
  end();
  EXPECT_EQ(ticks(1), "ri");
  call("message");
  EXPECT_EQ(ticks(3), "...");
}

TEST_F(StallMeterTest, ZeroMeansThatNothingTimesOut) {
  meter_ = StallMeter(0);
  call("message");
  EXPECT_EQ(ticks(1000).find('t'), std::string::npos);
}

}  // namespace
}  // namespace prism::host
