// SPDX-License-Identifier: MIT
// A process that forwards between the host and the test's Spectrum. To the host it is Spectrum: it can be killed,
// stopped and continued, and its kernel treats the connection accordingly.
#pragma once

#include <prism/unique_fd.hpp>

#include <sys/types.h>

namespace prism::tests {

class Relay {
 public:
  // Listens on a free port of loopback, and forwards the connection that it accepts to `spectrum_port`.
  explicit Relay(int spectrum_port);

  // Kills the process if it still runs.
  ~Relay();

  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  int port() const { return port_; }

  void kill();   // SIGKILL; returns when the process has ended
  void pause();  // SIGSTOP; returns when the process has stopped
  void resume();

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

}  // namespace prism::tests
