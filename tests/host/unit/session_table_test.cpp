// SPDX-License-Identifier: MIT
#include "host/session/session_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

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

// Closing a session moves others to nearer slots; the table grows, and shrinks again.
TEST(SessionTable, KeepsTheOtherSessionsWhereTheyAreFound) {
  std::minstd_rand random(1);
  SessionTable table;
  std::map<std::string, Session*> open;
  for (const int most : {10, 20'000, 100}) {
    for (int step = 0; step < 100'000; ++step) {
      const std::string user = "user" + std::to_string(random() % static_cast<unsigned>(2 * most));
      if (const auto found = open.find(user); found != open.end()) {
        ASSERT_EQ(table.find(user), found->second);
        ASSERT_TRUE(table.close(user));
        open.erase(found);
      } else {
        ASSERT_FALSE(table.close(user));
        open.emplace(user, &table.open(user));
      }
      ASSERT_EQ(table.size(), open.size());
    }
    for (const auto& [user, session] : open) {
      ASSERT_EQ(table.find(user), session);
    }
    for (; open.size() > 100; open.erase(open.begin())) {
      ASSERT_TRUE(table.close(open.begin()->first));
    }
  }
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
