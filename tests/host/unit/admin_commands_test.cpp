// SPDX-License-Identifier: MIT
// Commands that Spectrum answers too late. The integration tests have the rest.
#include "host/services/admin_commands.h"

#include "tests/host/unit/guard_test.h"

namespace prism::tests {
namespace {

class AdminCommandsTest : public GuardTest {
 protected:
  prism_admin_id send(const char* command) {
    prism_admin_id id = 0;
    EXPECT_EQ(admin_.send(prism_str_from(command), &onEnded, this, &id), PRISM_OK);
    return id;
  }

  static void onEnded(void* self, prism_admin_id id, const prism_admin_answer* answer) {
    EXPECT_EQ(answer->struct_size, sizeof *answer);
    auto* test = static_cast<AdminCommandsTest*>(self);
    test->ended_.push_back(fmt::format("{} {} {}", id, answer->outcome, host::view(answer->text)));
    if (test->on_ended_) {
      test->on_ended_();
    }
  }

  void runTimers() {
    timers_.runDue(
        [](host::TimerQueue::Callback callback, void* data, host::TimerQueue::Id timer) { callback(data, timer); });
  }

  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{faults_, calls_};
  host::TimerSource timers_;
  host::AdminCommands admin_{guard_, timers_, boundary_, std::chrono::seconds(0)};  // each command is overdue at once
  std::function<void()> on_ended_;
  Lines ended_;
};

TEST_F(AdminCommandsTest, ALateAnswerIsNotTakenForThatOfTheNextCommand) {
  send("one");
  runTimers();
  EXPECT_EQ(ended_, Lines{"1 2 "});
  send("two");
  EXPECT_TRUE(admin_.onAnswer("of one"));
  EXPECT_TRUE(admin_.onAnswer("of two"));
  EXPECT_EQ(ended_, (Lines{"1 2 ", "2 1 of two"}));
  runTimers();
  EXPECT_FALSE(admin_.onAnswer("of nobody"));
  EXPECT_EQ(ended_.size(), 2U);
}

TEST_F(AdminCommandsTest, ACommandThatHasTimedOutCountsUntilItIsAnswered) {
  for (std::size_t i = 0; i < host::AdminCommands::kMost; ++i) {
    send("status");
  }
  runTimers();
  prism_admin_id id = 0;
  EXPECT_EQ(admin_.send(PRISM_STR("status"), &onEnded, this, &id), PRISM_ERR_LIMIT);
  EXPECT_EQ(id, 0U);
  EXPECT_TRUE(admin_.onAnswer(""));
  send("status");
}

TEST_F(AdminCommandsTest, ACallbackMaySendAndWithdrawOthers) {
  send("one");
  const prism_admin_id two = send("two");
  on_ended_ = [&] {
    on_ended_ = nullptr;
    EXPECT_EQ(admin_.cancel(two), PRISM_OK);
    send("three");
  };
  EXPECT_TRUE(admin_.onAnswer("of one"));
  EXPECT_TRUE(admin_.onAnswer("of two"));
  EXPECT_TRUE(admin_.onAnswer("of three"));
  EXPECT_EQ(ended_, (Lines{"1 1 of one", "3 1 of three"}));
}

TEST_F(AdminCommandsTest, AtTheEndACallbackMayWithdrawOthers) {
  send("one");
  const prism_admin_id two = send("two");
  send("three");
  on_ended_ = [&] {
    on_ended_ = nullptr;
    EXPECT_EQ(admin_.cancel(two), PRISM_OK);
  };
  admin_.endAll();
  EXPECT_EQ(ended_, (Lines{"1 3 ", "3 3 "}));
  runTimers();
  EXPECT_EQ(ended_.size(), 2U);
  prism_admin_id id = 0;
  EXPECT_EQ(admin_.send(PRISM_STR("status"), &onEnded, this, &id), PRISM_ERR_STATE);
}

}  // namespace
}  // namespace prism::tests
