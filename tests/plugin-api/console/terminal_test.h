// SPDX-License-Identifier: MIT
// Fixture: prism-console on a terminal.
#pragma once

#include "prism/testing/temporary_directory.h"
#include "tests/plugin-api/console/environment.h"
#include "tests/plugin-api/console/terminal_session.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

class TerminalTest : public ::testing::Test {
 protected:
  using Words = std::vector<std::string>;

  static inline const std::string kLogin =
      "* you@example.org is logged in\n"
      "* contact echo (Echo) is online [Echo]\n";
  static inline const std::string kLogout = "* you@example.org is logged out\n";

  void start(const Words& words = {"--plugin", "echo"}, unsigned short columns = 200) {
    Words command = {PRISM_TEST_CONSOLE};
    command.insert(command.end(), words.begin(), words.end());
    terminal_.emplace(command, environmentIn(directory_.path()), directory_.path().string(), columns);
  }

  // Starts a conversation with the echo plugin, and waits for its prompt.
  void login(unsigned short columns = 200) {
    start({"--plugin", "echo"}, columns);
    expectScreen(kLogin + "echo>");
  }

  void press(std::string_view keys) { terminal_->press(keys); }

  // Waits until the screen equals `expected`.
  void expectScreen(const std::string& expected) {
    EXPECT_EQ(terminal_->awaitScreen(expected), expected);
    EXPECT_EQ(terminal_->screen().unknown(), "");
  }

  // Expects the program to exit, with this last screen, and the terminal's modes restored.
  void expectEnd(const std::string& screen, int code = 0) {
    const auto status = terminal_->awaitEnd();
    ASSERT_TRUE(status) << "it goes on, and shows:\n" << terminal_->screen().text();
    EXPECT_EQ(*status, testing::ExitStatus{code}) << describe(*status);
    EXPECT_EQ(terminal_->screen().text(), screen);
    EXPECT_EQ(terminal_->screen().unknown(), "");
    EXPECT_TRUE(terminal_->modesAreRestored());
  }

  void TearDown() override {
    if (terminal_) {
      EXPECT_EQ(terminal_->written().find(kCanary), std::string::npos) << "the password is on the screen";
    }
  }

  testing::TemporaryDirectory directory_;
  std::optional<TerminalSession> terminal_;
};

}  // namespace prism::tests
