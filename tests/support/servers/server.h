// SPDX-License-Identifier: MIT
// Base of the real servers. Configuration and data live in a temporary directory, ports are free ones of loopback.
#pragma once

#include "tests/support/port.h"
#include "tests/support/servers/certificates.h"
#include <prism/testing/host_process.h>
#include <prism/testing/temporary_directory.h>

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

class Server {
 public:
  virtual ~Server();
  int port() const { return port_.number(); }
  int tlsPort() const { return tls_port_.number(); }

  // Starts the server, and waits until it accepts connections. After kill() it can be started again on the same
  // ports.
  void start();
  void kill();    // SIGKILL: connections break without a goodbye
  void freeze();  // SIGSTOP
  void thaw();

 protected:
  explicit Server(std::string address = "127.0.0.1", int port = 0);
  const std::string& address() const { return address_; }
  virtual std::vector<std::string> command() const = 0;
  // Writes a configuration file, and returns its path. Every user can read it: servers give up root.
  std::string configure(const std::string& name, const std::string& text) const;

  testing::TemporaryDirectory directory_;

 private:
  const std::string address_;
  FreePort port_;
  FreePort tls_port_;
  std::optional<testing::HostProcess> process_;
};

}  // namespace prism::tests
