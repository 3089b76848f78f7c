// SPDX-License-Identifier: MIT
#include "host/session/session_deadlines.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

class SessionDeadlinesTest : public testing::Test {
 protected:
  // Sets the time limit of logins. With 0 each is due at once, with an hour none during a test.
  void setLimit(std::chrono::seconds limit) {
    const auto open = [this](const std::string&, std::uint64_t login) { return !answered_.contains(login); };
    deadlines_.emplace(timers_, limit, open, [this](const std::string& user, std::uint64_t login) {
      missed_.push_back(fmt::format("{} {}", user, login));
      if (again_ > 0) {
        --again_;
        deadlines_->add(user, login + 1);
      }
    });
  }

  Lines runTimers() {
    timers_.runDue([](TimerQueue::Callback callback, void* data, TimerQueue::Id timer) { callback(data, timer); });
    return std::exchange(missed_, {});
  }

  TimerSource timers_;
  std::optional<SessionDeadlines> deadlines_;
  Lines missed_;
  std::set<std::uint64_t> answered_;
  int again_ = 0;  // number of logins that the callback adds while it runs
};

TEST_F(SessionDeadlinesTest, TellsOfEachLoginWhoseTimeIsUp) {
  setLimit(std::chrono::seconds(0));
  deadlines_->add("alice", 1);
  deadlines_->add("bob", 2);
  deadlines_->add("alice", 3);
  EXPECT_EQ(runTimers(), (Lines{"alice 1", "bob 2", "alice 3"}));
  EXPECT_EQ(runTimers(), Lines{}) << "once";
}

TEST_F(SessionDeadlinesTest, TellsNothingOfThoseThatHaveBeenAnswered) {
  setLimit(std::chrono::seconds(0));
  deadlines_->add("alice", 1);
  deadlines_->add("bob", 2);
  answered_ = {1};
  EXPECT_EQ(runTimers(), Lines{"bob 2"});
}

TEST_F(SessionDeadlinesTest, KeepsWhatIsOpenAndWhatHasComeBehindIt) {
  setLimit(std::chrono::hours(1));
  for (std::uint64_t login = 1; login <= 1000; ++login) {
    deadlines_->add("alice", login);
    answered_.insert(login);
  }
  EXPECT_EQ(deadlines_->size(), 1U);
  answered_.erase(1000);
  deadlines_->add("alice", 1001);
  answered_.insert(1001);
  deadlines_->add("alice", 1002);
  EXPECT_EQ(deadlines_->size(), 3U);
}

TEST_F(SessionDeadlinesTest, GoesOnAfterwards) {
  setLimit(std::chrono::seconds(0));
  deadlines_->add("alice", 1);
  EXPECT_EQ(runTimers(), Lines{"alice 1"});
  deadlines_->add("alice", 2);
  EXPECT_EQ(runTimers(), Lines{"alice 2"});
}

TEST_F(SessionDeadlinesTest, WaitsForTheTime) {
  setLimit(std::chrono::hours(1));
  deadlines_->add("alice", 1);
  EXPECT_EQ(runTimers(), Lines{});
  EXPECT_EQ(deadlines_->limit(), std::chrono::hours(1));
}

TEST_F(SessionDeadlinesTest, ALoginMayBeAddedWhileOneIsToldOf) {
  setLimit(std::chrono::seconds(0));
  again_ = 2;
  deadlines_->add("alice", 1);
  Lines all;
  while (all.size() < 3) {
    const Lines some = runTimers();
    ASSERT_FALSE(some.empty());
    all.insert(all.end(), some.begin(), some.end());
  }
  EXPECT_EQ(all, (Lines{"alice 1", "alice 2", "alice 3"}));
  EXPECT_EQ(runTimers(), Lines{});
}

}  // namespace
}  // namespace prism::host
