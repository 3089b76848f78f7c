// SPDX-License-Identifier: MIT
// The peer of a connection: a script on its own thread, with a real socket on loopback. The test fails if the script
// does not get what it expects.
#pragma once

#include "tests/support/port.h"
#include <prism/unique_fd.hpp>

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace net::tests {

using prism::UniqueFd;
using prism::tests::connectTo;
using prism::tests::FreePort;
using prism::tests::ListeningPort;
using prism::tests::SilentPort;

// The script's end of the connection. Each function throws after ten seconds.
class Wire {
 public:
  explicit Wire(UniqueFd fd);

  // Starts TLS as the server. Returns false if the client aborts the handshake.
  bool startTls(SSL_CTX* context);
  SSL* tls() const { return ssl_.get(); }

  std::string read(std::size_t size);  // exactly `size` bytes
  std::string readSome();              // the available bytes, or "" at the end
  std::string readUntil(std::string_view end);
  void expect(std::string_view bytes);
  void expectEnd();
  void write(std::string_view bytes);
  void writeByteByByte(std::string_view bytes);  // one TCP segment per byte
  void close();                                  // orderly, with FIN
  void reset();                                  // with RST
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
};

// Forwards data both ways, byte by byte, until one side closes.
void relayByteByByte(Wire* one, Wire* other);

using Script = std::function<void(Wire& wire)>;

// Accepts one connection and runs its script. Calls `ended` on the script's thread when the script returns.
class Peer {
 public:
  explicit Peer(
      Script script, std::function<void()> ended = [] {}, const std::string& address = "127.0.0.1",
      std::uint16_t port = 0);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::uint16_t port() const { return port_.number(); }
  bool done() const { return done_; }
  void join();  // waits for the script's end without turning the loop

 private:
  void run(const Script& script);

  ListeningPort port_;
  std::atomic<bool> done_ = false;
  UniqueFd stop_;  // readable: no connection will come
  std::thread thread_;
};

}  // namespace net::tests
