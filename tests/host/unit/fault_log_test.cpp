// SPDX-License-Identifier: MIT
#include "host/log/fault_log.h"

#include "host/base/quote.h"
#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

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

TEST(FaultLog, StrictLogHasEachFaultWithItsStack) {
  tests::CapturedLog log;
  FunctionCounts counts;
  FaultLog faults(log.logger(), "fake: ", &counts);
  faults.makeStrict([](auto line, void* data) {
    line(data, SignalText() << "#0 function");
    line(data, SignalText() << "#1 caller");
  });
  for (int i = 0; i < 1000; ++i) {
    faults.write("message: no buddy", "message", "alice");
  }
  const std::vector<std::string> lines = log.take();
  ASSERT_EQ(lines.size(), 3000U);
  EXPECT_EQ(std::vector(lines.end() - 3, lines.end()),
            (std::vector<std::string>{"fake: message: no buddy", "    #0 function", "    #1 caller"}));
  faults.logWithheld();
  EXPECT_EQ(log.take(), std::vector<std::string>{});
  EXPECT_EQ(counts.total(), 1000U);
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

TEST(FaultLog, WithheldLinesAreCountedByFunctionAndUser) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "");
  for (int i = 0; i < 1020; ++i) {
    faults.write("message: a fault", "message", "alice");
  }
  for (int i = 0; i < 23; ++i) {
    faults.write("typing: a fault", "typing");
  }
  EXPECT_EQ(log.take().size(), 40U);
  faults.logWithheld();
  EXPECT_EQ(log.take(), std::vector<std::string>{"1,003 more lines like these were not written: 1,000 of message for "
                                                 "user 'alice', 3 of typing"});
  faults.logWithheld();
  EXPECT_EQ(log.take(), std::vector<std::string>{}) << "they are not counted again";
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
