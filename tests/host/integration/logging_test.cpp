// SPDX-License-Identifier: MIT
// The log files that a log4cxx configuration asks for.
#include "tests/host/integration/logging_test.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <regex>

namespace prism::tests {
namespace {

TEST_F(LoggingTest, ATypicalConfiguration) {
  launchLogging("echo",
                "log4j.rootLogger=debug, R\n"
                "log4j.appender.R=org.apache.log4j.RollingFileAppender\n"
                "log4j.appender.R.File=@/var/log/${jid}/backend-${id}.log\n"
                "log4j.appender.R.MaxFileSize=100MB\n"
                "log4j.appender.R.MaxBackupIndex=1\n"
                "log4j.appender.R.layout=org.apache.log4j.PatternLayout\n"
                "log4j.appender.R.layout.ConversionPattern=%d ${pid}: %-5p %c: %m%n\n");
  loginToEcho("alice");
  spectrum_->exit();
  spectrum_->expectExit(0);
  const std::string file = directory() + "/var/log/prism.test/backend-7.log";
  const Lines lines = messages(file);
  const auto has = [&](const std::string& line) { return std::count(lines.begin(), lines.end(), line) == 1; };
  EXPECT_TRUE(has(pid() + ": INFO  Host: plugin echo " PRISM_VERSION " (" + pluginDirectory() + "/echo.so) is ready"))
      << content(file);
  EXPECT_TRUE(has(pid() + ": INFO  Host: connected to Spectrum at 127.0.0.1 port " + std::to_string(spectrum_->port())))
      << content(file);
  EXPECT_TRUE(has(pid() + ": INFO  Host: Spectrum asks for the end")) << content(file);
  EXPECT_EQ(spectrum_->log(), "");
  EXPECT_EQ(mode(file), 0640U);
  EXPECT_EQ(mode(directory() + "/var/log/prism.test"), 0750U);
  EXPECT_EQ(mode(directory() + "/var"), 0750U);
}

TEST_F(LoggingTest, CategoriesHaveLevelsAndAppendersOfTheirOwn) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.category.Host=ERROR\n"
                             "log4j.category.Plugin.probe=INFO, P\n"
                             "log4j.additivity.Plugin.probe=false\n"
                             "log4j.appender.P=org.apache.log4j.FileAppender\n"
                             "log4j.appender.P.File=@/plugin.log\n"
                             "log4j.appender.P.layout=org.apache.log4j.SimpleLayout\n");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->sendFrame("");
  spectrum_->say("alice", "probe", "log hello");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(messages(directory() + "/x.log"), (Lines{"WARN  Connection: from Spectrum: an empty frame is ignored"}));
  EXPECT_EQ(messages(directory() + "/plugin.log"), (Lines{"INFO - log hello", "INFO - logout alice"}));
}

TEST_F(LoggingTest, AreasOfThePluginHaveLevelsOfTheirOwn) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.category.Plugin.probe=WARN\n"
                             "log4j.category.Plugin.probe.jabber=DEBUG\n");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  const std::pair<const char*, const char*> enabled[] = {{"3", "0"},        {"4", "1"},       {"1 jabber", "0"},
                                                         {"2 jabber", "1"}, {"3 other", "0"}, {"4 other", "1"}};
  for (const auto& [question, answer] : enabled) {
    spectrum_->say("alice", "probe", std::string("log-enabled ") + question);
    spectrum_->expectMessage("alice", "probe", std::string("enabled ") + answer);
  }
  for (const char* line : {"1 jabber trace", "2 jabber debug", "3 other info", "4 other warning", "4 a.b dotted"}) {
    spectrum_->say("alice", "probe", std::string("log-in ") + line);
  }
  spectrum_->exit();
  spectrum_->expectExit(0);
  Lines lines = messages(directory() + "/x.log");
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return line.find("Plugin.") == std::string::npos; }),
              lines.end());
  EXPECT_EQ(lines, (Lines{"DEBUG Plugin.probe.jabber: debug", "WARN  Plugin.probe.other: warning",
                          "WARN  Plugin.probe.a-b: dotted"}));
}

