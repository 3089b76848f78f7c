// SPDX-License-Identifier: MIT
// Sets the wall clock forward and back by a year while the host runs. No timeout may depend on it.
#include "tests/host/integration/logging_test.h"

#include <fcntl.h>

#include <cerrno>

namespace prism::tests {
namespace {

using testing::Milliseconds;

constexpr std::int64_t kYear = 365 * 24 * 3600;

class ClockTest : public LoggingTest {
 protected:
  void launchWithClock(const std::string& settings) {
    set(0);
    launchLogging("probe",
                  std::string(kToFile) +
                      "log4j.appender.R=org.apache.log4j.DailyRollingFileAppender\n"
                      "log4j.appender.R.DatePattern='.'yyyy\n",
                  settings,
                  {.host_program = hostProgram(),
                   .environment = {{"LD_PRELOAD", PRISM_TEST_SHIMS "/clock.so"}, {"PRISM_TEST_CLOCK", clock_}}});
    login("alice");
    spectrum_->expectMessage("alice", "probe", "logged in as alice");
  }

  // Sets the offset of the host's wall clock.
  void set(std::int64_t seconds) {
    std::fstream file(clock_, std::ios::in | std::ios::out | std::ios::binary);
    if (!file) {
      file.open(clock_, std::ios::out | std::ios::binary);
    }
    file.write(reinterpret_cast<const char*>(&seconds), sizeof seconds);
  }

  // Returns the lines of all log files, rolled ones included. Counts the files in files_.
  Lines allLogs() {
    Lines all;
    for (const auto& entry : std::filesystem::directory_iterator(directory())) {
      if (entry.path().filename().string().starts_with("x.log")) {
        const Lines lines = messages(entry.path());
        all.insert(all.end(), lines.begin(), lines.end());
        ++files_;
      }
    }
    return all;
  }

  const std::string clock_ = (directory_.path() / "clock").string();
  int files_ = 0;
};

TEST_F(ClockTest, JumpsMakeNoTimeout) {
  launchWithClock("ping_timeout = 30\nlogin_timeout = 30\nstall_warning = 1\nstall_timeout = 2\n");
  for (int jump = 0; jump < 6; ++jump) {
    spectrum_->say("alice", "probe", "timer 20");
    set(jump % 3 == 0 ? kYear : jump % 3 == 1 ? -kYear : 0);
    spectrum_->expectMessage("alice", "probe", "timer");
    spectrum_->say("alice", "probe", "log jump " + std::to_string(jump));
    spectrum_->ping();
  }
  spectrum_->exit();
  spectrum_->expectExit(0);
  const Lines lines = allLogs();
  for (int jump = 0; jump < 6; ++jump) {
    EXPECT_EQ(occurrences(lines, "INFO  Plugin.probe: ", "log jump " + std::to_string(jump)), 1) << jump;
  }
  EXPECT_EQ(occurrences(lines, "INFO  Host: ", "Spectrum asks for the end"), 1);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.find("misbehaving") != std::string::npos; }),
            0);
  EXPECT_EQ(files_, 4) << "one for each year that it has been, and the present one";
}

// Timeouts must still fire, too.
TEST_F(ClockTest, AClockThatStandsInThePastDelaysNoTimeout) {
  launchWithClock("ping_timeout = 1\n");
  set(-kYear);
  spectrum_->expectExit(ETIMEDOUT);
}

TEST_F(ClockTest, AClockThatStandsInThePastDelaysNoWatchdog) {
  launchWithClock("stall_warning = 1\nstall_timeout = 0\n");
  set(-kYear);
  const std::string fifo = directory() + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  spectrum_->say("alice", "probe", "stall " + fifo);
  awaitLine(directory() + "/x.log", "plugin misbehaving: probe: message: it has not returned for 1 s");
  const UniqueFd writer(::open(fifo.c_str(), O_RDWR | O_CLOEXEC));  // unblocks the probe
}

}  // namespace
}  // namespace prism::tests
