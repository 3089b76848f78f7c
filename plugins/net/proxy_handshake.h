// SPDX-License-Identifier: MIT
// What is said to a proxy before it hands bytes on. Passive: knows no sockets.
#pragma once

#include "net/stream.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace net {

class ProxyHandshake {
 public:
  enum class Step : unsigned char { More, Connected, Refused };

  // Nothing, and why in *refusal, to go on "the proxy ... cannot be used: " with, if `proxy` cannot be asked for
  // `target` at all.
  static std::unique_ptr<ProxyHandshake> begin(const Proxy& proxy, const Endpoint& target, std::string* refusal);
  virtual ~ProxyHandshake() = default;

  // Takes the first *used of the bytes that have come; with More, that is all of them.
  virtual Step hear(std::string_view bytes, std::size_t* used) = 0;

  // What is to be sent; whoever sends it erases it.
  std::string& out() { return out_; }

  // Goes on a sentence that begins with the proxy.
  const std::string& refusal() const { return refusal_; }

 protected:
  Step refuse(std::string why) {
    refusal_ = std::move(why);
    return Step::Refused;
  }

  std::string out_;
  std::string refusal_;
};

}  // namespace net
