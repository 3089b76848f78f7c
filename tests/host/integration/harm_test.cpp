// SPDX-License-Identifier: MIT
// Plugins that harm their process. Either the host goes on, or the process ends within a bounded time: users are
// logged out, and a sentence names the plugin.
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/host/integration/crash_test.h"

namespace prism::tests {
namespace {

using testing::ExitStatus;
using testing::Milliseconds;

class HarmTest : public CrashTest {
 protected:
  // Starts the host, and logs alice and bob in.
  void startWithTwo(const std::string& more = "") {
    start(more);
    loginBob();
  }

  // Starts the host with a log file, and logs alice and bob in.
  void startLogging(const std::string& more = "") {
    CrashTest::startLogging(more);
    loginBob();
  }

  void loginBob() {
    login("bob");
    spectrum_->expectMessage("bob", "probe", "logged in as bob");
  }

  // Returns stderr and the log file.
  std::string allLogs() { return spectrum_->log() + logFile(); }

  // Expects the host to exit soon with this code and sentence.
  enum class Where { kEverywhere, kInTheLogFile };
  void expectEnd(int code, const std::string& sentence, Where where = Where::kEverywhere) {
    EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{code})
        << testing::describe(spectrum_->host().exitStatus(kSoon)) << "\n"
        << allLogs();
    if (where == Where::kEverywhere) {
      EXPECT_NE(spectrum_->log().find(sentence), std::string::npos) << allLogs();
    }
    if (!log_file_.empty()) {
      EXPECT_NE(logFile().find(sentence), std::string::npos) << allLogs();
    }
  }

  void expectLoggedOut() {
    EXPECT_NE(allLogs().find("logout alice"), std::string::npos) << allLogs();
    EXPECT_NE(allLogs().find("logout bob"), std::string::npos) << allLogs();
  }

  // Expects the host to keep serving, and to exit with 0 when asked.
  void expectUnharmed() {
    expectAnswer("harmed");
    spectrum_->ping();
    sendCommand("get prism.plugin");
    expectAnswer("value probe");
    spectrum_->exit();
    EXPECT_EQ(spectrum_->host().exitStatus(kSoon), ExitStatus{0}) << allLogs();
    expectLoggedOut();
  }

  static constexpr Milliseconds kSoon{kSanitized ? 60'000 : 10'000};
};

constexpr const char* kLost = "the plugin probe 1.0 has closed or replaced a descriptor of the host: ";

// Makes a test name from the arguments of `harm`.
std::string testName(std::string harm) {
  std::replace_if(
      harm.begin(), harm.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return harm;
}

// --- Descriptors

class LostDescriptorTest : public HarmTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(LostDescriptorTest, EndsTheProcess) {
  startLogging();
  const std::string harm = GetParam();
  sendCommand("harm " + harm);
  // The host redirects the plugin's stderr to a pipe, and keeps the real stderr in another descriptor. These harms
  // close it.
  const bool without_stderr = harm.find("pipe") != std::string::npos || harm.find("range") != std::string::npos;
  expectEnd(EBADF, kLost, without_stderr ? Where::kInTheLogFile : Where::kEverywhere);
  expectLoggedOut();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, LostDescriptorTest,
                         ::testing::Values("close eventpoll 0", "close eventpoll 1", "close eventpoll -1",
                                           "close timerfd 0", "close timerfd 1", "close timerfd 2", "close timerfd -1",
                                           "close eventfd 0", "close eventfd 1", "close eventfd 2", "close eventfd -1",
                                           "close socket -1", "close x.log 0", "close pipe -1", "replace eventpoll 0",
                                           "replace eventpoll 1", "replace timerfd -1", "replace eventfd 0",
                                           "replace eventfd -1", "replace socket -1", "replace x.log 0", "close-range",
                                           "close-range-in-thread"),
                         [](const auto& harm) { return testName(harm.param); });

TEST_F(HarmTest, WhatOthersHaveBeenToldIsFlushed) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("next 10");
    sendCommand("harm close timerfd -1");
  });
  spectrum_->expectMessage("alice", "probe", "0..........");
  expectAnswer("harmed");
  expectEnd(EBADF, kLost);
}

TEST_F(HarmTest, AllDescriptorsLostWithTheLogOnStandardError) {
  startWithTwo();
  sendCommand("harm close-range");
  expectEnd(EBADF, kLost);
  expectLoggedOut();
}

