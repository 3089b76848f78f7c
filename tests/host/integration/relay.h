// SPDX-License-Identifier: MIT
// A process between the host and the Spectrum of a test. For the host it is Spectrum, and one that can be killed, stopped
// and continued like a process, with whatever its kernel then does to the connection.
#pragma once

#include <sys/types.h>
#include <prism/unique_fd.hpp>

namespace prism::tests {

class Relay {
 public:
  // Listens on a loopback port of its own, and connects each connection to `spectrum_port`.
  explicit Relay(int spectrum_port);

  // Kills it if it is still there.
  ~Relay();

  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  int port() const { return port_; }

  void kill();   // as `kill -9` does; returns when it is gone
  void pause();  // SIGSTOP; returns when it stands still
  void resume();

 private:
  pid_t pid_ = -1;
  int port_ = 0;
};

}  // namespace prism::tests
