// SPDX-License-Identifier: MIT
// Debian's ngIRCd: a traditional IRC server with few capabilities and without services.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

struct NgircdOptions {
  std::string password = {};  // the server's password (PASS)
  std::optional<Certificate> certificate = {};
  bool flood_control = false;
};

class Ngircd final : public Server {
 public:
  explicit Ngircd(const NgircdOptions& options = {});

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Returns why ngIRCd cannot run here, or an empty string if it can.
std::string whyNoNgircd();

}  // namespace prism::tests
