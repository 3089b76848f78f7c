// SPDX-License-Identifier: MIT
// The handshake with a proxy, before the proxy forwards bytes to the server. Passive: knows no sockets.
#pragma once

#include "net/stream.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace net {

class ProxyHandshake {
 public:
  enum class Step : unsigned char { kMore, kConnected, kRefused };

  // Returns nullptr if `proxy` cannot connect to `target` at all. *refusal then says why, as the end of the sentence
  // "the proxy ... cannot be used: ".
  static std::unique_ptr<ProxyHandshake> begin(const Proxy& proxy, const Endpoint& target, std::string* refusal);
  virtual ~ProxyHandshake() = default;

  // Consumes the first *used of the received bytes. If it returns kMore, it has consumed all of them.
  virtual Step receive(std::string_view bytes, std::size_t* used) = 0;

  // Bytes to send to the proxy. The caller erases those that it has sent.
  std::string& out() { return out_; }

  // The end of a sentence whose subject is the proxy: "speaks no SOCKS5".
  const std::string& refusal() const { return refusal_; }

 protected:
  Step refuse(std::string why) {
    refusal_ = std::move(why);
    return Step::kRefused;
  }

  std::string out_;
  std::string refusal_;
};

}  // namespace net
