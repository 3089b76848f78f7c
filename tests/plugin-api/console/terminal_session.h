// SPDX-License-Identifier: MIT
// Runs a program on a pseudo-terminal. The test presses keys, and reads the screen.
#pragma once

#include "prism/testing/deadline.h"
#include "prism/testing/host_process.h"
#include "tests/plugin-api/console/screen.h"
#include <prism/unique_fd.hpp>

#include <sys/types.h>
#include <termios.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::tests {

class TerminalSession {
 public:
  static constexpr testing::Milliseconds kPatience{10'000};

  // Starts the program on a terminal with `columns` columns. `environment` is added to the test's own.
  TerminalSession(const std::vector<std::string>& command,
                  const std::vector<std::pair<std::string, std::string>>& environment, const std::string& working_dir,
                  unsigned short columns = 200);

  // Ends the program if it still runs.
  ~TerminalSession();

  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;

  void press(std::string_view keys);
  void signal(int number) const;

  // Waits until the screen equals `expected`, at most kPatience. Returns the screen.
  std::string awaitScreen(const std::string& expected);

  // Waits for the program's exit. Returns nullopt after kPatience.
  std::optional<testing::ExitStatus> awaitEnd();

  // Waits until the program has stopped (SIGSTOP). Returns false after kPatience.
  bool awaitStop();

  // Returns true if the terminal has the modes of before the start.
  bool modesAreRestored() const;

  // Everything written so far, with escape sequences.
  const std::string& written() const { return written_; }
  const Screen& screen() const { return screen_; }

 private:
  void execProgram(char* const* arguments, char* const* environment, const char* working_dir) const;
  void read(testing::Milliseconds longest);

  UniqueFd keyboard_;  // the master
  UniqueFd terminal_;  // open, so that the terminal's modes can be read after the program has exited
  termios before_{};
  pid_t pid_ = -1;
  UniqueFd pidfd_;
  Screen screen_;
  std::string written_;
};

}  // namespace prism::tests
