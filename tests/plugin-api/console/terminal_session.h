// SPDX-License-Identifier: MIT
// A program on a terminal of its own, with somebody who reads the screen and presses keys.
#pragma once

#include <sys/types.h>
#include <termios.h>
#include <prism/unique_fd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prism/testing/deadline.h"
#include "prism/testing/host_process.h"
#include "tests/plugin-api/console/screen.h"

namespace prism::tests {

class TerminalSession {
 public:
  static constexpr testing::Milliseconds kPatience{10'000};

  // The terminal has `columns` columns; `environment` comes in addition to our own.
  TerminalSession(const std::vector<std::string>& command,
                  const std::vector<std::pair<std::string, std::string>>& environment, const std::string& working_dir,
                  unsigned short columns = 200);

  // Ends the program, if it still runs.
  ~TerminalSession();

  TerminalSession(const TerminalSession&) = delete;
  TerminalSession& operator=(const TerminalSession&) = delete;

  void press(std::string_view keys);
  void signal(int number) const;

  // Waits until the screen shows just this, or kPatience has passed; returns what it shows then.
  std::string awaitScreen(const std::string& expected);

  // Waits for the end of the program; nullopt if it does not come.
  std::optional<testing::ExitStatus> awaitEnd();

  // Waits until the program has stopped (SIGSTOP); false if it does not.
  bool awaitStop();

  // Whether the terminal's modes are as they were before the program was started.
  bool modesAreAsBefore() const;

  // All that was written, with its escape sequences.
  const std::string& written() const { return written_; }
  const Screen& screen() const { return screen_; }

 private:
  void becomeProgram(char* const* arguments, char* const* environment, const char* working_dir) const;
  void read(testing::Milliseconds longest);

  UniqueFd keyboard_;  // the master
  UniqueFd terminal_;  // held open, so that the modes can be looked at when the program is gone
  termios before_{};
  pid_t pid_ = -1;
  UniqueFd pidfd_;
  Screen screen_;
  std::string written_;
};

}  // namespace prism::tests
