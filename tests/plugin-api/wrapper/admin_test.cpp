// SPDX-License-Identifier: MIT
// prism/admin.hpp: the commands that reach the host, and how they end.
#include "tests/support/fake_host.h"
#include <prism/admin.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace prism::tests {
namespace {

class AdminTest : public testing::Test {
 protected:
  AdminCommand send(std::string_view command) {
    return admin_.send(command, [this](const AdminAnswer& reply) {
      ended_.push_back(std::to_string(static_cast<std::uint32_t>(reply.outcome)) + " " + std::string(reply.text));
    });
  }

  FakeHost fake_;
  const Admin admin_{Host(fake_.table())};
  Lines ended_;
};

TEST_F(AdminTest, EachOutcomeIsTold) {
  const AdminCommand one = send("status");
  const AdminCommand two = send("online_users_count");
  const AdminCommand three = send("uptime");
  EXPECT_TRUE(one);
  EXPECT_EQ(one.result(), Result::Ok);
  fake_.endCommand(1, PRISM_ADMIN_ANSWERED, "Running");
  fake_.endCommand(2, PRISM_ADMIN_TIMED_OUT);
  fake_.endCommand(3, PRISM_ADMIN_ENDED);
  EXPECT_FALSE(one);
  EXPECT_EQ(ended_, (Lines{"1 Running", "2 ", "3 "}));
  EXPECT_EQ(fake_.take(), (Lines{"admin.send status", "admin.send online_users_count", "admin.send uptime"}));
}

TEST_F(AdminTest, IsCancelledWithItsOwner) {
  { const AdminCommand command = send("status"); }
  EXPECT_EQ(fake_.take(), (Lines{"admin.send status", "admin.cancel 1"}));
  AdminCommand command = send("status");
  command.cancel();
  EXPECT_FALSE(command);
  command.cancel();
  EXPECT_EQ(fake_.take(), (Lines{"admin.send status", "admin.cancel 2"}));
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(AdminTest, CanBeReplacedInItsOwnCallback) {
  AdminCommand command;
  command = admin_.send("one", [&](const AdminAnswer&) { command = send("two"); });
  fake_.endCommand(1, PRISM_ADMIN_ANSWERED, "x");
  EXPECT_TRUE(command);
  fake_.endCommand(2, PRISM_ADMIN_ANSWERED, "y");
  EXPECT_EQ(ended_, Lines{"1 y"});
  EXPECT_EQ(fake_.take(), (Lines{"admin.send one", "admin.send two"}));
}

TEST_F(AdminTest, ARefusedCommandIsNotOpen) {
  fake_.answer(PRISM_ERR_STATE);
  const AdminCommand command = send("status");
  EXPECT_FALSE(command);
  EXPECT_EQ(command.result(), Result::WrongState);
}

TEST_F(AdminTest, IsNotAnsweredAnyMoreOnceItHasEndedOnAnotherThread) {
  AdminCommand command = send("status");
  fake_.answer(PRISM_ERR_THREAD);
  command.cancel();
  EXPECT_FALSE(command);
  fake_.endCommand(1, PRISM_ADMIN_ANSWERED, "x");
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(AdminTest, AnExceptionIsLogged) {
  const AdminCommand command =
      admin_.send("status", [](const AdminAnswer&) { throw std::runtime_error("on purpose"); });
  fake_.take();
  fake_.endCommand(1, PRISM_ADMIN_ANSWERED, "x");
  EXPECT_EQ(fake_.take(), Lines{"fault: the answer to a command: exception: on purpose"});
}

TEST_F(AdminTest, AHostWithoutTheServiceIsFine) {
  fake_.removeService(PRISM_ADMIN);
  const Admin admin{Host(fake_.table())};
  EXPECT_FALSE(admin);
  EXPECT_EQ(admin.send("status", [](const AdminAnswer&) {}).result(), Result::Unsupported);
  EXPECT_EQ(fake_.take(), Lines{});
}

}  // namespace
}  // namespace prism::tests
