// SPDX-License-Identifier: MIT
// Debian's MicroSocks (SOCKS5, RFC 1928 and 1929) and Tinyproxy (HTTP CONNECT), both with user and password.
#pragma once

#include "tests/support/servers/server.h"

#include <string>
#include <vector>

namespace prism::tests {

inline constexpr const char* kProxyUser = "porter";
inline constexpr const char* kProxyPassword = "let-me-through";

class SocksProxy final : public Server {
 private:
  std::vector<std::string> command() const override;
};

class HttpProxy final : public Server {
 public:
  HttpProxy();

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Returns why the proxies cannot run here, or an empty string if they can.
std::string whyNoProxies();

}  // namespace prism::tests
