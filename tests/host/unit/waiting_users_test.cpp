// SPDX-License-Identifier: MIT
// The turns of the users who wait for missed messages, and the number of visits that they cost.
#include "host/history/waiting_users.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <string>

namespace prism::tests {
namespace {

class WaitingUsersTest : public ::testing::Test {
 protected:
  // Visits users until `most` have been visited. Those whose name is in `again` wait on. Returns the names.
  std::string visit(std::size_t most, const std::string& again = "") {
    std::string names;
    std::size_t visits = 0;
    users_.visit([&] { return visits == most; },
                 [&](const std::string& user) {
                   ++visits;
                   names += user;
                   return again.find(user) != std::string::npos;
                 });
    return names;
  }

  void add(const std::string& letters) {
    for (const char letter : letters) {
      users_.add(std::string(1, letter));
    }
  }

  host::WaitingUsers users_;
};

TEST_F(WaitingUsersTest, TheNextTurnGoesOnBehindTheLastUser) {
  add("dacb");
  EXPECT_EQ(visit(2, "a"), "ab");
  EXPECT_EQ(visit(2, "c"), "cd");
  EXPECT_EQ(visit(9, "c"), "ac");
  EXPECT_EQ(visit(9, "c"), "c") << "once a turn";
  EXPECT_EQ(visit(0), "");
  EXPECT_EQ(visit(9), "c");
  EXPECT_TRUE(users_.empty());
}

TEST_F(WaitingUsersTest, AVisitMayAddAndRemoveUsers) {
  add("abc");
  std::string names;
  users_.visit([] { return false; },
               [&](const std::string& user) {
                 names += user;
                 users_.remove("a");
                 users_.remove("b");
                 users_.add("d");
                 return false;
               });
  EXPECT_EQ(names, "acd");
  EXPECT_TRUE(users_.empty()) << "d was added again before its own visit had ended";
}

// Four visits a turn, as with a plugin that answers at once. All users have one page, and some have several.
TEST_F(WaitingUsersTest, ManyUsersCostAVisitForEachPage) {
  constexpr std::size_t kUsers = 10'000;
  std::map<std::string, int> pages;
  std::size_t all_pages = 0;
  for (std::size_t i = 0; i < kUsers; ++i) {
    const std::string user = "user" + std::to_string(i);
    users_.add(user);
    users_.add(user);
    pages[user] = i % 100 == 0 ? 5 : 1;
    all_pages += static_cast<std::size_t>(pages[user]);
  }
  std::size_t visits = 0;
  while (!users_.empty() && visits <= all_pages) {
    const std::size_t end = visits + 4;
    users_.visit([&] { return visits == end; },
                 [&](const std::string& user) {
                   ++visits;
                   return --pages[user] > 0;
                 });
  }
  EXPECT_EQ(visits, all_pages);
}

}  // namespace
}  // namespace prism::tests