TEST_F(HarmTest, DescriptorsLostInStart) {
  spectrum_.emplace(testing::SpectrumOptions{
      .host_program = hostProgram(),
      .configuration = configurationFor("probe", "[probe]\nharms_in = start\nharm = close-range\n")});
  spectrum_->start({spectrum_->configurationFile()});
  expectEnd(EBADF, kLost);
}

TEST_F(HarmTest, NothingIsReadFromADescriptorThatBlocks) {
  startWithTwo();
  sendCommand("harm block");
  expectUnharmed();
}

TEST_F(HarmTest, DescriptorsThatAreNotWatchedAnyMoreAreWatchedAgain) {
  startWithTwo();
  sendCommand("harm unwatch-all");
  expectUnharmed();
}

TEST_F(HarmTest, TimersThatAreDisarmedAreArmedAgain) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("timer 1");
    sendCommand("harm disarm-timers");
  });
  expectAnswer("harmed");
  spectrum_->ping();
  expectAnswer("timer");
}

TEST_F(HarmTest, PostsWhoseDescriptorIsReadAreMade) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("post 1");
    sendCommand("harm drain-eventfds");
  });
  expectAnswer("harmed");
  spectrum_->ping();
  expectAnswer("posted");
}

TEST_F(HarmTest, AnotherStandardErrorIsNotTheHosts) {
  const std::string path = directory_.write("other", "");
  startWithTwo();
  sendCommand("harm replace-stderr " + path);
  expectUnharmed();
  std::ostringstream other;
  other << std::ifstream(path).rdbuf();
  EXPECT_EQ(other.str(), "");
}

// --- Calls that end the process

class ExitCallTest : public HarmTest, public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(ExitCallTest, IsTold) {
  const auto& [call, told] = GetParam();
  if (kSanitized && std::string(call) != "exit 0" && std::string(call) != "err 3") {
    GTEST_SKIP() << "the sanitizers have a function of their own in this place";
  }
  startLogging();
  sendCommand(std::string("harm ") + call);
  expectEnd(ECANCELED, fmt::format("the plugin probe 1.0 has called {}, which ends the process for all users", told));
  expectLoggedOut();
}

INSTANTIATE_TEST_SUITE_P(
    OfAKind, ExitCallTest,
    ::testing::Values(
        std::pair("exit 0", "exit(0) in message"), std::pair("exit 7", "exit(7) in message"),
        std::pair("_exit 0", "_exit(0) in message"), std::pair("_Exit 0", "_Exit(0) in message"),
        std::pair("quick_exit 0", "quick_exit(0) in message"), std::pair("err 3", "exit(3) in message"),
        std::pair("pthread_exit", "pthread_exit() in message"), std::pair("thrd_exit", "thrd_exit() in message"),
        std::pair("daemon", "daemon() in message"), std::pair("exec execl", "execl() in message"),
        std::pair("exec execle", "execle() in message"), std::pair("exec execlp", "execlp() in message"),
        std::pair("exec execv", "execv() in message"), std::pair("exec execve", "execve() in message"),
        std::pair("exec execveat", "execveat() in message"), std::pair("exec execvp", "execvp() in message"),
        std::pair("exec execvpe", "execvpe() in message"), std::pair("exec fexecve", "fexecve() in message"),
        std::pair("exit-in-thread 0", "exit(0) on a thread of its own")),
    [](const auto& call) { return testName(call.param.first); });

TEST_F(HarmTest, TheMainThreadIsNotCancelled) {
  startWithTwo();
  sendCommand("harm cancel");
  expectUnharmed();
}

TEST_F(HarmTest, ExitInLogoutLogsTheOthersOut) {
  if (kSanitized) {
    GTEST_SKIP() << "exit() is the sanitizer's, which calls this logout again within its own";
  }
  startWithTwo("[probe]\nharms_in = logout\nharm = exit 0\n");
  spectrum_->exit();
  expectEnd(ECANCELED, "the plugin probe 1.0 has called exit(0) in logout");
  expectLoggedOut();
}

TEST_F(HarmTest, ExitInDestroyIsNoSuccess) {
  startWithTwo("[probe]\nharms_in = destroy\nharm = exit 0\n");
  spectrum_->exit();
  expectEnd(ECANCELED, "the plugin probe 1.0 has called exit(0) in destroy");
  expectLoggedOut();
}

TEST_F(HarmTest, ExitInStart) {
  spectrum_.emplace(testing::SpectrumOptions{
      .host_program = hostProgram(),
      .configuration = configurationFor("probe", "[probe]\nharms_in = start\nharm = exit 0\n")});
  spectrum_->start({spectrum_->configurationFile()});
  expectEnd(ECANCELED, "the plugin probe 1.0 has called exit(0) in start");
}

