// SPDX-License-Identifier: MIT
// Real servers, with configurations and data that are thrown away afterwards, on ports of the kernel's choice on
// loopback.
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

  // Waits until it takes connections. It can be started again, on the same ports, once it was killed.
  void start();
  void kill();    // SIGKILL: no goodbye to anybody
  void freeze();  // SIGSTOP
  void thaw();

 protected:
  explicit Server(std::string address = "127.0.0.1", int port = 0);
  const std::string& address() const { return address_; }
  virtual std::vector<std::string> command() const = 0;
  // Writes the server's configuration, which servers that give up root can read too; its path.
  std::string configure(const std::string& name, const std::string& text) const;

  testing::TemporaryDirectory directory_;

 private:
  const std::string address_;
  FreePort port_;
  FreePort tls_port_;
  std::optional<testing::HostProcess> process_;
};

}  // namespace prism::tests
