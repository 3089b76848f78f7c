// SPDX-License-Identifier: MIT
// c-ares on the host's event loop: its sockets are watches, its retries a timer.
#pragma once

#include <prism/host.hpp>

#include <ares.h>

#include <map>
#include <string>

namespace net {

class AresChannel {
 public:
  // `servers`: name servers, "192.0.2.1:53,[2001:db8::1]:53", instead of the system's; empty: the system's.
  AresChannel(prism::Host host, const std::string& servers);
  // Calls back for everything that has not been answered, with ARES_EDESTRUCTION.
  ~AresChannel();
  AresChannel(const AresChannel&) = delete;
  AresChannel& operator=(const AresChannel&) = delete;

  // Why it cannot work; "" if it can.
  const std::string& error() const { return error_; }

  // [main] May call back from within.
  void lookUp(const std::string& name, ares_addrinfo_callback answered, void* data);

 private:
  static void onSocketState(void* data, ares_socket_t socket, int readable, int writable);
  void process(ares_socket_t readable, ares_socket_t writable);
  void armTimer();

  const prism::Host host_;
  std::string error_;
  std::map<ares_socket_t, prism::Watch> watches_;
  prism::Timer timer_;  // the next time at which c-ares wants to try again, or to give up
  ares_channel channel_ = nullptr;
};

}  // namespace net
