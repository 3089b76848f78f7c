// SPDX-License-Identifier: MIT
// A plugin raises, handles or blocks signals, or sets limits that raise one.
#include "tests/host/integration/harm_test.h"

#include <cerrno>
#include <csignal>
#include <cstring>

namespace prism::tests {
namespace {

class StraySignalTest : public HarmTest, public ::testing::WithParamInterface<int> {};

TEST_P(StraySignalTest, IsIgnored) {
  startWithTwo();
  sendCommand(fmt::format("harm kill {}", GetParam()));
  expectUnharmed();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, StraySignalTest,
                         ::testing::Values(SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGPIPE, SIGXFSZ, SIGIO,
                                           SIGPWR, SIGSTKFLT, SIGURG, SIGRTMIN, SIGRTMIN + 5, SIGRTMAX));

// Runs the host in a job's process group: signals do not stop the group of a session leader.
class StopSignalTest : public HarmTest, public ::testing::WithParamInterface<int> {};

TEST_P(StopSignalTest, DoesNotStopTheHost) {
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/bin/bash", "-c", R"(set -m; "$0" "$@"; exit $?)"},
              .configuration = configurationFor("probe")});
  loginToProbe();
  loginBob();
  sendCommand(fmt::format("harm kill {}", GetParam()));
  expectUnharmed();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, StopSignalTest, ::testing::Values(SIGTSTP, SIGTTIN, SIGTTOU));

class ChangedSignalTest : public HarmTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(ChangedSignalTest, DoesNotEndTheHost) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers have a function of their own in this place";
  }
  startWithTwo();
  sendCommand("harm " + GetParam());
  expectUnharmed();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, ChangedSignalTest,
                         ::testing::Values(fmt::format("give-back-and-raise signal {}", SIGUSR1),
                                           fmt::format("give-back-and-raise signal {}", SIGPIPE),
                                           fmt::format("give-back-and-raise signal {}", SIGALRM),
                                           fmt::format("give-back-and-raise signal {}", SIGRTMIN + 1),
                                           fmt::format("give-back-and-raise sigaction {}", SIGUSR1),
                                           fmt::format("give-back-and-raise bsd_signal {}", SIGUSR2),
                                           fmt::format("give-back-and-raise sysv_signal {}", SIGUSR1),
                                           fmt::format("give-back-and-raise sigset {}", SIGUSR1),
                                           fmt::format("handle-and-raise signal {}", SIGUSR1),
                                           fmt::format("handle-and-raise sysv_signal {}", SIGUSR1),
                                           fmt::format("handle-and-raise sigaction {}", SIGUSR2),
                                           fmt::format("die-in-child {}", SIGUSR1),
                                           fmt::format("die-in-child {}", SIGTERM)),
                         [](const auto& harm) { return testName(harm.param); });

TEST_F(HarmTest, SigtermIsHeardWhateverThePluginSetsForIt) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers have a function of their own in this place";
  }
  for (const std::string harm : {"reset-signal", "ignore-signal"}) {
    startWithTwo();
    sendCommand(fmt::format("harm {} {}", harm, SIGTERM));
    expectAnswer("harmed");
    spectrum_->host().signal(SIGTERM);
    EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{0}) << allLogs();
    expectLoggedOut();
  }
}

TEST_F(HarmTest, ASignalThatThePluginRaisesAtTheStartIsTold) {
  spectrum_.emplace(testing::SpectrumOptions{
      .host_program = hostProgram(),
      .configuration =
          configurationFor("probe", fmt::format("[probe]\nharms_in = start\nharm = raise {}\n", SIGTERM))});
  spectrum_->start({spectrum_->configurationFile()});
  expectEnd(ECANCELED, "the plugin probe 1.0 has raised SIGTERM");
}

class EndingSignalTest : public HarmTest, public ::testing::WithParamInterface<std::pair<const char*, int>> {};

TEST_P(EndingSignalTest, RaisedByThePluginIsTold) {
  const auto& [call, number] = GetParam();
  startLogging();
  sendCommand(fmt::format("harm {} {}", call, number));
  expectEnd(ECANCELED, fmt::format("the plugin probe 1.0 has raised SIG{}, which ends the process for all users",
                                   ::sigabbrev_np(number)));
  expectLoggedOut();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, EndingSignalTest,
                         ::testing::Values(std::pair("raise", SIGTERM), std::pair("kill", SIGTERM),
                                           std::pair("kill", SIGINT), std::pair("raise", SIGXCPU)));

