// SPDX-License-Identifier: MIT
// Shortage of what the system provides: descriptors, disk space, readers of stderr and of the log.
#include "tests/host/integration/logging_test.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

class ShortageTest : public LoggingTest {
 protected:
  // Returns a wrapper that runs the commands in a shell, which then becomes the host.
  static std::vector<std::string> withShellCommands(const std::string& commands) {
    return {"/bin/sh", "-c", commands + "; exec \"$0\" \"$@\""};
  }

  void loginToProbe() {
    login("alice");
    expectAnswer("logged in as alice");
  }

  void sendCommand(const std::string& command) { spectrum_->say("alice", "probe", command); }
  void expectAnswer(const std::string& text) { spectrum_->expectMessage("alice", "probe", text); }

  // Expects the host to keep serving.
  void expectStillServing() {
    sendCommand("get prism.plugin");
    expectAnswer("value probe");
    sendCommand("timer 1");
    expectAnswer("timer");
    sendCommand("post");
    expectAnswer("posted");
  }
};

#if !PRISM_SANITIZED  // UBSan needs further descriptors
TEST_F(ShortageTest, NoDescriptorIsLeft) {
  launchLogging("probe",
                std::string(kToFile) +
                    "log4j.rootLogger=info, R\n"
                    "log4j.appender.R=org.apache.log4j.RollingFileAppender\n"
                    "log4j.appender.R.MaxFileSize=2KB\n"
                    "log4j.appender.R.MaxBackupIndex=100\n",
                "", {.host_program = hostProgram(), .wrapper = withShellCommands("ulimit -n 64")});
  loginToProbe();
  sendCommand("eat-descriptors");
  expectAnswer("eaten: no more");
  expectStillServing();
  for (int i = 0; i < 100; ++i) {
    sendCommand("log line " + std::to_string(i));  // more than fits into the file
  }
  EXPECT_GT(spectrum_->ping().res(), 1000) << "what was known last";
  spectrum_->host().signal(SIGHUP);
  spectrum_->ping();
  sendCommand("give-descriptors-back");
  expectAnswer("given back");
  sendCommand("log and one more");
  expectStillServing();
  spectrum_->exit();
  spectrum_->expectExit(0);
  Lines lines;
  for (const auto& entry : std::filesystem::directory_iterator(directory())) {
    if (entry.path().filename().string().starts_with("x.log")) {
      const Lines some = messages(entry.path());
      lines.insert(lines.end(), some.begin(), some.end());
    }
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(occurrences(lines, "INFO  Plugin.probe: ", "log line " + std::to_string(i)), 1) << i;
  }
  EXPECT_EQ(occurrences(lines, "INFO  Plugin.probe: ", "log and one more"), 1);
  EXPECT_EQ(occurrences(lines, "WARN  Host: ",
                        "no descriptor is left, so new connections fail: Too many open files; the limit of this "
                        "process is 64"),
            1);
}

// For each limit, the host either starts or fails with a sentence that names the shortage.
TEST_F(ShortageTest, TooFewDescriptorsToBeginWith) {
  bool served = false;
  for (int limit = 5; !served && limit < 64; ++limit) {
    spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(),
                                               .wrapper = withShellCommands("ulimit -n " + std::to_string(limit)),
                                               .configuration = configurationFor("probe")});
    try {
      spectrum_->launch();
      spectrum_->ping();
      served = true;
    } catch (const testing::Failure&) {
      const testing::ExitStatus status = spectrum_->host().exitStatus();
      EXPECT_EQ(status.signal, 0) << limit << "\n" << spectrum_->log();
      EXPECT_NE(status.code, 0) << limit << "\n" << spectrum_->log();
      const std::string& log = spectrum_->log();
      const std::string last = log.substr(log.rfind('\n', log.size() - 2) + 1);
      EXPECT_TRUE(last.ends_with("Too many open files\n")) << limit << "\n" << log;
    }
  }
  EXPECT_TRUE(served);
}
#endif

