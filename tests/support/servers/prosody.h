// SPDX-License-Identifier: MIT
// Debian's Prosody: an XMPP server, here with one domain, localhost, and a component for rooms, rooms.localhost.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

class Prosody final : public Server {
 public:
  // With a certificate, TLS is offered; clients may do without. `address` and `port` as for Server.
  explicit Prosody(const std::optional<Certificate>& certificate = {}, const std::string& address = "127.0.0.1",
                   int port = 0);

  void addUser(const std::string& name, const std::string& password) const;

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Why it cannot run here; empty if it can.
std::string whyNoProsody();

}  // namespace prism::tests
