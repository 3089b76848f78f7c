// SPDX-License-Identifier: MIT
#include "host/session/session_table.h"

#include <gtest/gtest.h>

#include <set>

namespace prism::host {
namespace {

TEST(SessionTable, HoldsASessionFromOpenToClose) {
  SessionTable table;
  EXPECT_EQ(table.find("alice@example.org"), nullptr);
  table.open("alice@example.org");
  ASSERT_NE(table.find("alice@example.org"), nullptr);
  EXPECT_FALSE(table.find("alice@example.org")->login.isConnected());
  EXPECT_EQ(table.find("alice@example.or"), nullptr);
  EXPECT_EQ(table.find("Alice@example.org"), nullptr);
  EXPECT_EQ(table.find(""), nullptr);
  EXPECT_TRUE(table.close("alice@example.org"));
  EXPECT_FALSE(table.close("alice@example.org"));
  EXPECT_EQ(table.find("alice@example.org"), nullptr);
}

TEST(SessionTable, FindsAgainWhatItFindsAndNothingElse) {
  SessionTable table;
  EXPECT_EQ(table.findAgain("alice"), nullptr);
  table.open("alice");
  table.open("bob");
  for (int i = 0; i < 1000; ++i) {
    table.open("user" + std::to_string(i));
  }
  Session* const alice = table.find("alice");
  EXPECT_EQ(table.findAgain("alice"), alice);
  EXPECT_EQ(table.findAgain("bob"), table.find("bob"));
  EXPECT_EQ(table.findAgain("alice"), alice);
  EXPECT_EQ(table.findAgain("alic"), nullptr);
  table.find("alice");
  table.close("alice");
  EXPECT_EQ(table.findAgain("alice"), nullptr);
  table.open("alice");
  EXPECT_EQ(table.findAgain("alice"), table.find("alice"));
  while (table.closeOne()) {
  }
  EXPECT_EQ(table.findAgain("alice"), nullptr);
}

TEST(SessionTable, ANewSessionRemembersNothingOfTheOld) {
  SessionTable table;
  table.open("alice");
  ASSERT_TRUE(table.find("alice")->login.connect());
  table.close("alice");
  table.open("alice");
  EXPECT_FALSE(table.find("alice")->login.isConnected());
}

TEST(SessionTable, GivesUpItsSessionsOneByOne) {
  SessionTable table;
  std::set<std::string> users;
  for (int i = 0; i < 100; ++i) {
    users.insert("user" + std::to_string(i));
  }
  for (const std::string& user : users) {
    table.open(user);
  }
  std::set<std::string> closed;
  while (const auto user = table.closeOne()) {
    EXPECT_EQ(table.find(*user), nullptr);
    closed.insert(*user);
  }
  EXPECT_EQ(closed, users);
  EXPECT_EQ(table.size(), 0U);
}

}  // namespace
}  // namespace prism::host
