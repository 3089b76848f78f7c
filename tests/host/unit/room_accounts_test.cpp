// SPDX-License-Identifier: MIT
#include "host/session/room_accounts.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

using host::RoomAccounts;

std::string found(const RoomAccounts& accounts, std::string_view name) {
  const auto participant = accounts.find(name);
  return participant ? std::string(participant->nickname) + " " + std::string(participant->account) : "";
}

TEST(RoomAccountsTest, ANicknameGoesBeforeAnAccountAndTheExactNameFirst) {
  RoomAccounts accounts;
  accounts.set("bob", "b@x");
  accounts.set("Bob", "other@x");
  accounts.set("b@x", "strange@x");
  EXPECT_EQ(found(accounts, "bob"), "bob b@x");
  EXPECT_EQ(found(accounts, "Bob"), "Bob other@x");
  EXPECT_EQ(found(accounts, "b@x"), "b@x strange@x");
  EXPECT_EQ(found(accounts, "OTHER@x"), "Bob other@x");
  EXPECT_EQ(found(accounts, "carol"), "");
  EXPECT_EQ(found(accounts, ""), "");
}

TEST(RoomAccountsTest, AnUnknownAccountLeavesTheKnownOne) {
  RoomAccounts accounts;
  accounts.set("ann", "");
  EXPECT_EQ(found(accounts, "ann"), "");
  accounts.set("ann", "a@x");
  accounts.set("ann", "");
  EXPECT_EQ(found(accounts, "ann"), "ann a@x");
  accounts.set("ann", "b@x");
  EXPECT_EQ(found(accounts, "ann"), "ann b@x");
}

TEST(RoomAccountsTest, TheyFollowNicknames) {
  RoomAccounts accounts;
  accounts.set("ann", "a@x");
  accounts.rename("ann", "anna");
  accounts.rename("nobody", "ann");
  EXPECT_EQ(found(accounts, "ann"), "");
  EXPECT_EQ(found(accounts, "a@x"), "anna a@x");
  accounts.rename("anna", "anna");
  accounts.remove("nobody");
  EXPECT_EQ(found(accounts, "anna"), "anna a@x");
  accounts.remove("anna");
  EXPECT_EQ(found(accounts, "anna"), "");
}

TEST(RoomAccountsTest, TheyAreBounded) {
  RoomAccounts accounts;
  for (std::size_t i = 0; i <= RoomAccounts::kMost; ++i) {
    accounts.set("nick" + std::to_string(i), "account" + std::to_string(i));
  }
  EXPECT_EQ(found(accounts, "nick1999"), "nick1999 account1999");
  EXPECT_EQ(found(accounts, "nick2000"), "");
  accounts.set("nick1", std::string(RoomAccounts::kLongestName + 1, 'x'));
  EXPECT_EQ(found(accounts, "nick1"), "nick1 account1");
}

}  // namespace
}  // namespace prism::tests
