// SPDX-License-Identifier: MIT
// Fixture for tests of TLS: a trusted authority, and servers with certificates of it.
#pragma once

#include "prism/testing/temporary_directory.h"
#include "tests/net/net_test.h"
#include "tests/support/servers/certificates.h"

namespace net::tests {

using prism::tests::Identity;
using prism::tests::makeIdentity;

using ServerContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

// A server's certificate chain: its own certificate and, if present, the intermediate authority's.
inline ServerContext serverContext(const Identity& identity, const Identity* intermediate = nullptr) {
  ServerContext context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  EXPECT_EQ(SSL_CTX_use_certificate(context.get(), identity.certificate.get()), 1);
  EXPECT_EQ(SSL_CTX_use_PrivateKey(context.get(), identity.key.get()), 1);
  if (intermediate) {
    EXPECT_EQ(SSL_CTX_add1_chain_cert(context.get(), intermediate->certificate.get()), 1);
  }
  return context;
}

class TlsTest : public NetTest {
 protected:
  // Makes a TLS context that trusts the authority, unless the options name another one.
  std::shared_ptr<TlsContext> tls(TlsOptions options = {}) {
    if (options.ca_file.empty()) {
      options.ca_file = directory.write("ca.pem", authority.certificatePem());
    }
    std::string error;
    auto context = TlsContext::make(options, &error);
    EXPECT_EQ(error, "");
    EXPECT_NE(context, nullptr);
    return context;
  }

  // Returns the error for these options.
  static std::string refusalOf(const TlsOptions& options) {
    std::string error;
    EXPECT_EQ(TlsContext::make(options, &error), nullptr);
    return error;
  }

  // Starts a server that the client must refuse. The handshake must fail on the server's side, too.
  std::unique_ptr<Peer> distrustedServer(ServerContext context) {
    return peer([shared = std::shared_ptr<SSL_CTX>(std::move(context))](Wire& wire) {
      // With TLS 1.3 the server finishes its handshake before the client's refusal arrives.
      if (wire.startTls(shared.get())) {
        wire.expectEnd();
      }
    });
  }

  // Connects to a server with this certificate, and returns the failure.
  std::string failureWith(const Identity& identity, const TlsOptions& options = {},
                          const std::string& host = "irc.test") {
    const auto server = distrustedServer(serverContext(identity));
    Connection connection;
    connect(&connection, host, server->port(), tls(options));
    const std::string failure = failureOf(&connection);
    EXPECT_FALSE(connection.was_opened);
    connection.stream.reset();
    awaitEndOf(*server);
    return failure;
  }

  // Expects this certificate to be accepted, and data to flow both ways.
  void expectAccepted(const Identity& identity, const TlsOptions& options = {}, const std::string& host = "irc.test") {
    const ServerContext context = serverContext(identity);
    const auto server = peer([&](Wire& wire) {
      EXPECT_TRUE(wire.startTls(context.get()));
      wire.write("hello");
      wire.expect("thanks");
      wire.expectEnd();
    });
    Connection connection;
    connection.then_opened = [&] { connection.stream->write("thanks"); };
    connect(&connection, host, server->port(), tls(options));
    turnUntil("the greeting", [&] { return connection.input == "hello" || connection.failure; });
    EXPECT_FALSE(connection.failure) << connection.failure->text;
    connection.stream.reset();
    awaitEndOf(*server);
  }

  prism::testing::TemporaryDirectory directory;
  const Identity authority = makeIdentity({.name = "Test authority", .authority = true});
  const Identity good = makeIdentity({.alternatives = "DNS:irc.test"}, &authority);
};

}  // namespace net::tests
