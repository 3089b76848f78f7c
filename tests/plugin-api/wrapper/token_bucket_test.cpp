// SPDX-License-Identifier: MIT
// prism/token_bucket.hpp: a rate with a burst.
#include <prism/token_bucket.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace prism {
namespace {

using Time = TokenBucket::Time;

// Sends as many lines as the bucket allows at this time. Returns their number.
int sent(TokenBucket& bucket, Time now, int most = 100) {
  int count = 0;
  while (count < most && bucket.take(now)) {
    ++count;
  }
  return count;
}

TEST(TokenBucketTest, ABurstThenOneEachInterval) {
  TokenBucket bucket(3, Time(1000));
  EXPECT_EQ(bucket.wait(Time(5000)), Time(0));
  EXPECT_EQ(sent(bucket, Time(5000)), 3);
  EXPECT_EQ(bucket.wait(Time(5000)), Time(1000));
  EXPECT_EQ(bucket.wait(Time(5999)), Time(1));
  EXPECT_FALSE(bucket.take(Time(5999)));
  EXPECT_EQ(bucket.wait(Time(6000)), Time(0));
  EXPECT_EQ(sent(bucket, Time(6000)), 1);
  EXPECT_EQ(bucket.wait(Time(6000)), Time(1000));
}

TEST(TokenBucketTest, FillsAgainUpToTheBurst) {
  TokenBucket bucket(3, Time(1000));
  EXPECT_EQ(sent(bucket, Time(0)), 3);
  EXPECT_EQ(sent(bucket, Time(2500)), 2);
  EXPECT_EQ(bucket.wait(Time(2500)), Time(500));
  EXPECT_EQ(sent(bucket, Time(1000000)), 3);
}

// After wait() a line is allowed at once, so one timer is enough.
TEST(TokenBucketTest, WaitIsLongEnoughAndNoLonger) {
  TokenBucket bucket(4, Time(777));
  Time now(123);
  for (int line = 0; line < 1000; ++line) {
    const Time wait = bucket.wait(now);
    if (wait > Time(0)) {
      ASSERT_FALSE(bucket.take(now + wait - Time(1))) << line;
    }
    now += wait;
    ASSERT_TRUE(bucket.take(now)) << line;
  }
  EXPECT_EQ(now, Time(123 + 996 * 777));
}

TEST(TokenBucketTest, AClockThatGoesBackCostsOneBurst) {
  TokenBucket bucket(3, Time(1000));
  EXPECT_EQ(sent(bucket, Time(1000000)), 3);
  EXPECT_EQ(bucket.wait(Time(5)), Time(1000));
  EXPECT_FALSE(bucket.take(Time(5)));
  EXPECT_EQ(bucket.wait(Time(5)), Time(1000));
  EXPECT_EQ(sent(bucket, Time(1005)), 1);
  EXPECT_EQ(sent(bucket, Time(4005)), 3);
}

TEST(TokenBucketTest, TokensSpentBeyondTheBurstAreWaitedFor) {
  TokenBucket bucket(100, Time(2));
  bucket.spend(Time(1000), 99);
  EXPECT_EQ(bucket.wait(Time(1000)), Time(0));
  bucket.spend(Time(1000), 1);
  EXPECT_EQ(bucket.wait(Time(1000)), Time(2));
  bucket.spend(Time(1000), 5000);
  EXPECT_EQ(bucket.wait(Time(1000)), Time(10'002));
  EXPECT_EQ(bucket.wait(Time(6000)), Time(5002));
  bucket.spend(Time(6000), 100);
  EXPECT_EQ(bucket.wait(Time(6000)), Time(5202));
  EXPECT_EQ(sent(bucket, Time(11'202), 1000), 1);
  EXPECT_EQ(sent(bucket, Time(20'000), 1000), 100) << "more than a burst was saved";
}

TEST(TokenBucketTest, AClockThatGoesBackCostsNoMoreThanWasSpent) {
  TokenBucket bucket(100, Time(2));
  bucket.spend(Time(1'000'000), 300);
  EXPECT_FALSE(bucket.take(Time(5)));
  EXPECT_EQ(bucket.wait(Time(5)), Time(402));
  EXPECT_EQ(sent(bucket, Time(407), 1000), 1);
}

TEST(TokenBucketTest, AnIntervalOfZeroIsNoLimit) {
  TokenBucket bucket(1, Time(0));
  EXPECT_EQ(sent(bucket, Time(1), 1000), 1000);
  EXPECT_EQ(bucket.wait(Time(1)), Time(0));
}

TEST(TokenBucketTest, SettingsThatMakeNoSense) {
  TokenBucket none(0, Time(1000));
  EXPECT_EQ(sent(none, Time(0)), 1);
  TokenBucket negative(2, Time(-1));
  EXPECT_EQ(sent(negative, Time(0)), 100);
  TokenBucket huge(std::numeric_limits<std::uint32_t>::max(), Time::max());
  EXPECT_EQ(sent(huge, Time(0)), 100);
}

}  // namespace
}  // namespace prism