// --- Signals

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

// --- Leaving that takes too long

TEST_F(HarmTest, ASpinIsEndedAfterSigterm) {
  startLogging();
  sendCommand("harm spin");
  spectrum_->awaitRead();
  spectrum_->host().signal(SIGTERM);
  expectEnd(ETIME, "so it is ended now: the plugin probe 1.0 has not returned from message");
}

TEST_F(HarmTest, ASpinIsEndedAfterSpectrumHasClosedTheConnection) {
  startLogging();
  spectrum_->ping();
  sendCommand("harm spin");
  spectrum_->awaitRead();
  spectrum_->hangUp();
  expectEnd(ETIME, "so it is ended now: the plugin probe 1.0 has not returned from message");
}

TEST_F(HarmTest, LeavingThatHangsIsEnded) {
  for (const std::string function : {"logout", "stop", "destroy", "exit"}) {
    startLogging(fmt::format("[probe]\nfifo = {}\nstalls_in = {}\n", fifo(), function));
    spectrum_->exit();
    expectEnd(ETIME, "so it is ended now: the plugin probe 1.0 has not returned from " + function);
  }
}

TEST_F(HarmTest, LeavingBecauseOfAnErrorThatHangsKeepsTheError) {
  startLogging(fmt::format("[probe]\nfifo = {}\nstalls_in = logout\n", fifo()));
  sendCommand("harm close timerfd -1");
  expectEnd(EBADF, kLost);
}

// --- Processes

class ForkTest : public HarmTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(ForkTest, LeavesTheHostAlone) {
  const std::string harm = GetParam();
  if (kSanitized && (harm.find("crash") != std::string::npos || harm == "vfork exit")) {
    GTEST_SKIP() << "the sanitizers have a function of their own in this place";
  }
  startWithTwo();
  sendCommand("harm " + harm);
  expectUnharmed();
  EXPECT_EQ(spectrum_->log().find("logout alice"), spectrum_->log().rfind("logout alice")) << spectrum_->log();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, ForkTest,
                         ::testing::Values("fork return", "fork clone", "fork exit", "vfork exec", "vfork exit",
                                           "vfork crash", "vfork terminate", "clone-vm exec",
                                           "spawn-missing posix_spawn", "spawn-missing system", "spawn-missing popen",
                                           "exec-in-child execl", "exec-in-child execle", "exec-in-child execlp",
                                           "exec-in-child execv", "exec-in-child execve", "exec-in-child execveat",
                                           "exec-in-child execvp", "exec-in-child execvpe", "exec-in-child fexecve"),
                         [](const auto& harm) { return testName(harm.param); });

TEST_F(HarmTest, ACrashIsReportedAfterThatOfAVforkedChild) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers report it";
  }
  startWithTwo();
  sendCommand("harm vfork crash");
  expectAnswer("harmed");
  sendCommand(fmt::format("harm raise {}", SIGSEGV));
  expectDeath(SIGSEGV);
  EXPECT_EQ(report().head, "the process ends by SIGSEGV");
}

TEST_F(HarmTest, AProcessThatStaysDoesNotKeepTheConnection) {
  startWithTwo();
  sendCommand("harm fork stay");
  expectAnswer("harmed");
  spectrum_->exit();
  spectrum_->expectClosed();
  spectrum_->expectExit(0);
}

// --- Limits and working directory

TEST_F(HarmTest, MemoryThatIsUsedUp) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers need all the address space";
  }
  startWithTwo();
  sendCommand("harm limit memory 1");
  expectAnswer("harmed");
  try {
    spectrum_->say("alice", "probe", std::string(8'000'000, 'x'));
  } catch (const testing::Failure&) {  // the host ends before it has read everything
  }
  expectEnd(ENOMEM, "no memory is left; the plugin is probe 1.0");
  expectLoggedOut();
}

TEST_F(HarmTest, AnotherDirectoryDoesNotMoveTheLog) {
  const std::string log = directory_.write("log.cfg",
                                           "log4j.rootLogger=info, R\n"
                                           "log4j.appender.R=org.apache.log4j.FileAppender\n"
                                           "log4j.appender.R.File=relative.log\n");
  startWithTwo("[logging]\nbackend_config = " + log + "\n");
  log_file_ = (spectrum_->directory() / "relative.log").string();
  sendCommand("harm chdir " + directory_.path().string());
  spectrum_->host().signal(SIGHUP);
  expectUnharmed();
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "relative.log"));
}

}  // namespace
}  // namespace prism::tests
