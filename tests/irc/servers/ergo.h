// SPDX-License-Identifier: MIT
// Ergo: a modern IRC server with accounts, history and most capabilities of IRCv3.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

struct ErgoOptions {
  std::optional<Certificate> certificate = {};
  bool flood_control = false;
  std::string password = {};  // the server's password (PASS)
  bool reserved_nicknames = true;
  bool several_clients = false;  // of one account
};

class Ergo final : public Server {
 public:
  explicit Ergo(const ErgoOptions& options = {});

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Returns why Ergo cannot run here, or an empty string if it can.
std::string whyNoErgo();

}  // namespace prism::tests
