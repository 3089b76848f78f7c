// SPDX-License-Identifier: MIT
#include "protocol/casemapping.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcCasemapping, FoldsByThreeRules) {
  const std::string all = "AZaz09@[\\]^_`{|}~\xC3\x84";
  EXPECT_EQ(foldCase(all, Casemapping::Rfc1459), "azaz09@{|}^_`{|}^\xC3\x84");
  EXPECT_EQ(foldCase(all, Casemapping::Rfc1459Strict), "azaz09@{|}^_`{|}~\xC3\x84");
  EXPECT_EQ(foldCase(all, Casemapping::Ascii), "azaz09@[\\]^_`{|}~\xC3\x84");
}

TEST(IrcCasemapping, ComparesAsItFolds) {
  EXPECT_TRUE(equalFolded("Nick[~]", "nick{^}", Casemapping::Rfc1459));
  EXPECT_FALSE(equalFolded("Nick[~]", "nick{^}", Casemapping::Rfc1459Strict));
  EXPECT_TRUE(equalFolded("Nick[]", "nick{}", Casemapping::Rfc1459Strict));
  EXPECT_FALSE(equalFolded("Nick[]", "nick{}", Casemapping::Ascii));
  EXPECT_TRUE(equalFolded("Nick[]", "NICK[]", Casemapping::Ascii));
  EXPECT_FALSE(equalFolded("nick", "nick_", Casemapping::Rfc1459));
  EXPECT_TRUE(equalFolded("", "", Casemapping::Rfc1459));
}

TEST(IrcCasemapping, HasNames) {
  EXPECT_EQ(casemappingOf("rfc1459"), Casemapping::Rfc1459);
  EXPECT_EQ(casemappingOf("RFC1459"), Casemapping::Rfc1459);
  EXPECT_EQ(casemappingOf("rfc1459-strict"), Casemapping::Rfc1459Strict);
  EXPECT_EQ(casemappingOf("strict-rfc1459"), Casemapping::Rfc1459Strict);
  EXPECT_EQ(casemappingOf("ascii"), Casemapping::Ascii);
  EXPECT_EQ(casemappingOf("rfc7613"), Casemapping::Ascii);
}

}  // namespace
}  // namespace irc
