// CTCP, timestamps, netsplits, casemapping, flood control.
#include "protocol/casemapping.h"
#include "protocol/ctcp.h"
#include "protocol/flood.h"
#include "protocol/netsplit.h"
#include "protocol/timestamp.h"

#include <gtest/gtest.h>

namespace irc {
namespace {

TEST(IrcCtcp, ReadAndWritten) {
  const auto action = parseCtcp(
      "\x01"
      "ACTION waves at all\x01");
  ASSERT_TRUE(action);
  EXPECT_EQ(action->command, "ACTION");
  EXPECT_EQ(action->arguments, "waves at all");
  EXPECT_EQ(parseCtcp("\x01VERSION")->command, "VERSION");
  EXPECT_FALSE(parseCtcp("text"));
  EXPECT_FALSE(parseCtcp("\x01\x01"));
  EXPECT_EQ(formatCtcp("PING",
                       "1\x01"
                       "2"),
            "\x01PING 12\x01");
  EXPECT_EQ(formatCtcp("VERSION", ""), "\x01VERSION\x01");
}

TEST(IrcTimestamp, BothWays) {
  EXPECT_EQ(parseServerTime("1970-01-01T00:00:01.500Z"), 1500);
  EXPECT_EQ(parseServerTime("2011-10-19T16:40:51.620Z"), 1319042451620);
  EXPECT_EQ(formatServerTime(1319042451620), "2011-10-19T16:40:51.620Z");
  for (const char* text : {"", "yesterday", "2011-13-19T16:40:51.620Z", "2011-10-19T25:40:51.620Z", "2011-10-19"}) {
    EXPECT_FALSE(parseServerTime(text)) << text;
  }
}

TEST(IrcNetsplit, TwoServers) {
  EXPECT_TRUE(isNetsplit("irc.a.org irc.b.org"));
  EXPECT_TRUE(isNetsplit("*.net *.split"));
  EXPECT_FALSE(isNetsplit("gone home"));
  EXPECT_FALSE(isNetsplit("see example.org"));
  EXPECT_FALSE(isNetsplit("a.b c.d e.f"));
}

TEST(IrcCasemapping, ThreeRules) {
  EXPECT_EQ(foldCase("Ab[]\\~", Casemapping::Rfc1459), "ab{}|^");
  EXPECT_EQ(foldCase("Ab[]\\~", Casemapping::Rfc1459Strict), "ab{}|~");
  EXPECT_EQ(foldCase("Ab[]\\~", Casemapping::Ascii), "ab[]\\~");
  EXPECT_EQ(casemappingOf("rfc1459"), Casemapping::Rfc1459);
  EXPECT_EQ(casemappingOf("strict-rfc1459"), Casemapping::Rfc1459Strict);
  EXPECT_EQ(casemappingOf("precis"), Casemapping::Ascii);
}

TEST(IrcFlood, ABurstThenOneEachInterval) {
  using Time = FloodBucket::Time;
  FloodBucket bucket(3, Time(1000));
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(bucket.take(Time(5000)));
  }
  EXPECT_FALSE(bucket.take(Time(5000)));
  EXPECT_EQ(bucket.wait(Time(5000)), Time(1000));
  EXPECT_FALSE(bucket.take(Time(5999)));
  EXPECT_TRUE(bucket.take(Time(6000)));
  EXPECT_FALSE(bucket.take(Time(6000)));
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(bucket.take(Time(60000)));
  }
  EXPECT_FALSE(bucket.take(Time(60000)));
}

TEST(IrcFlood, NoLimit) {
  FloodBucket bucket(1, FloodBucket::Time(0));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(bucket.take(FloodBucket::Time(1)));
  }
}

}  // namespace
}  // namespace irc
