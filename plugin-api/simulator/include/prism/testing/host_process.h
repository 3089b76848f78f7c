// SPDX-License-Identifier: MIT
// A host as Spectrum 2 launches it: in a session of its own, every descriptor above 2 closed, no search in PATH.
#pragma once

#include <poll.h>
#include <sys/types.h>
#include <prism/unique_fd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prism/testing/deadline.h"

namespace prism::testing {

struct LaunchOptions {
  std::vector<std::pair<std::string, std::string>> environment = {};  // in addition to our own
  std::string working_dir = "/";
  std::optional<mode_t> umask = {};
};

// How a process has ended: with an exit code, or by a signal.
struct ExitStatus {
  int code = 0;
  int signal = 0;  // 0: none

  bool operator==(const ExitStatus&) const = default;
};

// `exit code 13 (Permission denied)`, read as an errno value as Spectrum does, or `signal 6 (Aborted)`.
std::string describe(const ExitStatus& status);

class HostProcess {
 public:
  // `command` is a program with an absolute path, and its arguments. Throws Failure if it cannot be started.
  explicit HostProcess(const std::vector<std::string>& command, const LaunchOptions& options = {});

  // Ends the process if it still runs: SIGTERM, and SIGKILL five seconds later.
  ~HostProcess();

  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number);

  // Waits for its end. Throws Failure if that does not come.
  ExitStatus exitStatus(Milliseconds allowed = Milliseconds(10'000));

  // Its end, if it has been seen already (by pump()).
  const std::optional<ExitStatus>& ended() const { return ended_; }

  // Whether a core was written at its end.
  bool leftCore() const { return left_core_; }

  // Waits until a line of stderr contains `text`, and returns that line. Throws Failure if none does.
  std::string awaitError(std::string_view text, Milliseconds allowed = Milliseconds(10'000));

  // All that it has written so far.
  const std::string& standardOutput() const { return output_.text; }
  const std::string& standardError() const { return error_.text; }

  // What a Failure says about the host: how it is, and its stderr.
  std::string describeState() const;

  // For loops that wait for other things too. addDescriptors() appends what to poll for; pump() takes, without
  // waiting, what the process has written, and notices its end. No output is lost when it ends.
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
  UniqueFd pidfd_;  // open until the process has been reaped
  Stream output_;
  Stream error_;
  bool left_core_ = false;
  std::optional<ExitStatus> ended_;
};

// The first whole line of `log` that contains `text`; its unfinished last line counts if `complete`.
std::optional<std::string> findLine(std::string_view log, std::string_view text, bool complete);

}  // namespace prism::testing
