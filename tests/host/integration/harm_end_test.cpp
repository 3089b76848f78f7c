// SPDX-License-Identifier: MIT
// A plugin ends the process itself, keeps it from ending, or starts others.
#include "tests/host/integration/harm_test.h"

#include <cerrno>
#include <csignal>
#include <utility>

namespace prism::tests {
namespace {

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

}  // namespace
}  // namespace prism::tests
