// SPDX-License-Identifier: MIT
#include "mapping/idle_end.h"

#include "tests/support/fake_host.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace irc {
namespace {

class IrcIdleEnd : public ::testing::Test {
 protected:
  // The interval of the only timer that was started since the last call.
  std::int64_t startedTimer() {
    std::int64_t interval = -1;
    for (const std::string& call : host_.take()) {
      if (call.rfind("timer_add ", 0) == 0) {
        EXPECT_EQ(interval, -1);
        interval = std::stoll(call.substr(10));
        ++last_timer_;
      }
    }
    return interval;
  }
  void fireLastTimer() { host_.fireTimer(last_timer_); }

  prism::tests::FakeHost host_;
  bool idle_ = true;
  int ends_ = 0;
  prism_timer last_timer_ = 0;
  IdleEnd idle_end_{prism::Host(host_.table()), std::chrono::seconds(300), [this] { return idle_; },
                    [this] { ++ends_; }};
};

TEST_F(IrcIdleEnd, ComesSomeTimeAfterTheLastRoom) {
  idle_end_.consider();
  EXPECT_EQ(startedTimer(), -1) << "a registered user stays";
  idle_end_.permit();
  idle_ = false;
  idle_end_.consider();
  EXPECT_EQ(startedTimer(), -1);
  idle_ = true;
  idle_end_.consider();
  EXPECT_EQ(startedTimer(), 300'000);
  fireLastTimer();
  EXPECT_EQ(ends_, 1);
}

TEST_F(IrcIdleEnd, WaitsWhileTheUserHasSomethingThere) {
  idle_end_.permit();
  idle_end_.consider();
  startedTimer();
  idle_ = false;  // a contact is watched, or a room was entered
  fireLastTimer();
  EXPECT_EQ(ends_, 0);
  EXPECT_EQ(startedTimer(), -1) << "leaving the room begins to wait again";
}

TEST_F(IrcIdleEnd, WaitsForAnHourAfterTheLastPrivateMessage) {
  idle_end_.permit();
  idle_end_.onConversation();
  idle_end_.consider();
  startedTimer();
  fireLastTimer();
  EXPECT_EQ(ends_, 0);
  const std::int64_t rest = startedTimer();
  EXPECT_LE(rest, 3'600'000);
  EXPECT_GT(rest, 3'540'000);  // the test may have taken some seconds
}

TEST_F(IrcIdleEnd, CanBeTurnedOff) {
  IdleEnd never(
      prism::Host(host_.table()), std::chrono::seconds(0), [] { return true; }, [this] { ++ends_; });
  never.permit();
  never.consider();
  EXPECT_EQ(startedTimer(), -1);
}

}  // namespace
}  // namespace irc
