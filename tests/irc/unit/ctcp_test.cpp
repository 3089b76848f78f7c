// SPDX-License-Identifier: MIT
#include "protocol/ctcp.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

// Returns "COMMAND|arguments", or "none".
std::string read(std::string_view text) {
  const auto ctcp = parseCtcp(text);
  return ctcp ? std::string(ctcp->command) + "|" + std::string(ctcp->arguments) : "none";
}

TEST(IrcCtcp, IsReadWithAndWithoutItsEnd) {
  EXPECT_EQ(read("\x01"
                 "ACTION waves  at all\x01"),
            "ACTION|waves  at all");
  EXPECT_EQ(read("\x01"
                 "ACTION waves"),
            "ACTION|waves");
  EXPECT_EQ(read("\x01version\x01"), "version|");
  EXPECT_EQ(read("\x01PING \x01"), "PING|");
  EXPECT_EQ(read("\x01PING 1\x01 and more"), "PING|1");
}

TEST(IrcCtcp, IsNotWhatHasNoCommand) {
  EXPECT_EQ(read(""), "none");
  EXPECT_EQ(read("text"), "none");
  EXPECT_EQ(read("text \x01PING\x01"), "none");
  EXPECT_EQ(read("\x01"), "none");
  EXPECT_EQ(read("\x01\x01"), "none");
  EXPECT_EQ(read("\x01 x\x01"), "none");
}

TEST(IrcCtcp, IsWrittenSoThatNothingEndsItEarly) {
  EXPECT_EQ(formatCtcp("VERSION", ""), "\x01VERSION\x01");
  EXPECT_EQ(formatCtcp("ACTION", "waves"),
            "\x01"
            "ACTION waves\x01");
  EXPECT_EQ(formatCtcp("PI\x01NG",
                       "1\x01"
                       "2"),
            "\x01PING 12\x01");
}

}  // namespace
}  // namespace irc
