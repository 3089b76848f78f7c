// SPDX-License-Identifier: MIT
// A connection to a server: name resolution, every address in turn, a proxy if there is one, TLS if it is wanted; then
// bytes both ways. All on the host's event loop.
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
  enum class Type : unsigned char { None, Socks5, Http };  // RFC 1928 and 1929; CONNECT, RFC 9110 section 9.3.6
  Type type = Type::None;
  Endpoint endpoint;
  std::string user;
  std::string password;
};

// What the connections of a plugin have in common; must outlive them.
struct Network {
  prism::Host host;
  Resolver& resolver;
  Proxy proxy = {};
  std::string bind_address = {};             // where connections start from; empty: as the system does
  std::chrono::seconds connect_timeout{60};  // for all of it, from name resolution until the TLS handshake is done
  std::chrono::seconds address_timeout{10};  // for one address of several, before the next is tried
};

class Stream {
 public:
  // Told what happens. Every function may end the stream, or delete it.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void opened() = 0;
    virtual void received(std::string_view bytes) = 0;
    virtual void failed(const Failure& failure) = 0;  // the last that is heard of this stream
  };

  // Begins to connect; with TLS if `tls` is not null. Nothing is told before this returns.
  Stream(const Network& network, Listener& listener, const Endpoint& endpoint, std::shared_ptr<TlsContext> tls);
  // Closes at once, without a goodbye to the other side; what has not been sent is lost.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Sends, as soon as the connection is open. What the socket does not take is kept, in order.
  void write(std::string_view bytes);

  // Nothing is received from now on, nor the end of the connection, and TCP makes the other side wait; what is written
  // goes out all the same. Only for a stream that is open.
  void pauseReading();
  void resumeReading();

  // The bytes that the socket has not taken yet.
  std::size_t waiting() const;

  bool isOpen() const;  // opened() was told, and failed() was not

  // Both ends of the connection, once it is open (for WEBIRC, identd and logs); "" before. The peer of a connection
  // through a proxy is the proxy.
  std::string localAddress() const;
  std::string peerAddress() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net
