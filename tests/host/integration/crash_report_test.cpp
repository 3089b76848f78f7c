// SPDX-License-Identifier: MIT
// Crash reports. The sanitizers handle the signals of faults, and unwind threads, themselves: under them only crashes
// that end in SIGABRT are tested.
#include "tests/host/integration/crash_test.h"

#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace prism::tests {
namespace {

constexpr const char* kTheirs = "the sanitizers handle this signal themselves";

class CrashReportTest : public CrashTest {
 protected:
  static Lines factsOnMain() {
    return {"    plugin: probe 1.0", "    function: message", "    thread: the main one", "    users: 1",
            "    stack: (`addr2line -Cfie FILE OFFSET` tells the line)"};
  }

  // Expects the plugin's frame of this function in the stack. The plugin does not export its symbol.
  static void expectFrame(const Report& crash, const std::string& function) {
    const Expression frame("^#\\d+ 0x[0-9a-f]{16} \\S*" + function +
                           "\\S*\\+0x[0-9a-f]+ \\(/\\S*/probe\\.so\\+0x[0-9a-f]+\\)$");
    EXPECT_TRUE(frame.matches(crash.frameOf(function))) << crash.frameOf(function);
  }

  // Crashes in a message callback. Expects the whole report on stderr and the same in the log.
  void expectCrash(const std::string& way, int number, const std::string& head, const std::string& function) {
    if (kSanitized && number != SIGABRT) {
      GTEST_SKIP() << kTheirs;
    }
    startLogging();
    sendCommand("crash " + way);
    expectDeath(number);
    const Report crash = report();
    EXPECT_TRUE(Expression("^" + head + "$").matches(crash.head)) << crash.head;
    EXPECT_EQ(crash.facts, factsOnMain());
    expectFrame(crash, function);
    EXPECT_NE(crash.frameOf("main"), "") << spectrum_->log();
    const Report logged = reportIn(logFile());
    EXPECT_EQ(logged.head, crash.head);
    EXPECT_EQ(logged.facts, crash.facts);
    EXPECT_EQ(logged.stack, crash.stack);
  }
};

TEST_F(CrashReportTest, WritingToNowhere) {
  expectCrash("write", SIGSEGV, "the process ends by SIGSEGV \\(no memory is there\\), address 0x0000000000000010",
              "writeToUnmapped");
}

TEST_F(CrashReportTest, CallingNowhere) {
  expectCrash("call", SIGSEGV, "the process ends by SIGSEGV \\(no memory is there\\), address 0x0{16}",
              "callNullPointer");
}

TEST_F(CrashReportTest, ReadingBehindAFile) {
  expectCrash("bus", SIGBUS,
              "the process ends by SIGBUS \\(nothing is behind the memory, as where a file was cut off\\), "
              "address 0x[0-9a-f]{16}",
              "readBeyondFile");
}

TEST_F(CrashReportTest, DividingByZero) {
  expectCrash("divide", SIGFPE, "the process ends by SIGFPE \\(an integer was divided by zero\\), at 0x[0-9a-f]{16}",
              "divideByZero");
}

TEST_F(CrashReportTest, AnInstructionThatThereIsNot) {
  expectCrash("instruction", SIGILL, "the process ends by SIGILL \\(no such instruction\\), at 0x[0-9a-f]{16}",
              "runInvalidInstruction");
}

TEST_F(CrashReportTest, ATrap) { expectCrash("trap", SIGTRAP, "the process ends by SIGTRAP", "4trap"); }

TEST_F(CrashReportTest, AnAbort) {
  expectCrash("abort", SIGABRT, "the process ends by SIGABRT", "callAbort");
  EXPECT_NE((logFile() + spectrum_->log()).find("famous-last-words"), std::string::npos);
}

TEST_F(CrashReportTest, AnExceptionThatNobodyCatches) {
  expectCrash("throw", SIGABRT,
              "the process ends by SIGABRT: std::terminate\\(\\) for an exception of the type std::runtime_error",
              "throwThroughNoexcept");
  EXPECT_EQ(logFile().find(kCanary), std::string::npos) << "the text of an exception may be secret";
}

TEST_F(CrashReportTest, AStackThatIsUsedUp) {
  expectCrash("overflow", SIGSEGV, "the process ends by SIGSEGV \\(the stack is used up\\), address 0x[0-9a-f]{16}",
              "recurse");
}

TEST_F(CrashReportTest, ACoreIsWrittenBehindIt) {
  if (kSanitized) {
    GTEST_SKIP() << kTheirs;
  }
  const std::string here = "cd " + directory_.path().string() + " && ulimit -c unlimited";
  const int any_abort = std::system((here + " && exec sh -c 'kill -ABRT $$'").c_str());
  if (!WIFSIGNALED(any_abort) || !WCOREDUMP(any_abort)) {
    GTEST_SKIP() << "this machine writes no cores";
  }
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/bin/sh", "-c", here + " && exec \"$0\" \"$@\""},
              .configuration = configurationFor("probe")});
  loginToProbe();
  sendCommand("crash write");
  expectDeath(SIGSEGV);
  EXPECT_TRUE(spectrum_->host().leftCore());
}

