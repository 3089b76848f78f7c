// SPDX-License-Identifier: MIT
// Launches a host as Spectrum 2 does: in its own session, with all descriptors above 2 closed, without a search in
// PATH.
#pragma once

#include "prism/testing/deadline.h"
#include <prism/unique_fd.hpp>

#include <poll.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::testing {

struct LaunchOptions {
  std::vector<std::pair<std::string, std::string>> environment = {};  // added to this process's own
  std::string working_dir = "/";
  std::optional<mode_t> umask = {};
};

// The end of a process: by an exit code, or by a signal.
struct ExitStatus {
  int code = 0;
  int signal = 0;  // 0: none

  bool operator==(const ExitStatus&) const = default;
};

// Returns `exit code 13 (Permission denied)`, as Spectrum reads an exit code as an errno, or `signal 6 (Aborted)`.
std::string describe(const ExitStatus& status);

class HostProcess {
 public:
  // `command`: the absolute path of a program, and its arguments. Throws Failure if the program cannot be started.
  explicit HostProcess(const std::vector<std::string>& command, const LaunchOptions& options = {});

  // Ends the process if it still runs: sends SIGTERM, and SIGKILL after five seconds.
  ~HostProcess();

  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number);

  // Waits for the end of the process. Throws Failure if it does not end in time.
  ExitStatus exitStatus(Milliseconds allowed = Milliseconds(10'000));

  // The end of the process, once pump() has noticed it.
  const std::optional<ExitStatus>& ended() const { return ended_; }

  // True if the process has ended with a core dump.
  bool leftCore() const { return left_core_; }

  // Waits until a line of stderr contains `text`, and returns that line. Throws Failure if none does in time.
  std::string awaitError(std::string_view text, Milliseconds allowed = Milliseconds(10'000));

  // The output so far.
  const std::string& standardOutput() const { return output_.text; }
  const std::string& standardError() const { return error_.text; }

  // Describes whether the host runs or how it has ended, with its stderr; for a Failure.
  std::string describeState() const;

  // For a poll loop of the caller: addDescriptors() appends the descriptors to poll. pump() reads the available output
  // without waiting, and notices the end of the process; all output before the end is read.
  void addDescriptors(std::vector<pollfd>* descriptors) const;
  void pump();

 private:
  struct Stream {
    UniqueFd pipe;
    std::string text;

    void pump();
  };

  bool waitForEnd(Milliseconds allowed);

  pid_t pid_ = -1;
  UniqueFd pidfd_;  // open until the process is reaped
  Stream output_;
  Stream error_;
  bool left_core_ = false;
  std::optional<ExitStatus> ended_;
};

// Returns the first line of `log` that contains `text`. A last line without its line end is searched only if
// `complete`.
std::optional<std::string> findLine(std::string_view log, std::string_view text, bool complete);

}  // namespace prism::testing
