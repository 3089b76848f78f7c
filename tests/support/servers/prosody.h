// SPDX-License-Identifier: MIT
// Debian's Prosody: an XMPP server with one domain, localhost, and one component for rooms, rooms.localhost.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

class Prosody final : public Server {
 public:
  // Offers STARTTLS if there is a certificate, and does not require it. `address` and `port` as for Server.
  explicit Prosody(const std::optional<Certificate>& certificate = {}, const std::string& address = "127.0.0.1",
                   int port = 0);

  void addUser(const std::string& name, const std::string& password) const;

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Returns why Prosody cannot run here, or an empty string if it can.
std::string whyNoProsody();

}  // namespace prism::tests
