// SPDX-License-Identifier: MIT
// SOCKS5, RFC 1928, with a user and a password, RFC 1929. The proxy resolves the name.
#pragma once

#include "net/proxy_handshake.h"

namespace net {

class Socks5 final : public ProxyHandshake {
 public:
  // User and password have 255 bytes each at most, the target's host is a name or a literal address.
  Socks5(const Proxy& proxy, const Endpoint& target);

  Step hear(std::string_view bytes, std::size_t* used) override;

 private:
  using Stage = Step (Socks5::*)();
  Step heardMethod();
  Step heardLogin();
  Step heardReplyStart();
  void request();

  const Proxy& proxy_;
  const Endpoint target_;
  std::string in_;           // of the message that is awaited
  std::size_t awaited_ = 2;  // its bytes, as far as is known
  Stage stage_ = &Socks5::heardMethod;
};

}  // namespace net
