// SPDX-License-Identifier: MIT
#include "host/log/appender_config.h"
#include "host/log/config.h"
#include "host/log/level.h"

#include <Poco/Message.h>
#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;
using Kind = AppenderConfig::Kind;

class LogConfigTest : public ::testing::Test {
 protected:
  LogConfig parse(std::string_view text) {
    complaints_ = LogComplaints("log.cfg");
    return LogConfig::parse(LogProperties::parse(text, &complaints_), &complaints_);
  }

  // Parses a configuration with these options for its only appender.
  AppenderConfig appender(const std::string& kind, const Lines& options) {
    std::string text = "log4j.rootLogger=INFO, R\nlog4j.appender.R=" + kind + "\n";
    for (const std::string& option : options) {
      text += "log4j.appender.R." + option + "\n";
    }
    const LogConfig config = parse(text);
    EXPECT_EQ(config.appenders.size(), 1U);
    return config.appenders.front();
  }

  void expectComplaints(const Lines& expected) { EXPECT_EQ(complaints_.sentences(), expected); }

 private:
  LogComplaints complaints_{"log.cfg"};
};

TEST_F(LogConfigTest, TypicalConfigurationOfSpectrum) {
  const LogConfig config = parse(
      "log4j.rootLogger=debug, R\n"
      "log4j.appender.R=org.apache.log4j.RollingFileAppender\n"
      "log4j.appender.R.File=/var/log/spectrum2/x/backend-1.log\n"
      "log4j.appender.R.MaxFileSize=100MB\n"
      "log4j.appender.R.MaxBackupIndex=3\n"
      "log4j.appender.R.layout=org.apache.log4j.PatternLayout\n"
      "log4j.appender.R.layout.ConversionPattern=%d %-5p %c: %m%n\n");
  expectComplaints({});
  EXPECT_EQ(config.root.level, Poco::Message::PRIO_DEBUG);
  EXPECT_EQ(config.root.appenders, Lines{"R"});
  ASSERT_EQ(config.appenders.size(), 1U);
  const AppenderConfig& file = config.appenders.front();
  EXPECT_EQ(file.kind, Kind::kFile);
  EXPECT_EQ(file.path, "/var/log/spectrum2/x/backend-1.log");
  EXPECT_TRUE(file.append);
  EXPECT_EQ(file.max_size, 104857600U);
  EXPECT_EQ(file.backups, 3U);
  EXPECT_EQ(file.pattern, "%d %-5p %c: %m%n");
}

TEST_F(LogConfigTest, Categories) {
  const LogConfig config = parse(
      "log4j.rootCategory=WARN, C\n"
      "log4j.appender.C=ConsoleAppender\n"
      "log4j.category.Plugin=TRACE\n"
      "log4j.logger.Plugin.irc=INHERITED, C\n"
      "log4j.additivity.Plugin.irc=false\n"
      "log4j.category.Host=off\n");
  expectComplaints({});
  EXPECT_EQ(config.root.level, Poco::Message::PRIO_WARNING);
  ASSERT_EQ(config.categories.size(), 3U);
  EXPECT_EQ(config.categories[0].name, "Host");
  EXPECT_EQ(config.categories[0].level, 0);
  EXPECT_EQ(config.categories[1].name, "Plugin");
  EXPECT_EQ(config.categories[1].level, Poco::Message::PRIO_TRACE);
  EXPECT_TRUE(config.categories[1].additive);
  EXPECT_EQ(config.categories[2].name, "Plugin.irc");
  EXPECT_EQ(config.categories[2].level, std::nullopt);
  EXPECT_EQ(config.categories[2].appenders, Lines{"C"});
  EXPECT_FALSE(config.categories[2].additive);
  EXPECT_EQ(config.appenders.size(), 1U);
}

TEST_F(LogConfigTest, Levels) {
  EXPECT_EQ(parseLogLevel("All"), Poco::Message::PRIO_TRACE);
  EXPECT_EQ(parseLogLevel("fatal"), Poco::Message::PRIO_FATAL);
  EXPECT_EQ(parseLogLevel("LOUD"), std::nullopt);
  EXPECT_EQ(parse("log4j.rootLogger=LOUD, C\nlog4j.appender.C=ConsoleAppender\n").root.level,
            Poco::Message::PRIO_INFORMATION);
  expectComplaints({"log.cfg:1: log4j.rootLogger: no level is called 'LOUD'; INFO is used"});
}

TEST_F(LogConfigTest, Console) {
  EXPECT_EQ(appender("org.apache.log4j.ConsoleAppender", {}).kind, Kind::kStandardOutput);
  EXPECT_EQ(appender("org.apache.log4j.ConsoleAppender", {"Target=System.err"}).kind, Kind::kStandardError);
  expectComplaints({});
  EXPECT_EQ(appender("org.apache.log4j.ConsoleAppender", {"Target=System.in"}).kind, Kind::kStandardError);
  expectComplaints(
      {"log.cfg:3: log4j.appender.R.Target: neither System.out nor System.err, but 'System.in'; stderr is used"});
}

