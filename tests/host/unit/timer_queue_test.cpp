// SPDX-License-Identifier: MIT
#include "host/loop/timer_queue.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace prism::host {
namespace {

using Clock = TimerQueue::Clock;
using std::chrono::milliseconds;

// A queue with a clock that the test advances.
class TimerQueueTest : public testing::Test {
 protected:
  // Adds a timer that records its name when it is called.
  TimerQueue::Id add(int due_ms, const std::string& name, int period_ms = 0) {
    auto& note = notes_.emplace_back(std::make_unique<Note>(Note{this, name}));
    return queue_.add(start_ + milliseconds(due_ms), milliseconds(period_ms), &Note::write, note.get());
  }

  // Returns the timers that are due at `ms`.
  std::vector<std::string> runDueAt(int ms) {
    written_.clear();
    queue_.runDue(start_ + milliseconds(ms), [](auto callback, void* data, auto id) { callback(data, id); });
    return written_;
  }

  struct Note {
    TimerQueueTest* test;
    std::string name;
    std::function<void(TimerQueue::Id)> then = nullptr;

    static void write(void* data, TimerQueue::Id id) {
      auto* note = static_cast<Note*>(data);
      note->test->written_.push_back(note->name);
      if (note->then) {
        note->then(id);
      }
    }
  };

  void setActionOfLast(std::function<void(TimerQueue::Id)> action) { notes_.back()->then = std::move(action); }

  using Names = std::vector<std::string>;

  TimerQueue queue_;
  const Clock::time_point start_ = Clock::time_point() + std::chrono::hours(1);
  std::vector<std::unique_ptr<Note>> notes_;
  Names written_;
};

TEST_F(TimerQueueTest, CallsWhatIsDueInOrderAndOnce) {
  add(30, "c");
  add(10, "a");
  add(20, "b");
  add(20, "b2");
  EXPECT_EQ(queue_.next(), start_ + milliseconds(10));
  EXPECT_EQ(runDueAt(9), Names{});
  EXPECT_EQ(runDueAt(20), (Names{"a", "b", "b2"}));
  EXPECT_EQ(runDueAt(1000), Names{"c"});
  EXPECT_EQ(runDueAt(2000), Names{});
  EXPECT_EQ(queue_.next(), std::nullopt);
}

TEST_F(TimerQueueTest, RemovesTimers) {
  const auto a = add(10, "a");
  add(20, "b");
  EXPECT_TRUE(queue_.remove(a));
  EXPECT_FALSE(queue_.remove(a));
  EXPECT_TRUE(queue_.everHad(a));
  for (const TimerQueue::Id never : {TimerQueue::Id{0}, TimerQueue::Id{12345}, a + (TimerQueue::Id{1} << 32)}) {
    EXPECT_FALSE(queue_.remove(never)) << never;
    EXPECT_FALSE(queue_.everHad(never)) << never;
  }
  EXPECT_EQ(runDueAt(100), Names{"b"});
}

TEST_F(TimerQueueTest, NeverGivesAnIdTwice) {
  std::set<TimerQueue::Id> ids;
  for (int i = 0; i < 100; ++i) {
    const auto id = add(10, "x");
    EXPECT_NE(id, 0U);
    EXPECT_TRUE(ids.insert(id).second);
    queue_.remove(id);
  }
}

TEST_F(TimerQueueTest, APeriodicTimerComesAgainWithoutMakingUpForWhatItMissed) {
  add(10, "tick", 10);
  EXPECT_EQ(runDueAt(10), Names{"tick"});
  EXPECT_EQ(runDueAt(19), Names{});
  EXPECT_EQ(runDueAt(20), Names{"tick"});
  EXPECT_EQ(runDueAt(75), Names{"tick"});
  EXPECT_EQ(queue_.next(), start_ + milliseconds(80)) << "it keeps its rhythm";
}

TEST_F(TimerQueueTest, ACallbackMayRemoveItsOwnTimerAndOthers) {
  add(10, "periodic", 10);
  setActionOfLast([this](TimerQueue::Id id) { EXPECT_TRUE(queue_.remove(id)); });
  const auto victim = add(12, "victim");
  add(11, "remover");
  setActionOfLast([this, victim](TimerQueue::Id id) {
    EXPECT_TRUE(queue_.remove(victim));
    EXPECT_FALSE(queue_.remove(id)) << "one that is not periodic is gone already";
  });
  EXPECT_EQ(runDueAt(50), (Names{"periodic", "remover"}));
  EXPECT_EQ(queue_.size(), 0U);
}

TEST_F(TimerQueueTest, TimerAddedByACallbackWaitsForTheNextRun) {
  add(10, "first");
  setActionOfLast([this](TimerQueue::Id) { add(0, "second"); });
  EXPECT_EQ(runDueAt(10), Names{"first"});
  EXPECT_EQ(runDueAt(10), Names{"second"});
}

// Compares with the simplest correct implementation: a sorted list.
TEST_F(TimerQueueTest, AgreesWithASortedList) {
  std::mt19937 random(4711);
  std::map<std::pair<int, int>, TimerQueue::Id> expected;  // keyed by due time and order of insertion
  int order = 0;
  for (int now = 0; now < 3000; ++now) {
    for (int i = 0; i < 5; ++i) {
      const int due = now + 1 + static_cast<int>(random() % 200);
      expected[{due, order}] = add(due, std::to_string(order));
      ++order;
    }
    for (int i = 0; i < 2 && !expected.empty(); ++i) {
      const auto victim = std::next(expected.begin(), static_cast<long>(random() % expected.size()));
      EXPECT_TRUE(queue_.remove(victim->second));
      expected.erase(victim);
    }
    Names due;
    while (!expected.empty() && expected.begin()->first.first <= now) {
      due.push_back(std::to_string(expected.begin()->first.second));
      expected.erase(expected.begin());
    }
    ASSERT_EQ(runDueAt(now), due);
    ASSERT_EQ(queue_.size(), expected.size());
  }
}

}  // namespace
}  // namespace prism::host
