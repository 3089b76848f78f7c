// SPDX-License-Identifier: MIT
// CONNECT of HTTP, RFC 9110 section 9.3.6, with Basic authentication, RFC 7617. The proxy resolves the name.
#pragma once

#include "net/proxy_handshake.h"

namespace net {

class HttpConnect final : public ProxyHandshake {
 public:
  // The user has no colon, the target's host is a name or a literal address.
  HttpConnect(const Proxy& proxy, const Endpoint& target);

  Step hear(std::string_view bytes, std::size_t* used) override;

 private:
  Step heardHeader();

  const std::string target_;
  const bool with_user_;
  std::string header_;
};

}  // namespace net