TEST_F(LoggingTest, NothingIsEnabledThatNoAppenderWrites) {
  launchLogging("probe", std::string(kToFile) + "log4j.appender.R.Threshold=WARN\n");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  for (const char* area : {"", " jabber"}) {
    spectrum_->say("alice", "probe", std::string("log-enabled 3") + area);
    spectrum_->expectMessage("alice", "probe", "enabled 0");
    spectrum_->say("alice", "probe", std::string("log-enabled 4") + area);
    spectrum_->expectMessage("alice", "probe", "enabled 1");
  }
}

TEST_F(LoggingTest, AThresholdHidesNothingFromOtherAppenders) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.appender.R.Threshold=WARN\n"
                             "log4j.category.Plugin=INHERITED, P\n"
                             "log4j.category.Host=OFF\n"
                             "log4j.appender.P=org.apache.log4j.FileAppender\n"
                             "log4j.appender.P.File=@/plugin.log\n"
                             "log4j.appender.P.layout=org.apache.log4j.SimpleLayout\n");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->say("alice", "probe", "log-in 1 jabber detail");
  spectrum_->say("alice", "probe", "log-in 4 jabber trouble");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(messages(directory() + "/plugin.log"), (Lines{"TRACE - detail", "WARN - trouble", "INFO - logout alice"}));
  EXPECT_EQ(messages(directory() + "/x.log"), (Lines{"WARN  Plugin.probe.jabber: trouble"}));
}

TEST_F(LoggingTest, AreasAreNotWithoutEnd) {
  launchLogging("probe", kToFile);
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->say("alice", "probe", "log-areas 258");
  spectrum_->expectMessage("alice", "probe", "logged");
  spectrum_->exit();
  spectrum_->expectExit(0);
  const Lines lines = messages(directory() + "/x.log");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "INFO  Plugin.probe.area255: a line"), 1);
  EXPECT_EQ(std::count(lines.begin(), lines.end(),
                       "WARN  Plugin.probe: there are 256 areas of the log already; 'area256', and what else is new, "
                       "has none of its own"),
            1);
  EXPECT_EQ(occurrences(lines, "INFO  Plugin.probe: ", "a line"), 2);
}

TEST_F(LoggingTest, RotatesBySize) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.appender.R=org.apache.log4j.RollingFileAppender\n"
                             "log4j.appender.R.MaxFileSize=2KB\n"
                             "log4j.appender.R.MaxBackupIndex=2\n");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  for (int i = 0; i < 100; ++i) {
    spectrum_->say("alice", "probe", "log " + std::to_string(i) + std::string(100, 'x'));
  }
  spectrum_->exit();
  spectrum_->expectExit(0);
  for (const char* name : {"/x.log", "/x.log.1", "/x.log.2"}) {
    EXPECT_GT(content(directory() + name).size(), 0U) << name;
    EXPECT_LE(content(directory() + name).size(), 2048U) << name;
    EXPECT_EQ(mode(directory() + name), 0640U) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(directory() + "/x.log.3"));
}

TEST_F(LoggingTest, SighupOpensTheFileAnew) {
  launchLogging("echo", kToFile);
  loginToEcho("alice");
  const std::string file = directory() + "/x.log";
  std::filesystem::rename(file, file + ".1");
  const FileChanges changes(file);
  spectrum_->host().signal(SIGHUP);
  while (!std::filesystem::exists(file)) {
    ASSERT_TRUE(changes.await());
  }
  spectrum_->ping();
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(messages(file), (Lines{"INFO  Host: Spectrum asks for the end",
                                   "INFO  Host.Session: 'alice' is logged out, since the backend ends"}));
  EXPECT_EQ(mode(file), 0640U);
}

TEST_F(LoggingTest, AnUnwritablePathIsOneWarningAndStderrTakesOver) {
  launchLogging("echo",
                "log4j.rootLogger=info, R\n"
                "log4j.appender.R=org.apache.log4j.FileAppender\n"
                "log4j.appender.R.File=/proc/nowhere/x.log\n");
  const std::string warning = " WARN Host: " + config_ +
                              ":3: log4j.appender.R: cannot open the log file /proc/nowhere/x.log: "
                              "No such file or directory; stderr is used\n";
  const std::string log = spectrum_->log();
  const std::size_t first = log.find(warning);
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find(" WARN "), log.rfind(" WARN ")) << log;
  EXPECT_NE(log.find(" INFO Host: plugin echo"), std::string::npos) << log;
}

