// SPDX-License-Identifier: MIT
#include "host/watchdog/watchdog.h"

#include "tests/support/wire_frames.h"
#include <prism/unique_fd.hpp>

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <fstream>
#include <future>

namespace prism::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kDeadline{10};

// Receives the watchdog's reports, on the watchdog's thread.
class Told final : public Watchdog::Listener {
 public:
  void onStall(const char* function, milliseconds) override { stalled.set_value(function); }
  void onReturn(const char* function, milliseconds) override { returned.set_value(function); }
  void onLoopBlocked(const char* function, milliseconds) override { loop_blocked.set_value(function); }
  void onHang(const char* function, milliseconds) override {
    if (!std::exchange(hung_, true)) {
      hung.set_value(function);
    }
  }

  static std::string get(std::promise<std::string>& promise) {
    auto future = promise.get_future();
    return future.wait_for(kDeadline) == std::future_status::ready ? future.get() : "nothing";
  }

  std::promise<std::string> stalled, returned, loop_blocked, hung;

 private:
  bool hung_ = false;
};

class WatchdogTest : public ::testing::Test {
 protected:
  WatchdogTest() {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    ours_ = UniqueFd(ends[0]);
    spectrums_ = UniqueFd(ends[1]);
    const timeval limit{kDeadline.count(), 0};
    ::setsockopt(spectrums_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    write_side_.open(ours_.get());
  }

  void expectPong() {
    std::array<char, 6> frame;
    ASSERT_EQ(::recv(spectrums_.get(), frame.data(), frame.size(), MSG_WAITALL), 6);
    const auto frames = tests::framesIn({frame.data(), frame.size()});
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].type, pbnetwork::WrapperMessage::TYPE_PONG);
  }

  // Expects that nothing was sent so far.
  void expectNothing() {
    char byte = 0;
    EXPECT_EQ(::recv(spectrums_.get(), &byte, 1, MSG_DONTWAIT), -1);
  }

  // Waits until the watchdog's thread sleeps.
  void awaitSleep() {
    const auto deadline = std::chrono::steady_clock::now() + kDeadline;
    while (!calls_.watchdogSleeps() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    EXPECT_TRUE(calls_.watchdogSleeps());
  }

  UniqueFd ours_, spectrums_;
  Told told_;
  WriteSide write_side_;
  CallMonitor calls_{write_side_};
};

TEST_F(WatchdogTest, NamesAFunctionThatStallsAndSpeaksForTheHost) {
  write_side_.permitLending();
  Watchdog watchdog(calls_, write_side_, milliseconds(50), seconds(0), told_);
  {
    const CallMonitor::Running running(calls_, "message");
    expectPong();
    EXPECT_EQ(Told::get(told_.stalled), "message");
    expectPong();
  }
  EXPECT_EQ(Told::get(told_.returned), "message");
}

TEST_F(WatchdogTest, SaysNothingToSpectrumUnlessPermitted) {
  Watchdog watchdog(calls_, write_side_, milliseconds(50), milliseconds(100), told_);
  const CallMonitor::Running running(calls_, "create");
  EXPECT_EQ(Told::get(told_.stalled), "create");
  EXPECT_EQ(Told::get(told_.hung), "create");
  expectNothing();
}

TEST_F(WatchdogTest, SleepsUntilSomethingIsCalled) {
  write_side_.permitLending();
  Watchdog watchdog(calls_, write_side_, milliseconds(50), seconds(0), told_);
  awaitSleep();
  const CallMonitor::Running running(calls_, "timer");
  EXPECT_FALSE(calls_.watchdogSleeps());
  EXPECT_EQ(Told::get(told_.stalled), "timer");
  expectPong();
}

TEST_F(WatchdogTest, ATimeInWhichTheHostKeepsThePluginWaitingDoesNotCount) {
  Watchdog watchdog(calls_, write_side_, milliseconds(50), milliseconds(200), told_);
  calls_.begin("message");
  calls_.suspend();
  awaitSleep();  // while suspended, time does not count as running
  calls_.resume();
  EXPECT_STREQ(calls_.snapshot().function, "message");
  EXPECT_EQ(Told::get(told_.hung), "message");
  calls_.end();
}

TEST_F(WatchdogTest, MutedItTellsOfNothingButAHang) {
  Watchdog watchdog(calls_, write_side_, milliseconds(50), milliseconds(100), told_);
  watchdog.mute();
  const CallMonitor::Running running(calls_, "exit");
  EXPECT_EQ(Told::get(told_.hung), "exit");
  EXPECT_EQ(told_.stalled.get_future().wait_for(seconds(0)), std::future_status::timeout);
}

}  // namespace
}  // namespace prism::host
