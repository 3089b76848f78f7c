// SPDX-License-Identifier: MIT
// HTTP CONNECT (RFC 9110 section 9.3.6) with Basic authentication (RFC 7617). The proxy resolves the target's name.
#pragma once

#include "net/proxy_handshake.h"

namespace net {

class HttpConnect final : public ProxyHandshake {
 public:
  // `proxy.user` has no colon, `target.host` is a host name or a literal address: ProxyHandshake::begin() checks both.
  HttpConnect(const Proxy& proxy, const Endpoint& target);

  Step receive(std::string_view bytes, std::size_t* used) override;

 private:
  Step onHeader();

  const std::string target_;
  const bool with_user_;
  std::string header_;
};

}  // namespace net