TEST_F(LoggingTest, AWarningIsInTheLogToo) {
  launchLogging("echo", std::string(kToFile) + "log4j.rootLogger=info, R, S\nlog4j.appender.S=org.example.Sky\n");
  const std::string warning =
      config_ + ":7: log4j.appender.S: the appender 'org.example.Sky' is not known; stderr is used";
  EXPECT_EQ(messages(directory() + "/x.log").front(), "WARN  Host: " + warning);
  EXPECT_NE(spectrum_->log().find(" WARN Host: " + warning + "\n"), std::string::npos) << spectrum_->log();
}

TEST_F(LoggingTest, AConfigurationThatIsMissing) {
  launch("echo", "[logging]\nbackend_config = /no/such.cfg\n");
  EXPECT_NE(spectrum_->log().find(" WARN Host: /no/such.cfg: cannot read this log configuration: "
                                  "No such file or directory; stderr is used\n"),
            std::string::npos)
      << spectrum_->log();
  EXPECT_NE(spectrum_->log().find(" INFO Host: connected to Spectrum"), std::string::npos);
}

TEST_F(LoggingTest, PluginOutputIsInTheLog) {
  launchLogging("probe", kToFile);
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->say("alice", "probe", "print-out 1 a word from a library");
  spectrum_->expectMessage("alice", "probe", "printed");
  spectrum_->say("alice", "probe", "print-err 1 and an error");
  spectrum_->expectMessage("alice", "probe", "printed");
  // Lines must appear while the process runs, not only at its end.
  awaitLine(directory() + "/x.log", " INFO  Plugin.probe.stdout: a word from a library\n");
  awaitLine(directory() + "/x.log", " WARN  Plugin.probe.stderr: and an error\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(spectrum_->log(), "");
}

TEST_F(LoggingTest, MuchThatIsPrintedWithinOneCallbackHoldsNothingUp) {
  launchLogging("probe", kToFile);
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->say("alice", "probe", "print-err 20000 " + std::string(100, 'x'));
  spectrum_->expectMessage("alice", "probe", "printed");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(occurrences(messages(directory() + "/x.log"), "WARN  Plugin.probe.stderr: ", std::string(100, 'x')), 20000);
}

TEST_F(LoggingTest, AStormOfTheSameLineIsCounted) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.rootLogger=info, R, C\n"
                             "log4j.appender.C=org.apache.log4j.ConsoleAppender\n"
                             "log4j.appender.C.Target=System.err\n"
                             "log4j.appender.C.layout=org.apache.log4j.PatternLayout\n"
                             "log4j.appender.C.layout.ConversionPattern=%p %c: %m%n\n");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->batch([&] {
    for (int i = 0; i < 5000; ++i) {
      spectrum_->say("alice", "probe", "log the same again");
    }
  });
  // The count must appear while the process runs, without a further line.
  spectrum_->awaitLog("last line repeated ");
  spectrum_->say("alice", "probe", "log the same again");
  spectrum_->exit();
  spectrum_->expectExit(0);
  const Lines file = messages(directory() + "/x.log");
  EXPECT_LT(file.size(), 50U);
  EXPECT_EQ(occurrences(file, "INFO  Plugin.probe: ", "log the same again"), 5001);
  const Lines console = linesOf(spectrum_->log());
  EXPECT_LT(console.size(), 50U);
  EXPECT_EQ(occurrences(console, "INFO Plugin.probe: ", "log the same again"), 5001);
}

TEST_F(LoggingTest, RepeatedLinesBeforeACrashAreCountedToo) {
  launchLogging("probe", kToFile);
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->batch([&] {
    for (int i = 0; i < 100; ++i) {
      spectrum_->say("alice", "probe", "log the same again");
    }
    spectrum_->say("alice", "probe", "abort");
  });
  EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = SIGABRT}));
  const std::string log = content(directory() + "/x.log");
  EXPECT_NE(log.find("\nlast line repeated 99 times\n"), std::string::npos) << log;
}