// Logs to a file system of 64 kB, mounted in a namespace.
TEST_F(ShortageTest, ADiskThatFillsStopsTheLogAndNotTheHost) {
  const std::string disk = directory() + "/disk";
  std::filesystem::create_directory(disk);
  const std::string mount = "mount -t tmpfs -o size=64k none " + disk;
  testing::HostProcess trial({"/usr/bin/env", "unshare", "-rm", "/bin/sh", "-c", mount});
  if (trial.exitStatus() != testing::ExitStatus{}) {
    GTEST_SKIP() << "this system lets nobody mount a file system in a namespace: " << trial.standardError();
  }
  std::vector<std::string> wrapper{"/usr/bin/env", "unshare", "-rm"};
  const std::vector<std::string> shell = withShellCommands(mount + " && head -c 40000 /dev/zero >" + disk + "/ballast");
  wrapper.insert(wrapper.end(), shell.begin(), shell.end());
  launchLogging("probe",
                "log4j.rootLogger=info, R\n"
                "log4j.appender.R=org.apache.log4j.FileAppender\n"
                "log4j.appender.R.File=@/disk/x.log\n"
                "log4j.appender.R.layout=org.apache.log4j.SimpleLayout\n",
                "", {.host_program = hostProgram(), .wrapper = wrapper});
  loginToProbe();
  for (int i = 0; i < 1000; ++i) {
    sendCommand("log line " + std::to_string(i) + std::string(100, '.'));
  }
  expectStillServing();
  EXPECT_NE(
      spectrum_->log().find("WARN Host: cannot write to the log file " + disk + "/x.log: No space left on device\n"),
      std::string::npos)
      << spectrum_->log();
  // Frees space: the log goes on.
  const std::string seen_from_here = "/proc/" + pid() + "/root" + disk;
  ASSERT_TRUE(std::filesystem::remove(seen_from_here + "/ballast"));
  sendCommand("log after that");
  expectStillServing();
  const std::string log = content(seen_from_here + "/x.log");
  spectrum_->exit();
  spectrum_->expectExit(0);
  const Expression lost("\n\\(([0-9]+) lines are missing here\\)\nINFO - log after that\n$");
  const Lines missing = lost.groupsIn(log);
  ASSERT_FALSE(missing.empty()) << log;
  int written = 0;
  for (const std::string& line : linesOf(log)) {
    written += line.starts_with("INFO - log line ") && line.ends_with(std::string(100, '.')) ? 1 : 0;
  }
  EXPECT_EQ(written + number(missing[1]), 1000) << log;
}

// stderr is a full pipe whose reader does not read. Neither the host nor its watchdog may block on it.
TEST_F(ShortageTest, NobodyReadsAStderrThatIsOpen) {
  const std::string fifo = directory() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const UniqueFd reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  launchWith({.host_program = hostProgram(),
              .wrapper = withShellCommands("exec 2>" + fifo),
              .configuration = configurationFor("probe")});
  loginToProbe();
  const UniqueFd writer(::open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  while (::write(writer.get(), "x", 1) == 1) {
  }
  sendCommand("log nobody reads this");
  sendCommand("log nor this");
  expectStillServing();

  std::string read;
  const auto readAll = [&] {
    char bytes[4096];
    for (ssize_t size = 0; (size = ::read(reader.get(), bytes, sizeof bytes)) > 0;) {
      read.append(bytes, static_cast<std::size_t>(size));
    }
  };
  readAll();
  sendCommand("log somebody is back");
  const testing::Deadline deadline(std::chrono::seconds(20));
  while (read.find("somebody is back") == std::string::npos && !deadline.hasPassed()) {
    pollfd more{reader.get(), POLLIN, 0};
    ::poll(&more, 1, static_cast<int>(deadline.left().count()));
    readAll();
  }
  EXPECT_EQ(read.find("nobody reads"), std::string::npos);
  EXPECT_NE(read.find("(2 lines are missing here)\n"), std::string::npos);
  EXPECT_NE(read.find("somebody is back"), std::string::npos);
  spectrum_->exit();
  spectrum_->expectExit(0);
}

// stdout and stderr have no reader, and there is no other log. The plugin writes to them, too.
TEST_F(ShortageTest, NobodyReadsStdoutAndStderr) {
  const std::string fifo = directory() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  UniqueFd reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  launchWith({.host_program = hostProgram(),
              .wrapper = withShellCommands("exec >" + fifo + " 2>&1"),
              .configuration = configurationFor("probe")});
  loginToProbe();
  reader.close();
  for (const std::string command : {"print-err 3 nobody reads this", "print-out 10000 nor this"}) {
    sendCommand(command);
    expectAnswer("printed");
  }
  sendCommand("log nor this");
  sendCommand("throw");
  expectAnswer("Your message was not delivered: There was a fault in the gateway.");
  expectStillServing();
  spectrum_->exit();
  spectrum_->expectExit(0);
}

TEST_F(ShortageTest, NobodyReadsTheFifoThatTheLogIs) {
  const std::string fifo = directory() + "/x.log";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  UniqueFd reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  launchLogging("probe", kToFile);
  loginToProbe();
  reader.close();
  sendCommand("log nobody reads this");
  sendCommand("log nor this");
  expectStillServing();
  EXPECT_NE(spectrum_->log().find("WARN Host: cannot write to the log file " + fifo + ": Broken pipe\n"),
            std::string::npos)
      << spectrum_->log();
  reader = UniqueFd(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  sendCommand("log somebody does");
  expectStillServing();
  char text[4096];
  const ssize_t size = ::read(reader.get(), text, sizeof text);
  ASSERT_GT(size, 0);
  const std::string log(text, static_cast<std::size_t>(size));
  EXPECT_NE(log.find("\n(2 lines are missing here)\n"), std::string::npos) << log;
  EXPECT_TRUE(log.ends_with(" INFO  Plugin.probe: log somebody does\n")) << log;
  spectrum_->exit();
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
