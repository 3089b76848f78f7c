// SPDX-License-Identifier: MIT
#include "host/log/fault_limiter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace prism::host {
namespace {

using std::chrono::seconds;

class FaultLimiterTest : public ::testing::Test {
 protected:
  // Asks for `times` lines, and returns how many may be written.
  std::uint32_t write(std::string_view function, std::string_view user, int times) {
    std::uint32_t written = 0;
    for (int i = 0; i < times; ++i) {
      written += limiter_.ask(function, user, now_).write ? 1 : 0;
    }
    return written;
  }

  // Returns the withheld lines as words.
  static std::vector<std::string> describe(const FaultLimiter::AllWithheld& withheld) {
    std::vector<std::string> words;
    for (const auto& one : withheld) {
      words.push_back(fmt::format("{} {} {}", one.function, one.user, one.lines));
    }
    return words;
  }

  using Words = std::vector<std::string>;

  FaultLimiter limiter_;
  FaultLimiter::Time now_{};
};

TEST_F(FaultLimiterTest, EachFunctionHasALimitForEachUser) {
  EXPECT_EQ(write("message", "alice", 1000), 20U);
  EXPECT_EQ(write("message", "bob", 15), 15U);
  EXPECT_EQ(write("typing", "alice", 15), 15U);
  EXPECT_EQ(describe(limiter_.takeWithheld()), Words{"message alice 980"});
}

TEST_F(FaultLimiterTest, AllLinesTogetherAreLimited) {
  std::uint32_t written = 0;
  for (int user = 0; user < 10'000; ++user) {
    written += write("message", fmt::format("user{}", user), 3);
  }
  EXPECT_EQ(written, FaultLimiter::kAllLines);
}

TEST_F(FaultLimiterTest, NoisySourcesLeaveRoomForTheFirstLineOfOthers) {
  std::uint32_t noise = 0;
  for (const char* user : {"a", "b", "c", "d", "e", "f"}) {
    noise += write("message", user, 1000);
  }
  EXPECT_EQ(noise, 63U) << "three users with 20, and then a first line of each";
  EXPECT_EQ(write("message", "alice", 1), 1U);
  EXPECT_EQ(write("typing", "alice", 2), 1U);
}

TEST_F(FaultLimiterTest, APeriodBeginsAnew) {
  write("message", "alice", 25);
  now_ += FaultLimiter::kPeriod - seconds(1);
  EXPECT_EQ(write("message", "alice", 5), 0U);
  now_ += seconds(1);
  const FaultLimiter::Verdict first = limiter_.ask("message", "alice", now_);
  EXPECT_TRUE(first.write);
  EXPECT_EQ(describe(first.withheld), Words{"message alice 10"});
  EXPECT_EQ(write("message", "alice", 100), 19U);
  now_ += 3 * FaultLimiter::kPeriod;
  EXPECT_EQ(describe(limiter_.ask("message", "alice", now_).withheld), Words{"message alice 81"});
}

TEST_F(FaultLimiterTest, TellsWhatItHasWithheldSoFar) {
  EXPECT_EQ(describe(limiter_.takeWithheld()), Words{});
  write("message", "alice", 27);
  EXPECT_EQ(describe(limiter_.takeWithheld()), Words{"message alice 7"});
  EXPECT_EQ(describe(limiter_.takeWithheld()), Words{});
  EXPECT_EQ(write("message", "alice", 1), 0U) << "the period goes on";
  EXPECT_EQ(describe(limiter_.takeWithheld()), Words{"message alice 1"});
}

TEST_F(FaultLimiterTest, NamesTheWorstSourcesAndCountsTheOthersTogether) {
  for (int user = 0; user < 200; ++user) {
    write("message", fmt::format("user{}", user), user < 3 ? 100 + user : 2);
  }
  // The first three users have written 20 lines each; the others have one line each until all 100 are used.
  EXPECT_EQ(describe(limiter_.takeWithheld()), (Words{"message user2 82", "message user1 81", "message user0 80",
                                                      "message user3 1", "message user4 1", "  352"}));
}

TEST_F(FaultLimiterTest, LongNamesAreCutButToldApart) {
  const std::string name(5000, 'x');
  EXPECT_EQ(write("message", name + "a", 21), 20U);
  EXPECT_EQ(write("message", name + "b", 21), 20U);
  const auto withheld = limiter_.takeWithheld();
  ASSERT_EQ(withheld.size(), 2U);
  EXPECT_EQ(withheld[0].user, name.substr(0, FaultLimiter::kLongestName));
}

}  // namespace
}  // namespace prism::host
