// SPDX-License-Identifier: MIT
// Fixture for tests of connections.
#pragma once

#include "net/stream.h"
#include "tests/net/dns_server.h"
#include "tests/net/loop_host.h"
#include "tests/net/peer.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace net::tests {

// A stream that records its events. A test's `then_…` function runs at the end of each callback.
class Connection final : public Stream::Listener {
 public:
  void opened() override {
    EXPECT_FALSE(was_opened);
    was_opened = true;
    then_opened();
  }
  void received(std::string_view bytes) override {
    EXPECT_TRUE(was_opened && !failure);
    input += bytes;
    ++calls;
    then_received();
  }
  void failed(const Failure& a_failure) override {
    EXPECT_FALSE(failure);
    failure = a_failure;
    then_failed();
  }

  bool was_opened = false;
  std::string input;
  unsigned calls = 0;
  std::optional<Failure> failure;
  std::function<void()> then_opened = [] {};
  std::function<void()> then_received = [] {};
  std::function<void()> then_failed = [] {};
  std::unique_ptr<Stream> stream;
};

class NetTest : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(loop.takeFaults(), ""); }

  // Starts the peer of the next connection. Its end wakes the loop.
  std::unique_ptr<Peer> peer(Script script, const std::string& address = "127.0.0.1", std::uint16_t port = 0) {
    return std::make_unique<Peer>(
        std::move(script), [host = loop.host()] { static_cast<void>(host.post([] {})); }, address, port);
  }

  void connect(Connection* connection, const std::string& host, std::uint16_t port,
               std::shared_ptr<TlsContext> tls = nullptr) const {
    connection->stream = std::make_unique<Stream>(network, *connection, Endpoint{host, port}, std::move(tls));
  }

  void turnUntil(std::string_view what, const std::function<bool()>& done,
                 std::chrono::seconds longest = std::chrono::seconds(10)) {
    loop.turnUntil(what, done, longest);
  }

  // Wakes the loop; for scripts, which run on other threads.
  void wake() const {
    static_cast<void>(loop.host().post([] {}));
  }

  void awaitOpened(const Connection& connection) {
    turnUntil("the connection", [&] { return connection.was_opened || connection.failure; });
    EXPECT_FALSE(connection.failure) << connection.failure->text;
  }
  void awaitFailure(const Connection& connection) {
    turnUntil("the failure", [&] { return connection.failure.has_value(); });
  }
  void awaitEndOf(const Peer& other) {
    turnUntil("the end of the other side", [&] { return other.done(); });
  }

  // Waits for the failure. Returns it as "kind: text".
  std::string failureOf(Connection* connection) {
    awaitFailure(*connection);
    return connection->failure
               ? std::to_string(static_cast<int>(connection->failure->kind)) + ": " + connection->failure->text
               : "none";
  }

  LoopHost loop;
  // Resolvable names, besides "localhost".
  DnsServer dns{DnsServer::Zone{{"irc.test", {"127.0.0.1"}},
                                {"other.test", {"127.0.0.1"}},
                                {"two.test", {"127.0.0.2", "127.0.0.1"}},
                                {"six.test", {"2001:db8::1"}},
                                {"silent.test", {}}}};
  Resolver resolver{loop.host(), dns.address()};
  Network network{loop.host(), resolver};
};

inline std::string as(FailureKind kind, const std::string& text) {
  return std::to_string(static_cast<int>(kind)) + ": " + text;
}

}  // namespace net::tests
