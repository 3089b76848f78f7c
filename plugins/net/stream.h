// SPDX-License-Identifier: MIT
// A connection to a server: name resolution, the server's addresses in turn, an optional proxy, optional TLS; then
// bytes in both directions. Runs on the host's event loop.
#pragma once

#include "net/failure.h"
#include "net/resolver.h"
#include "net/tls.h"
#include <prism/host.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace net {

struct Endpoint {
  std::string host;  // a name or an address, IPv6 without brackets
  std::uint16_t port = 0;
};

struct Proxy {
  enum class Type : unsigned char { kNone, kSocks5, kHttp };  // kSocks5: RFC 1928, 1929; kHttp: RFC 9110 section 9.3.6
  Type type = Type::kNone;
  Endpoint endpoint;
  std::string user;
  std::string password;
};

// Settings that all connections of a plugin share. Must outlive them.
struct Network {
  prism::Host host;
  Resolver& resolver;
  Proxy proxy = {};
  std::string bind_address = {};             // local address of the connections; empty: the system chooses
  std::chrono::seconds connect_timeout{60};  // from name resolution to the end of the TLS handshake
  std::chrono::seconds address_timeout{10};  // for each address but the last, before the next is tried
};

class Stream {
 public:
  // Receives the events of a stream. Every function may delete the stream.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void opened() = 0;
    virtual void received(std::string_view bytes) = 0;
    virtual void failed(const Failure& failure) = 0;  // the last event of the stream
  };

  // Starts connecting, with TLS if `tls` is not null. Does not call the listener before it returns.
  Stream(const Network& network, Listener& listener, const Endpoint& endpoint, std::shared_ptr<TlsContext> tls);
  // Closes at once. Discards unsent bytes. With TLS, sends close_notify if the socket takes it without waiting.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Sends `bytes` as soon as the connection is open. Queues, in order, what the socket does not take.
  void write(std::string_view bytes);

  // Stops reading until resumeReading(): the listener gets neither bytes nor the end of the connection, and TCP's flow
  // control stops the server. Writing goes on. Only for an open stream.
  void pauseReading();
  void resumeReading();

  // Returns the number of bytes that the socket has not taken yet.
  std::size_t waiting() const;

  // The address of this end of the connection, for WEBIRC, identd and logs; "" if the stream is not open.
  std::string localAddress() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net
