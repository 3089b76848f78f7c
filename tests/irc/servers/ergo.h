// SPDX-License-Identifier: MIT
// Ergo: an IRC server of the new kind, with accounts, history and most capabilities of IRCv3.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

struct ErgoOptions {
  std::optional<Certificate> certificate = {};
  bool flood_control = false;
  std::string password = {};  // of the server (PASS)
  bool reserved_nicknames = true;
};

class Ergo final : public Server {
 public:
  explicit Ergo(const ErgoOptions& options = {});

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Why it cannot run here; empty if it can.
std::string whyNoErgo();

}  // namespace prism::tests
