// SPDX-License-Identifier: MIT
// SOCKS5 (RFC 1928) with user and password (RFC 1929). The proxy resolves the target's name.
#pragma once

#include "net/proxy_handshake.h"

namespace net {

class Socks5 final : public ProxyHandshake {
 public:
  // User and password have at most 255 bytes each, `target.host` is a host name or a literal address:
  // ProxyHandshake::begin() checks both. `proxy` must outlive this.
  Socks5(const Proxy& proxy, const Endpoint& target);

  Step receive(std::string_view bytes, std::size_t* used) override;

 private:
  using Stage = Step (Socks5::*)();
  Step onMethod();
  Step onLoginReply();
  Step onReply();
  void request();

  const Proxy& proxy_;
  const Endpoint target_;
  std::string in_;                 // the received part of the current message
  std::size_t expected_size_ = 2;  // size of that message, as far as it is known
  Stage stage_ = &Socks5::onMethod;
};

}  // namespace net
