// SPDX-License-Identifier: MIT
// c-ares on the host's event loop: each of its sockets has a watch, and its retries share one timer.
#pragma once

#include <prism/host.hpp>

#include <ares.h>

#include <map>
#include <string>

namespace net {

class AresChannel {
 public:
  // `servers`: the name servers, for example "192.0.2.1:53,[2001:db8::1]:53". Empty: those of the system.
  AresChannel(prism::Host host, const std::string& servers);
  // Calls the callback of each unanswered lookup with ARES_EDESTRUCTION.
  ~AresChannel();
  AresChannel(const AresChannel&) = delete;
  AresChannel& operator=(const AresChannel&) = delete;

  // The reason why the channel could not be set up; "" if it works.
  const std::string& error() const { return error_; }

  // [main] `family`: AF_INET, AF_INET6, or AF_UNSPEC for both. May call `answered` before it returns.
  void lookUp(const std::string& name, int family, ares_addrinfo_callback answered, void* data);

 private:
  static void onSocketState(void* data, ares_socket_t socket, int readable, int writable);
  void process(ares_socket_t readable, ares_socket_t writable);
  void armTimer();

  const prism::Host host_;
  std::string error_;
  std::map<ares_socket_t, prism::Watch> watches_;
  prism::Timer timer_;  // until c-ares' next retry or timeout
  ares_channel channel_ = nullptr;
};

}  // namespace net
