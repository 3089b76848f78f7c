// SPDX-License-Identifier: MIT
#include "host/log/fault_log.h"

#include "host/base/quote.h"
#include "host/log/log_limiter.h"
#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(LogLimiter, WithholdsWhatIsTooMuchAndCountsIt) {
  LogLimiter limiter(3, seconds(10));
  const LogLimiter::Time start{};
  for (int line = 0; line < 100; ++line) {
    const auto verdict = limiter.ask(start + milliseconds(99 * line));
    EXPECT_EQ(verdict.write, line < 3) << line;
    EXPECT_EQ(verdict.withheld, 0U);
  }
  const auto next_period = limiter.ask(start + seconds(10));
  EXPECT_TRUE(next_period.write);
  EXPECT_EQ(next_period.withheld, 97U);
  EXPECT_EQ(limiter.ask(start + seconds(25)).withheld, 0U);
}

TEST(LogLimiter, TellsWhatItHasWithheldSoFar) {
  LogLimiter limiter(3, seconds(10));
  const LogLimiter::Time start{};
  EXPECT_EQ(limiter.takeWithheld(), 0U);
  for (int line = 0; line < 10; ++line) {
    limiter.ask(start);
  }
  EXPECT_EQ(limiter.takeWithheld(), 7U);
  EXPECT_EQ(limiter.takeWithheld(), 0U);
  EXPECT_FALSE(limiter.ask(start + seconds(9)).write) << "the period goes on";
  EXPECT_EQ(limiter.ask(start + seconds(10)).withheld, 1U);
}

TEST(FaultLog, WritesItsPrefixBeforeTheSentence) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "from Spectrum: ");
  faults.write("an empty frame is ignored");
  EXPECT_EQ(log.take(), std::vector<std::string>{"from Spectrum: an empty frame is ignored"});
}

TEST(FaultLog, IsNotFilledByAStorm) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "");
  for (int i = 0; i < 10000; ++i) {
    faults.write("the same again");
  }
  EXPECT_LE(log.take().size(), 100U);
}

TEST(FaultLog, CountsByFunctionWhatItDoesNotWrite) {
  tests::CapturedLog log;
  FunctionCounts counts;
  FaultLog faults(log.logger(), "", &counts);
  for (int i = 0; i < 1000; ++i) {
    faults.write("message: the same again", "message");
  }
  faults.write("a fault of the process");
  faults.writeUnlimited("no fault that counts");
  EXPECT_EQ(counts.all(), (FunctionCounts::Counts{{"message", 1000}, {"none", 1}}));
}

TEST(FaultLog, UnlimitedLineIsWrittenDuringAStorm) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "plugin misbehaving: ");
  for (int i = 0; i < 10000; ++i) {
    faults.write("the same again");
  }
  log.take();
  faults.writeUnlimited("message: it has not returned for 5 s");
  EXPECT_EQ(log.take(), std::vector<std::string>{"plugin misbehaving: message: it has not returned for 5 s"});
}

TEST(FaultLog, WithheldLinesAreCounted) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "from Spectrum: ");
  for (int i = 0; i < 5020; ++i) {
    faults.write(std::to_string(i));
  }
  EXPECT_EQ(log.take().size(), 20U);
  faults.logWithheld();
  EXPECT_EQ(log.take(), std::vector<std::string>{"from Spectrum: 5,000 more lines like these were not written"});
}

TEST(InQuotes, MakesAnythingFitIntoALine) {
  EXPECT_EQ(inQuotes("alice"), "'alice'");
  EXPECT_EQ(inQuotes(""), "''");
  EXPECT_EQ(inQuotes("a\nb\x1B[31m\x7F"), "'a\\x0ab\\x1b[31m\\x7f'");
  EXPECT_EQ(inQuotes("a\xC2\x9B"
                     "31m\xC2\xA0"),
            "'a\\x9b31m\xC2\xA0'")
      << "C1 controls";
  EXPECT_EQ(inQuotes("\xFF"), "'\xEF\xBF\xBD'");
  EXPECT_EQ(inQuotes(std::string(100, 'a')), "'" + std::string(100, 'a') + "'");
  EXPECT_EQ(inQuotes(std::string(101, 'a')), "'" + std::string(100, 'a') + "...'");
  EXPECT_EQ(inQuotes(std::string(99, 'a') + "\xC3\xBC"), "'" + std::string(99, 'a') + "...'") << "no half characters";
  EXPECT_EQ(inQuotes(std::string(kWholeText + 1, 'a'), kWholeText), "'" + std::string(kWholeText, 'a') + "...'");
}

}  // namespace
}  // namespace prism::host