TEST_F(LogConfigTest, Files) {
  const AppenderConfig plain = appender("org.apache.log4j.FileAppender", {"File=x.log", "append=false"});
  EXPECT_EQ(plain.kind, Kind::kFile);
  EXPECT_FALSE(plain.append);
  EXPECT_EQ(plain.max_size, 0U);
  const AppenderConfig rolling = appender("org.apache.log4j.RollingFileAppender", {"File=x.log"});
  EXPECT_EQ(rolling.max_size, 10485760U);
  EXPECT_EQ(rolling.backups, 1U);
  EXPECT_EQ(appender("DailyRollingFileAppender", {"File=x.log"}).date_suffix, "'.'yyyy-MM-dd");
  EXPECT_EQ(appender("DailyRollingFileAppender", {"File=x.log", "DatePattern='.'yyyy-ww"}).date_suffix, "'.'yyyy-ww");
  expectComplaints({});
  EXPECT_EQ(appender("FileAppender", {}).kind, Kind::kStandardError);
  expectComplaints({"log.cfg:2: log4j.appender.R.File is missing; stderr is used"});
  appender("RollingFileAppender", {"File=x.log", "MaxFileSize=big", "MaxBackupIndex=-1", "Colour=red"});
  expectComplaints(
      {"log.cfg:4: log4j.appender.R.MaxFileSize: a size, such as 10MB, is needed, not 'big'; 10MB is used",
       "log.cfg:5: log4j.appender.R.MaxBackupIndex: a number from 0 to 1000 is needed, not '-1'; 1 is used",
       "log.cfg:6: log4j.appender.R.Colour is not known, and ignored"});
}

TEST_F(LogConfigTest, FileSizes) {
  EXPECT_EQ(parseFileSize("17"), 17U);
  EXPECT_EQ(parseFileSize("10 kb"), 10240U);
  EXPECT_EQ(parseFileSize("4294967295GB"), std::uint64_t{4294967295} << 30);
  for (const char* wrong : {"", "0", "MB", "1TB", "-1", "99999999999", "1.5MB"}) {
    EXPECT_EQ(parseFileSize(wrong), std::nullopt) << wrong;
  }
}

TEST_F(LogConfigTest, Syslog) {
  const AppenderConfig local = appender("SyslogAppender", {"Facility=local3", "SyslogHost=localhost"});
  EXPECT_EQ(local.kind, Kind::kSyslog);
  EXPECT_EQ(local.facility, "LOG_LOCAL3");
  expectComplaints({});
  EXPECT_EQ(appender("SyslogAppender", {"SyslogHost=log.example.org"}).kind, Kind::kStandardError);
  expectComplaints(
      {"log.cfg:3: log4j.appender.R.SyslogHost: only the local syslog can be used, not 'log.example.org'; stderr is "
       "used"});
}

TEST_F(LogConfigTest, Layouts) {
  EXPECT_EQ(appender("ConsoleAppender", {"layout=SimpleLayout"}).pattern, "%p - %m%n");
  EXPECT_EQ(appender("ConsoleAppender", {"layout=PatternLayout"}).pattern, "%m%n");
  EXPECT_EQ(appender("ConsoleAppender", {}).pattern, kDefaultLogPattern);
  expectComplaints({});
  const AppenderConfig html = appender("FileAppender", {"File=x.log", "layout=HTMLLayout", "layout.Title=Log"});
  EXPECT_EQ(html.kind, Kind::kStandardError);
  EXPECT_EQ(html.pattern, kDefaultLogPattern);
  expectComplaints({"log.cfg:4: log4j.appender.R.layout: the layout 'HTMLLayout' is not known; stderr is used"});
  appender("ConsoleAppender", {"layout=PatternLayout", "layout.ConversionPattern=%m %F %L%n"});
  expectComplaints({"log.cfg:4: log4j.appender.R.layout.ConversionPattern: '%F' is not known, and stays as it is"});
}

TEST_F(LogConfigTest, Thresholds) {
  EXPECT_EQ(appender("ConsoleAppender", {"Threshold=ERROR"}).threshold, Poco::Message::PRIO_ERROR);
  EXPECT_EQ(parse("log4j.threshold=WARN\nlog4j.rootLogger=ALL, C\nlog4j.appender.C=ConsoleAppender\n")
                .appenders.front()
                .threshold,
            Poco::Message::PRIO_WARNING);
  expectComplaints({});
}

TEST_F(LogConfigTest, UnknownAppender) {
  EXPECT_EQ(appender("org.apache.log4j.net.SMTPAppender", {"To=root"}).kind, Kind::kStandardError);
  expectComplaints(
      {"log.cfg:2: log4j.appender.R: the appender 'org.apache.log4j.net.SMTPAppender' is not known; stderr is used"});
  EXPECT_EQ(parse("log4j.rootLogger=INFO, R\n").appenders.front().kind, Kind::kStandardError);
  expectComplaints({"log.cfg: log4j.appender.R is not there, but a category names it; stderr is used"});
}

TEST_F(LogConfigTest, NoAppenderAtAll) {
  const LogConfig config = parse("rootLogger=INFO, R\nlog4j.rotLogger=INFO\n");
  ASSERT_EQ(config.appenders.size(), 1U);
  EXPECT_EQ(config.appenders.front().kind, Kind::kStandardError);
  expectComplaints({"log.cfg:2: 'log4j.rotLogger' is not known, and ignored",
                    "log.cfg: log4j.rootLogger names no appender; stderr is used"});
  EXPECT_TRUE(parse("log4j.rootLogger=OFF\n").appenders.empty());
  expectComplaints({});
}

}  // namespace
}  // namespace prism::host
