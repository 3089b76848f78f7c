// SPDX-License-Identifier: MIT
// The other side of a connection: a script that runs on a thread of its own, against a real socket on the loopback
// interface. What it expects and does not get fails the test.
#pragma once

#include <openssl/ssl.h>
#include <prism/unique_fd.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "tests/support/port.h"

namespace net::tests {

using prism::UniqueFd;
using prism::tests::connectTo;
using prism::tests::FreePort;
using prism::tests::ListeningPort;
using prism::tests::SilentPort;

// What a script speaks through. Each function throws if it cannot be done within ten seconds.
class Wire {
 public:
  explicit Wire(UniqueFd fd);

  // Serves TLS from here on; false if the client did not get through the handshake.
  bool startTls(SSL_CTX* context);
  SSL* tls() const { return ssl_.get(); }

  std::string read(std::size_t size);  // exactly so many bytes
  std::string readSome();              // what comes next; "" at the end
  std::string readUntil(std::string_view end);
  void expect(std::string_view bytes);
  void expectEnd();
  void write(std::string_view bytes);
  void dribble(std::string_view bytes);  // one segment for each byte
  void close();                          // in good order
  void reset();                          // by RST
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
};

// Hands on what either side says, one byte at a time, until one of them ends.
void relayByteByByte(Wire* one, Wire* other);

using Script = std::function<void(Wire& wire)>;

// Takes one connection, and runs its script. `ended` is called, on the thread of the script, when that is over.
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
  void join();  // waits for its end, while the loop stands still

 private:
  void run(const Script& script);

  ListeningPort port_;
  std::atomic<bool> done_ = false;
  UniqueFd stop_;  // readable: nobody will come any more
  std::thread thread_;
};

}  // namespace net::tests