TEST_F(HarmTest, AFaultIsReportedWhoseSignalHasBeenGivenBack) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers report it";
  }
  startWithTwo();
  sendCommand(fmt::format("harm give-back-and-raise signal {}", SIGSEGV));
  expectDeath(SIGSEGV);
  EXPECT_EQ(report().head, "the process ends by SIGSEGV");
}

TEST_F(HarmTest, AStackOverflowIsReportedAfterTheAlternateStackHasBeenRemoved) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers report it";
  }
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("harm remove-alternate-stack");
    sendCommand("crash overflow");
  });
  expectDeath(SIGSEGV);
  EXPECT_TRUE(report().head.starts_with("the process ends by SIGSEGV (the stack is used up)")) << report().head;
}

TEST_F(HarmTest, AnAlarmIsIgnored) {
  startWithTwo();
  sendCommand("harm alarm");
  expectUnharmed();
}

TEST_F(HarmTest, SigquitIsReported) {
  startWithTwo();
  sendCommand(fmt::format("harm kill {}", SIGQUIT));
  expectDeath(SIGQUIT);
  const Report end = report();
  EXPECT_EQ(end.head, "the process ends by SIGQUIT");
  ASSERT_FALSE(end.facts.empty());
  EXPECT_EQ(end.facts[0], "    plugin: probe 1.0");
}

TEST_F(HarmTest, ALimitOfProcessorTime) {
  startLogging();
  sendCommand("harm limit cpu 1");
  expectAnswer("harmed");
  sendCommand("harm burn 1");
  expectEnd(ETIME, "the limit of this process for processor time (RLIMIT_CPU) is reached; the plugin is probe 1.0");
  expectLoggedOut();
}

TEST_F(HarmTest, AHardLimitOfProcessorTime) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers need more";
  }
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/bin/sh", "-c", R"(ulimit -t 2 && exec "$0" "$@")"},
              .configuration = configurationFor("probe")});
  loginToProbe();
  loginBob();
  sendCommand("harm burn 1");
  expectEnd(ETIME, "the limit of this process for processor time (RLIMIT_CPU) is reached; the plugin is probe 1.0");
}

TEST_F(HarmTest, ALimitOfFileSizes) {
  startLogging();
  sendCommand("harm limit fsize 1");
  expectAnswer("harmed");
  sendCommand("log-in 3 a line");
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
  EXPECT_NE(spectrum_->log().find("cannot write to the log file " + log_file_ + ": File too large"), std::string::npos)
      << allLogs();
  spectrum_->ping();
  spectrum_->awaitLog(
      "the limit of the size of files (RLIMIT_FSIZE) was lowered from unlimited to 1; the plugin is probe 1.0");
  spectrum_->exit();
  spectrum_->expectExit(0);
}

TEST_F(HarmTest, BlockedSignalsDoNotMakeItDeaf) {
  startWithTwo();
  sendCommand("harm block-signals");
  expectAnswer("harmed");
  spectrum_->host().signal(SIGTERM);
  EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{0}) << allLogs();
  expectLoggedOut();
}

TEST_F(HarmTest, SignalsThatAreTakenAreTakenBack) {
  startWithTwo();
  for (const int number : {SIGTERM, SIGSEGV}) {
    sendCommand(fmt::format("harm reset-signal {}", number));
    expectAnswer("harmed");
    sendCommand(fmt::format("harm ignore-signal {}", number));
    expectAnswer("harmed");
  }
  spectrum_->ping();
  expectMisbehaviour("it has changed what SIGTERM does; the host has taken that back");
  spectrum_->host().signal(SIGTERM);
  EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{0}) << allLogs();
  expectLoggedOut();
}

TEST_F(HarmTest, SignalsThatSpectrumHasBlockedAreHeard) {
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/usr/bin/env", "--block-signal"},
              .configuration = configurationFor("probe")});
  spectrum_->host().signal(SIGTERM);
  EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{0}) << allLogs();
}

}  // namespace
}  // namespace prism::tests
