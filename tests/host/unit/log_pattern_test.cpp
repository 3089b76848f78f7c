// SPDX-License-Identifier: MIT
#include "host/log/pattern.h"

#include <Poco/Message.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace prism::host {
namespace {

// 2026-03-07 01:02:03.045 UTC, a Saturday.
const Poco::Timestamp kTime(std::int64_t{1772845323'045'000});

std::string line(std::string_view pattern, const std::string& text = "hello",
                 Poco::Message::Priority priority = Poco::Message::PRIO_WARNING) {
  Poco::Message message("Plugin.irc.net", text, priority);
  message.setTime(kTime);
  std::string line;
  LogPattern(pattern).format(message, line);
  return line;
}

std::string date(std::string_view format) { return LogDate(format, LogDate::Zone::kUtc).of(kTime); }

TEST(LogPattern, TypicalPatternsOfSpectrum) {
  EXPECT_EQ(line("%d{ISO8601}{UTC} %-5p %c: %m%n"), "2026-03-07 01:02:03,045 WARN  Plugin.irc.net: hello\n");
  EXPECT_EQ(line("%t"), std::to_string(::gettid()));
  EXPECT_EQ(line("100%% of %p - %m"), "100% of WARN - hello");
}

TEST(LogPattern, LevelsHaveTheNamesOfLog4j) {
  std::string names;
  for (int priority = Poco::Message::PRIO_FATAL; priority <= Poco::Message::PRIO_TRACE; ++priority) {
    names += line("%p ", "", static_cast<Poco::Message::Priority>(priority));
  }
  EXPECT_EQ(names, "FATAL FATAL ERROR WARN INFO INFO DEBUG TRACE ");
}

TEST(LogPattern, Widths) {
  EXPECT_EQ(line("[%6p] [%-6p] [%3p]"), "[  WARN] [WARN  ] [WARN]");
  EXPECT_EQ(line("[%.3m] [%6.3m] [%-6.3m]"), "[llo] [   llo] [llo   ]");
  EXPECT_EQ(line("%.2m", "a\xC3\xA4z"), "z");
  EXPECT_EQ(line("%99999999999999999999m").size(), 1000U);
}

TEST(LogPattern, LastPartsOfTheCategory) {
  EXPECT_EQ(line("%c{1} %c{2} %c{3} %c{9} %c{0}"), "net irc.net Plugin.irc.net Plugin.irc.net Plugin.irc.net");
}

TEST(LogPattern, LongNames) { EXPECT_EQ(line("%level %logger{1} %message"), "WARN net hello"); }

TEST(LogPattern, UnknownConversionsStay) {
  std::vector<std::string> unknown;
  const LogPattern pattern("%m %-7Q %", &unknown);
  EXPECT_EQ(unknown, (std::vector<std::string>{"%-7Q", "%"}));
  EXPECT_EQ(line("%m %-7Q %"), "hello %-7Q %");
  EXPECT_EQ(line("%d{yyyy"), line("%d") + "{yyyy");
}

TEST(LogDate, NamedFormats) {
  EXPECT_EQ(date(""), "2026-03-07 01:02:03,045");
  EXPECT_EQ(date("ISO8601"), "2026-03-07 01:02:03,045");
  EXPECT_EQ(date("ABSOLUTE"), "01:02:03,045");
  EXPECT_EQ(date("DATE"), "07 Mar 2026 01:02:03,045");
}

TEST(LogDate, LettersOfSimpleDateFormat) {
  EXPECT_EQ(date("yy yyyy M MM MMM MMMM d dd D"), "26 2026 3 03 Mar March 7 07 66");
  EXPECT_EQ(date("H HH h K k m mm s ss SSS a"), "1 01 1 1 1 2 02 3 03 045 AM");
  EXPECT_EQ(LogDate("h a", LogDate::Zone::kUtc).of(kTime + std::int64_t{11} * 3600 * 1'000'000), "12 PM");
  EXPECT_EQ(date("EEE EEEE Z"), "Sat Saturday +0000");
  EXPECT_EQ(date("'.'yyyy-MM-dd'at'HH 'o''clock'"), ".2026-03-07at01 o'clock");
  EXPECT_EQ(date("'not closed yyyy"), "not closed yyyy");
}

TEST(LogDate, Strftime) { EXPECT_EQ(date("%Y-%m-%d %H:%M:%S"), "2026-03-07 01:02:03"); }

}  // namespace
}  // namespace prism::host