// Each fault gives a different line, since each names another unknown user.
TEST_F(LoggingTest, AStormOfFaultsIsWithheldAndCounted) {
  launch("probe");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->batch([&] {
    for (int i = 0; i < 5000; ++i) {
      spectrum_->say("alice", "probe", "write-to nobody" + std::to_string(i));
    }
  });
  for (int i = 0; i < 5000; ++i) {
    spectrum_->expectMessage("alice", "probe", "result -3");
  }
  spectrum_->awaitLog(" more lines like these were not written");  // written by a timer, without a further fault
  spectrum_->exit();
  spectrum_->expectExit(0);
  const std::string log = spectrum_->log();
  const std::regex count("plugin misbehaving: probe: ([0-9,]+) more lines");
  int told = 0;
  for (std::sregex_iterator match(log.begin(), log.end(), count), end; match != end; ++match) {
    told += number((*match)[1]);
  }
  for (std::size_t at = 0; (at = log.find("user 'nobody", at)) != std::string::npos; ++at) {
    ++told;
  }
  EXPECT_EQ(told, 5000) << log;
}

TEST_F(LoggingTest, WithoutALogElsewhereThePluginHasTheRealStderr) {
  launch("probe");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->say("alice", "probe", "print-err 1 straight through");
  EXPECT_EQ(spectrum_->awaitLog("straight"), "straight through");
}

TEST_F(LoggingTest, TheConsoleIsTheRealOneAndIsNotReadBack) {
  launchLogging("probe", std::string(kToFile) +
                             "log4j.rootLogger=info, R, C\n"
                             "log4j.appender.C=org.apache.log4j.ConsoleAppender\n"
                             "log4j.appender.C.Target=System.err\n"
                             "log4j.appender.C.layout=org.apache.log4j.PatternLayout\n"
                             "log4j.appender.C.layout.ConversionPattern=%p %c{1}: %m%n\n");
  login("alice");
  spectrum_->expect(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
  spectrum_->say("alice", "probe", "print-err 1 once");
  EXPECT_EQ(spectrum_->awaitLog("once"), "WARN stderr: once");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(spectrum_->log().find("once"), spectrum_->log().rfind("once"));
}

TEST_F(LoggingTest, OutputRightBeforeAnAbortIsNotLost) {
  launchLogging("probe", kToFile);
  login("alice");
  spectrum_->batch([&] {
    spectrum_->say("alice", "probe", "print-err 1 famous-last-words");
    spectrum_->say("alice", "probe", "abort");
  });
  EXPECT_EQ(spectrum_->host().exitStatus(), (testing::ExitStatus{.signal = SIGABRT}));
  EXPECT_NE((content(directory() + "/x.log") + spectrum_->log()).find("famous-last-words"), std::string::npos);
}

TEST_F(LoggingTest, TheLastSentenceIsInBothPlaces) {
  launchLogging("echo", kToFile, "ping_timeout = 1\n");
  spectrum_->expectExit(ETIMEDOUT);
  EXPECT_EQ(messages(directory() + "/x.log").back(), "FATAL Host: Spectrum has sent no PING for 1 s");
  EXPECT_EQ(spectrum_->log(), "spectrum2_prism_backend: Spectrum has sent no PING for 1 s\n");
}

TEST_F(LoggingTest, AFullDiskStopsTheLogAndNotTheHost) {
  launchLogging("echo",
                "log4j.rootLogger=trace, R\n"
                "log4j.appender.R=org.apache.log4j.FileAppender\n"
                "log4j.appender.R.File=/dev/full\n");
  loginToEcho("alice");
  spectrum_->say("alice", "echo", "still there?");
  spectrum_->expectMessage("alice", "echo", "still there?");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(spectrum_->log().substr(24),
            "WARN Host: cannot write to the log file /dev/full: No space left on device\n");
}

}  // namespace
}  // namespace prism::tests