TEST_F(CrashReportTest, AThreadOfThePlugin) {
  if (kSanitized) {
    GTEST_SKIP() << kTheirs;
  }
  for (const std::string way : {"write", "overflow"}) {
    start();
    sendCommand("crash-in-thread " + way);
    expectDeath(SIGSEGV);
    const Report crash = report();
    ASSERT_EQ(crash.facts.size(), 5U) << spectrum_->log();
    EXPECT_EQ(crash.facts[0], "    plugin: probe 1.0");
    EXPECT_EQ(crash.facts[1], "    function: message, meanwhile on the main thread");
    EXPECT_TRUE(
        Expression("^    thread: \\d+ \\(probe-worker\\), one of the plugin or its libraries$").matches(crash.facts[2]))
        << crash.facts[2];
    expectFrame(crash, way == "write" ? "writeToUnmapped" : "recurse");
  }
}

TEST_F(CrashReportTest, AStackThatIsLost) {
  if (kSanitized) {
    GTEST_SKIP() << kTheirs;
  }
  start();
  sendCommand("crash lose-stack");
  expectDeath(SIGSEGV);
  EXPECT_EQ(report().facts, factsOnMain());
}

// The host ends although the loader's lock, which a stack trace needs, is held for ever.
TEST_F(CrashReportTest, AStackThatCannotBeRead) {
  if (kSanitized) {
    GTEST_SKIP() << kTheirs;
  }
  start();
  sendCommand("crash-while-loading");
  EXPECT_EQ(spectrum_->host().exitStatus(testing::Milliseconds(30'000)), (testing::ExitStatus{.signal = SIGSEGV}));
  EXPECT_EQ(report().head, "the process ends by SIGSEGV (no memory is there), address 0x0000000000000010");
}

TEST_F(CrashReportTest, ASignalFromOutside) {
  start();
  spectrum_->host().signal(SIGABRT);  // Spectrum does so when PONG is missing
  expectDeath(SIGABRT);
  const Report crash = report();
  EXPECT_EQ(crash.head, fmt::format("the process ends by SIGABRT from the process {}", ::getpid()));
  EXPECT_EQ(crash.facts[1], "    function: none");
  EXPECT_NE(crash.frameOf("7Backend5serve"), "") << spectrum_->log();
}

TEST_F(CrashReportTest, TheOffsetsAreThoseOfAddr2line) {
  start();
  sendCommand("crash abort");
  expectDeath(SIGABRT);
  const std::string frame = report().frameOf("callAbort");
  const Lines place = Expression("^.* \\((.*)\\+(0x[0-9a-f]+)\\)$").groupsIn(frame);
  ASSERT_FALSE(place.empty()) << frame;
  const std::string command = fmt::format("addr2line -Cfe '{}' {}", place[1], place[2]);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "re"), &::pclose);
  ASSERT_TRUE(pipe);
  char line[512] = "";
  EXPECT_TRUE(std::fgets(line, sizeof line, pipe.get()));
  EXPECT_NE(std::string(line).find("callAbort"), std::string::npos) << command << ": " << line;
}

}  // namespace
}  // namespace prism::tests
