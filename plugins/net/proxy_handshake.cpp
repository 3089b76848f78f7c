// SPDX-License-Identifier: MIT
#include "net/proxy_handshake.h"

#include "net/address.h"
#include "net/host_name.h"
#include "net/http_connect.h"
#include "net/socks5.h"

namespace net {

std::unique_ptr<ProxyHandshake> ProxyHandshake::begin(const Proxy& proxy, const Endpoint& target,
                                                      std::string* refusal) {
  if (!literalAddress(target.host, target.port) && !isHostName(target.host)) {
    *refusal = "\"" + target.host + "\" is no host name";
    return nullptr;
  }
  if (proxy.type == Proxy::Type::kHttp) {
    if (proxy.user.find(':') != std::string::npos) {
      *refusal = "a user name for HTTP has no colon";
      return nullptr;
    }
    return std::make_unique<HttpConnect>(proxy, target);
  }
  constexpr std::size_t kLongest = 255;
  if (proxy.user.size() > kLongest || proxy.password.size() > kLongest) {
    *refusal = "a user name or password for SOCKS has 255 bytes at most";
    return nullptr;
  }
  return std::make_unique<Socks5>(proxy, target);
}

}  // namespace net
