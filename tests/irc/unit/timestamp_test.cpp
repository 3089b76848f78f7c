// SPDX-License-Identifier: MIT
#include "protocol/text/timestamp.h"

#include <gtest/gtest.h>

#include <limits>

namespace irc {
namespace {

TEST(IrcTimestamp, IsRead) {
  EXPECT_EQ(parseServerTime("1970-01-01T00:00:00.000Z"), 0);
  EXPECT_EQ(parseServerTime("1970-01-01T00:00:01.500Z"), 1500);
  EXPECT_EQ(parseServerTime("1969-12-31T23:59:59.999Z"), -1);
  EXPECT_EQ(parseServerTime("2011-10-19T16:40:51.620Z"), 1319042451620);
  EXPECT_EQ(parseServerTime("2024-02-29T12:00:00.000Z"), 1709208000000);
}

TEST(IrcTimestamp, IsReadWithOtherFractions) {
  EXPECT_EQ(parseServerTime("2011-10-19T16:40:51Z"), 1319042451000);
  EXPECT_EQ(parseServerTime("2011-10-19T16:40:51.6Z"), 1319042451600);
  EXPECT_EQ(parseServerTime("2011-10-19T16:40:51.620999Z"), 1319042451620);
}

TEST(IrcTimestamp, ALeapSecondIsTheOneBeforeIt) {
  EXPECT_EQ(parseServerTime("2016-12-31T23:59:60.000Z"), 1483228799000);
}

TEST(IrcTimestamp, IsNoOtherText) {
  for (const char* text :
       {"", "yesterday", "2011-10-19", "2011-10-19T16:40:51.620", "2011-10-19T16:40:51.Z", "2011-10-19T16:40:51.620+01",
        "2011-10-19T16:40:51.620Z ", "2011-10-19 16:40:51.620Z", "2011-13-19T16:40:51.620Z", "2011-00-19T16:40:51.620Z",
        "2011-02-30T16:40:51.620Z", "2023-02-29T12:00:00.000Z", "2011-10-19T24:40:51.620Z", "2011-10-19T16:60:51.620Z",
        "2011-10-19T16:40:61.620Z", "+011-10-19T16:40:51.620Z", "1319042451"}) {
    EXPECT_EQ(parseServerTime(text), std::nullopt) << text;
  }
}

TEST(IrcTimestamp, IsWritten) {
  EXPECT_EQ(formatServerTime(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(formatServerTime(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(formatServerTime(1319042451620), "2011-10-19T16:40:51.620Z");
  EXPECT_EQ(formatServerTime(1709208000007), "2024-02-29T12:00:00.007Z");
}

TEST(IrcTimestamp, HasFourDigitsForTheYear) {
  EXPECT_EQ(formatServerTime(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(formatServerTime(std::numeric_limits<std::int64_t>::min()), "0000-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace irc
