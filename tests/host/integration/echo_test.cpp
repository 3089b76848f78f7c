// SPDX-License-Identifier: MIT
// The echo plugin in the real host.
#include "tests/support/host_test.h"

namespace prism::tests {
namespace {

class EchoTest : public HostTest {
 protected:
  void SetUp() override { launch("echo"); }
};

TEST_F(EchoTest, ItsContactComesOnlineAtLogin) {
  login("alice@example.org");
  const pbnetwork::Buddy buddy = spectrum_->expectBuddy("alice@example.org", "echo");
  EXPECT_EQ(buddy.status(), pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(buddy.alias(), "Echo");
  ASSERT_EQ(buddy.group_size(), 1);
  EXPECT_EQ(buddy.group(0), "Echo");
  EXPECT_FALSE(buddy.blocked());
  spectrum_->expectNothing();
}

TEST_F(EchoTest, MessageToAnyContactIsEchoed) {
  loginToEcho("alice");
  for (const std::string buddy : {"echo", "bob@example.org", "Grüße", "#room"}) {
    for (const std::string text : {"hi", "two\nlines\tand a tab", "<b>&amp;</b>", "ünïcödé 😀"}) {
      spectrum_->say("alice", buddy, text);
      const auto answer = spectrum_->expectMessage("alice", buddy, text);
      EXPECT_EQ(answer.id(), "");
      EXPECT_EQ(answer.nickname(), "");
    }
  }
}

TEST_F(EchoTest, AMessageWithoutTextIsNotEchoed) {
  loginToEcho("alice");
  spectrum_->say("alice", "echo", "");
  spectrum_->say("alice", "echo", "hi");
  spectrum_->expectMessage("alice", "echo", "hi");
}

TEST_F(EchoTest, AReceiptIsAnsweredWhenAskedFor) {
  loginToEcho("alice");
  spectrum_->say("alice", "echo", "with receipt", "id-1");
  spectrum_->expectAck("alice", "echo", "id-1");
  spectrum_->expectMessage("alice", "echo", "with receipt");
  spectrum_->say("alice", "echo", "without");
  spectrum_->expectMessage("alice", "echo", "without");
  spectrum_->expectNothing();
}

TEST_F(EchoTest, UsersAreKeptApart) {
  loginToEcho("alice");
  loginToEcho("bob");
  spectrum_->say("alice", "echo", "from alice");
  spectrum_->say("bob", "echo", "from bob");
  spectrum_->expectMessage("alice", "echo", "from alice");
  spectrum_->expectMessage("bob", "echo", "from bob");
  spectrum_->logout("alice");
  spectrum_->say("alice", "echo", "too late");
  spectrum_->say("bob", "echo", "still here");
  spectrum_->expectMessage("bob", "echo", "still here");
  spectrum_->expectNothing();
}

TEST_F(EchoTest, ASecondLoginIsServedLikeTheFirst) {
  loginToEcho("alice");
  loginToEcho("alice");
  spectrum_->logout("alice");
  spectrum_->logout("alice");
  loginToEcho("alice");
  spectrum_->say("alice", "echo", "hi");
  spectrum_->expectMessage("alice", "echo", "hi");
}

}  // namespace
}  // namespace prism::tests
