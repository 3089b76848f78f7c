// SPDX-License-Identifier: MIT
// Watches, timers and posts: when they end, and when they free what they captured.
#include "tests/support/fake_host.h"
#include <prism/host.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <memory>
#include <stdexcept>

namespace prism::tests {
namespace {

using std::chrono::milliseconds;

class CallbacksTest : public testing::Test {
 protected:
  // Captured by a callback. watchHeld() tells whether the callback is gone.
  std::shared_ptr<int> held_ = std::make_shared<int>(7);
  std::weak_ptr<int> watchHeld() {
    std::weak_ptr<int> seen = held_;
    held_.reset();
    return seen;
  }

  FakeHost fake_;
  const Host host_{fake_.table()};
};

TEST_F(CallbacksTest, AWatchTellsWhatHasCome) {
  std::vector<Ready> come;
  const Watch watch = host_.watch(5, Ready::Both, [&](Ready ready) { come.push_back(ready); });
  EXPECT_TRUE(watch);
  EXPECT_EQ(watch.result(), Result::Ok);
  fake_.fireWatch(5, PRISM_WATCH_WRITABLE);
  fake_.fireWatch(5, PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE);
  EXPECT_EQ(come, (std::vector<Ready>{Ready::Writable, Ready::Both}));
  EXPECT_TRUE(readable(Ready::Both) && writable(Ready::Both));
  EXPECT_FALSE(readable(Ready::Writable) || writable(Ready::Readable));
}

TEST_F(CallbacksTest, AWatchEndsWithItsOwner) {
  std::weak_ptr<int> seen;
  {
    const Watch watch = host_.watch(5, Ready::Readable, [held = held_](Ready) {});
    seen = watchHeld();
    EXPECT_FALSE(seen.expired());
  }
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(fake_.take(), (Lines{"watch_add 5 1", "watch_remove 1"}));
}

TEST_F(CallbacksTest, AWatchWaitsForSomethingElse) {
  Watch watch = host_.watch(5, Ready::Readable, [](Ready) {});
  EXPECT_EQ(watch.waitFor(Ready::Nothing), Result::Ok);
  watch.end();
  EXPECT_FALSE(watch);
  EXPECT_EQ(watch.waitFor(Ready::Both), Result::WrongState);
  watch.end();
  EXPECT_EQ(fake_.take(), (Lines{"watch_add 5 1", "watch_modify 1 0", "watch_remove 1"}));
}

TEST_F(CallbacksTest, AWatchMoves) {
  int calls = 0;
  Watch first = host_.watch(5, Ready::Readable, [&](Ready) { ++calls; });
  Watch second = std::move(first);
  fake_.take();
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  EXPECT_EQ(calls, 1);
  second = host_.watch(6, Ready::Readable, [&](Ready) { calls += 10; });
  EXPECT_EQ(fake_.take(), (Lines{"watch_add 6 1", "watch_remove 1"}));
  fake_.fireWatch(6, PRISM_WATCH_READABLE);
  EXPECT_EQ(calls, 11);
}

TEST_F(CallbacksTest, AWatchThatIsRefusedSaysSo) {
  fake_.answer(PRISM_ERR_SYSTEM);
  const Watch watch = host_.watch(5, Ready::Readable, [held = held_](Ready) {});
  EXPECT_FALSE(watch);
  EXPECT_EQ(watch.result(), Result::SystemError);
  EXPECT_EQ(host_.systemError(), ENOSPC);
  EXPECT_TRUE(watchHeld().expired());
}

// On another thread the host refuses to remove the callback, and calls it again. The wrapper must ignore that call.
TEST_F(CallbacksTest, CallbackEndedOnAnotherThreadIsNotCalledAgain) {
  int calls = 0;
  Watch watch = host_.watch(5, Ready::Readable, [&](Ready) { ++calls; });
  Timer timer = host_.every(milliseconds(50), [&] { ++calls; });
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  fake_.fireTimer(2);
  EXPECT_EQ(calls, 2);
  fake_.answer(PRISM_ERR_THREAD);
  watch.end();
  timer.end();
  EXPECT_FALSE(watch);
  EXPECT_FALSE(timer);
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  fake_.fireTimer(2);
  EXPECT_EQ(calls, 2);
}

TEST_F(CallbacksTest, AWatchMayEndInItsOwnCallback) {
  Watch watch;
  int value = 0;
  watch = host_.watch(5, Ready::Readable, [&, held = held_](Ready) {
    watch.end();
    value = *held;  // the captured value lives until the callback returns
  });
  const auto seen = watchHeld();
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  EXPECT_EQ(value, 7);
  EXPECT_FALSE(watch);
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(fake_.watches(), 0U);
  EXPECT_EQ(fake_.take(), (Lines{"watch_add 5 1", "watch_remove 1"}));
}

TEST_F(CallbacksTest, AWatchMayBeReplacedInItsOwnCallback) {
  Watch watch;
  std::string calls;
  watch = host_.watch(5, Ready::Writable, [&, held = held_](Ready) {
    watch = host_.watch(6, Ready::Readable, [&](Ready) { calls += "second "; });
    calls += "first " + std::to_string(*held) + " ";
  });
  const auto seen = watchHeld();
  fake_.fireWatch(5, PRISM_WATCH_WRITABLE);
  EXPECT_TRUE(seen.expired());
  fake_.fireWatch(6, PRISM_WATCH_READABLE);
  EXPECT_EQ(calls, "first 7 second ");
}

TEST_F(CallbacksTest, AWatchThatThrowsGoesOn) {
  const Watch watch = host_.watch(5, Ready::Readable, [](Ready) { throw std::runtime_error("on purpose"); });
  fake_.take();
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  fake_.fireWatch(5, PRISM_WATCH_READABLE);
  EXPECT_EQ(fake_.take(), (Lines{"fault: a watch: exception: on purpose", "fault: a watch: exception: on purpose"}));
}

TEST_F(CallbacksTest, ATimerComesOnceAndIsOver) {
  int calls = 0;
  Timer timer = host_.after(std::chrono::seconds(2), [&] { ++calls; });
  EXPECT_TRUE(timer);
  EXPECT_EQ(timer.result(), Result::Ok);
  fake_.fireTimer(1);
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(timer);
  timer.end();
  EXPECT_EQ(fake_.take(), Lines{"timer_add 2000 0"});  // a one-shot timer that is due needs no timer_remove
}

TEST_F(CallbacksTest, ATimerThatIsOverFreesWhatItHeld) {
  Timer timer = host_.after(milliseconds(-5), [held = held_] {});
  const auto seen = watchHeld();
  fake_.fireTimer(1);
  timer = Timer();
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(fake_.take(), Lines{"timer_add 0 0"});
}

TEST_F(CallbacksTest, APeriodicTimerComesUntilItsOwnerEnds) {
  int calls = 0;
  {
    const Timer timer = host_.every(milliseconds(50), [&] { ++calls; });
    fake_.fireTimer(1);
    fake_.fireTimer(1);
    EXPECT_TRUE(timer);
  }
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(fake_.timers(), 0U);
  EXPECT_EQ(fake_.take(), (Lines{"timer_add 50 50", "timer_remove 1"}));
}

TEST_F(CallbacksTest, ATimerMayComeLater) {
  const Timer timer = host_.after(
      std::chrono::seconds(2), [] {}, milliseconds(500));
  EXPECT_EQ(fake_.take(), Lines{"timer_add 2000 0 slack=500"});
}

TEST_F(CallbacksTest, APeriodicTimerIsNeverAOneShotOne) {
  const Timer timer = host_.every(milliseconds(0), [] {});
  EXPECT_EQ(fake_.take(), Lines{"timer_add 1 1"});
}

TEST_F(CallbacksTest, ATimerMayEndInItsOwnCallback) {
  Timer timer;
  int value = 0;
  timer = host_.every(milliseconds(50), [&, held = held_] {
    timer.end();
    value = *held;
  });
  const auto seen = watchHeld();
  fake_.fireTimer(1);
  EXPECT_EQ(value, 7);
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(fake_.take(), (Lines{"timer_add 50 50", "timer_remove 1"}));
}

TEST_F(CallbacksTest, ATimerMayStartItselfAgain) {
  Timer timer;
  int calls = 0;
  std::function<void()> again = [&] {
    if (++calls < 3) {
      timer = host_.after(milliseconds(10), again);
    }
  };
  again();
  fake_.fireTimer(1);
  fake_.fireTimer(2);
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(fake_.timers(), 0U);
}

TEST_F(CallbacksTest, ATimerThatIsRefusedSaysSo) {
  fake_.answer(PRISM_ERR_THREAD);
  const Timer timer = host_.after(milliseconds(1), [held = held_] {});
  EXPECT_FALSE(timer);
  EXPECT_EQ(timer.result(), Result::WrongThread);
  EXPECT_TRUE(watchHeld().expired());
}

TEST_F(CallbacksTest, ATimerThatThrowsIsLogged) {
  const Timer timer = host_.after(milliseconds(1), [] { throw std::runtime_error("on purpose"); });
  fake_.take();
  fake_.fireTimer(1);
  EXPECT_EQ(fake_.take(), Lines{"fault: a timer: exception: on purpose"});
}

TEST_F(CallbacksTest, APostRunsOnceAndFreesWhatItHeld) {
  int value = 0;
  EXPECT_EQ(host_.post([&, held = held_] { value = *held; }), Result::Ok);
  const auto seen = watchHeld();
  EXPECT_FALSE(seen.expired());
  fake_.runPosts();
  EXPECT_EQ(value, 7);
  EXPECT_TRUE(seen.expired());
}

TEST_F(CallbacksTest, APostThatIsRefusedFreesWhatItHeld) {
  fake_.answer(PRISM_ERR_STATE);
  EXPECT_EQ(host_.post([held = held_] {}), Result::WrongState);
  EXPECT_TRUE(watchHeld().expired());
  fake_.runPosts();
}

TEST_F(CallbacksTest, APostThatThrowsIsLogged) {
  host_.post([] { throw std::runtime_error("on purpose"); });
  fake_.take();
  fake_.runPosts();
  EXPECT_EQ(fake_.take(), Lines{"fault: a post: exception: on purpose"});
}

}  // namespace
}  // namespace prism::tests
