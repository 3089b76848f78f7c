// SPDX-License-Identifier: MIT
// Fixture: plugins that harm their process. Either the host goes on, or the process ends within a bounded time: users
// are logged out, and a sentence names the plugin.
#pragma once

#include "tests/host/integration/crash_test.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace prism::tests {

class HarmTest : public CrashTest {
 protected:
  using ExitStatus = testing::ExitStatus;
  using Milliseconds = testing::Milliseconds;

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

inline constexpr const char* kLost = "the plugin probe 1.0 has closed or replaced a descriptor of the host: ";

// Makes a test name from the arguments of `harm`.
inline std::string testName(std::string harm) {
  std::replace_if(
      harm.begin(), harm.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return harm;
}

}  // namespace prism::tests
