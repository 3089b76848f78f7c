// SPDX-License-Identifier: MIT
// Debian's ngIRCd: an IRC server of the old kind, with few capabilities and no services.
#pragma once

#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

struct NgircdOptions {
  std::string password = {};  // of the server (PASS)
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

// Why it cannot run here; empty if it can.
std::string whyNoNgircd();

}  // namespace prism::tests
