// SPDX-License-Identifier: MIT
#include "protocol/text/casemapping.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcCasemapping, FoldsByThreeRules) {
  const std::string all = "AZaz09@[\\]^_`{|}~\xC3\x84";
  EXPECT_EQ(foldCase(all, Casemapping::kRfc1459), "azaz09@{|}^_`{|}^\xC3\x84");
  EXPECT_EQ(foldCase(all, Casemapping::kRfc1459Strict), "azaz09@{|}^_`{|}~\xC3\x84");
  EXPECT_EQ(foldCase(all, Casemapping::kAscii), "azaz09@[\\]^_`{|}~\xC3\x84");
}

TEST(IrcCasemapping, ComparesAsItFolds) {
  EXPECT_TRUE(equalFolded("Nick[~]", "nick{^}", Casemapping::kRfc1459));
  EXPECT_FALSE(equalFolded("Nick[~]", "nick{^}", Casemapping::kRfc1459Strict));
  EXPECT_TRUE(equalFolded("Nick[]", "nick{}", Casemapping::kRfc1459Strict));
  EXPECT_FALSE(equalFolded("Nick[]", "nick{}", Casemapping::kAscii));
  EXPECT_TRUE(equalFolded("Nick[]", "NICK[]", Casemapping::kAscii));
  EXPECT_FALSE(equalFolded("nick", "nick_", Casemapping::kRfc1459));
  EXPECT_TRUE(equalFolded("", "", Casemapping::kRfc1459));
}

TEST(IrcCasemapping, HasNames) {
  EXPECT_EQ(casemappingOf("rfc1459"), Casemapping::kRfc1459);
  EXPECT_EQ(casemappingOf("RFC1459"), Casemapping::kRfc1459);
  EXPECT_EQ(casemappingOf("rfc1459-strict"), Casemapping::kRfc1459Strict);
  EXPECT_EQ(casemappingOf("strict-rfc1459"), Casemapping::kRfc1459Strict);
  EXPECT_EQ(casemappingOf("ascii"), Casemapping::kAscii);
  EXPECT_EQ(casemappingOf("rfc7613"), Casemapping::kAscii);
}

}  // namespace
}  // namespace irc
