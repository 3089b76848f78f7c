// SPDX-License-Identifier: MIT
// The turns of the users whose requests wait.
#include "host/base/user_turns.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace prism::tests {
namespace {

struct Request {
  std::string name;
};

class UserTurnsTest : public ::testing::Test {
 protected:
  host::UserTurns<Request>::Place wait(const std::string& user, Request& request, bool first = false) {
    return turns_.wait(user, &request, first);
  }

  // Starts all that may run, and returns their names.
  std::string start() {
    std::string names;
    while (const auto turn = turns_.take()) {
      names += (names.empty() ? "" : " ") + turn->user + ":" + turn->item->name;
    }
    return names;
  }

  host::UserTurns<Request> turns_{4, 2};
  Request a_{"a"};
  Request b_{"b"};
  Request c_{"c"};
};

TEST_F(UserTurnsTest, TheRequestsOfOneUserRunInTheirOrder) {
  wait("alice", a_);
  wait("alice", b_);
  wait("alice", c_, true);
  EXPECT_EQ(turns_.waitingOf("alice"), 3U);
  EXPECT_EQ(start(), "alice:c alice:a") << "two of a user";
  turns_.stop("alice");
  EXPECT_EQ(start(), "alice:b");
  EXPECT_EQ(turns_.waiting(), 0U);
}

TEST_F(UserTurnsTest, UsersTakeTurns) {
  for (const char* user : {"carol", "alice", "bob"}) {
    wait(user, a_);
    wait(user, b_);
  }
  EXPECT_EQ(start(), "alice:a bob:a carol:a") << "the last place is for somebody who has none";
  wait("dan", a_);
  EXPECT_EQ(start(), "dan:a");
  turns_.stop("bob");
  EXPECT_EQ(start(), "bob:b");
  turns_.stop("alice");
  wait("eve", a_);
  EXPECT_EQ(start(), "eve:a") << "her turn comes before that of alice, who has had one";
  turns_.stop("dan");
  EXPECT_EQ(start(), "alice:b");
}

TEST_F(UserTurnsTest, AUserWithManyDoesNotDelayTheOthers) {
  host::UserTurns<Request> turns(1, 1);
  std::vector<Request> many(1000);
  for (Request& request : many) {
    turns.wait("mallory", &request);
  }
  ASSERT_EQ(turns.take()->user, "mallory");
  turns.wait("alice", &a_);
  turns.stop("mallory");
  EXPECT_EQ(turns.take()->user, "alice");
  EXPECT_FALSE(turns.take());
  turns.stop("alice");
  EXPECT_EQ(turns.take()->user, "mallory");
}

TEST_F(UserTurnsTest, RequestsLeave) {
  const auto place = wait("alice", a_);
  wait("alice", b_);
  turns_.leave("alice", place);
  std::string seen;
  turns_.visit("alice", [&](const Request* request) { seen += request->name; });
  EXPECT_EQ(seen, "b");
  EXPECT_EQ(start(), "alice:b");
}

TEST_F(UserTurnsTest, UnwantedRequestsCostNoTurn) {
  wait("alice", a_);
  wait("alice", b_);
  wait("bob", a_);
  const auto turn = turns_.take([&](const std::string&, const Request* request) { return request != &a_; });
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->user, "alice");
  EXPECT_EQ(turn->item, &b_);
  EXPECT_FALSE(turns_.take([](const std::string&, const Request*) { return false; }));
  EXPECT_EQ(turns_.waiting(), 0U);
}

}  // namespace
}  // namespace prism::tests
