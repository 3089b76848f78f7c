// SPDX-License-Identifier: MIT
// Behaviour of connections with TLS alone, behind a valid certificate, and servers that break off the handshake.
#include "tests/net/tls_test.h"

#include <atomic>

namespace net::tests {
namespace {

class TlsStreamTest : public TlsTest {
 protected:
  // Starts a server with a valid certificate. `script` runs after the handshake.
  std::unique_ptr<Peer> server(Script script) {
    return peer([this, script = std::move(script)](Wire& wire) {
      ASSERT_TRUE(wire.startTls(context.get()));
      script(wire);
    });
  }

  void open(Connection* connection, const Peer& server) { connect(connection, "irc.test", server.port(), tls()); }

  const ServerContext context = serverContext(good);
};

TEST_F(TlsStreamTest, TellsTheServerItsName) {
  std::string name;
  int version = 0;
  const auto irc = server([&](Wire& wire) {
    name = SSL_get_servername(wire.tls(), TLSEXT_NAMETYPE_host_name);
    version = SSL_version(wire.tls());
    wire.write("hello");
    wire.expectEnd();
  });
  Connection connection;
  open(&connection, *irc);
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  connection.stream.reset();
  awaitEndOf(*irc);
  EXPECT_EQ(name, "irc.test");
  EXPECT_EQ(version, TLS1_3_VERSION);
}

TEST_F(TlsStreamTest, TellsNoAddressAsName) {
  bool named = true;
  const auto irc = server([&](Wire& wire) {
    named = SSL_get_servername(wire.tls(), TLSEXT_NAMETYPE_host_name) != nullptr;
    wire.write("x");
  });
  Connection connection;
  TlsOptions options;
  options.verify = false;
  connect(&connection, "127.0.0.1", irc->port(), tls(options));
  turnUntil("the byte", [&] { return connection.input == "x"; });
  awaitEndOf(*irc);
  EXPECT_FALSE(named);
}

TEST_F(TlsStreamTest, SpeaksTls12AsWell) {
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  const auto irc = server([](Wire& wire) {
    wire.expect("one");
    wire.write("two");
  });
  Connection connection;
  open(&connection, *irc);
  connection.stream->write("one");
  turnUntil("the answer", [&] { return connection.input == "two"; });
}

TEST_F(TlsStreamTest, KeysMayBeRenewed) {
  const auto irc = server([](Wire& wire) {
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(SSL_key_update(wire.tls(), SSL_KEY_UPDATE_REQUESTED), 1);
      wire.write("x");
      wire.expect("y");
    }
  });
  Connection connection;
  connection.then_received = [&] { connection.stream->write("y"); };
  open(&connection, *irc);
  awaitEndOf(*irc);
  turnUntil("all bytes", [&] { return connection.input == "xxx"; });
}

TEST_F(TlsStreamTest, TheServerMayNegotiateAgain) {
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  const auto irc = server([](Wire& wire) {
    wire.expect("one");
    EXPECT_EQ(SSL_renegotiate(wire.tls()), 1);
    EXPECT_EQ(SSL_do_handshake(wire.tls()), 1);
    wire.write("two");
    wire.expect("three");
    EXPECT_EQ(SSL_num_renegotiations(wire.tls()), 1);
  });
  Connection connection;
  connection.then_received = [&] { connection.stream->write("three"); };
  open(&connection, *irc);
  connection.stream->write("one");
  awaitEndOf(*irc);
}

TEST_F(TlsStreamTest, AServerThatForgetsToSayGoodbyeHasClosedAllTheSame) {
  const auto irc = server([](Wire& wire) {
    wire.write("ERROR :Closing Link");
    SSL_set_quiet_shutdown(wire.tls(), 1);
  });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kClosed, "irc.test closed the connection"));
  EXPECT_EQ(connection.input, "ERROR :Closing Link");
}

TEST_F(TlsStreamTest, SaysGoodbyeWhenItIsDeleted) {
  int received = 0;
  const auto irc = server([&](Wire& wire) {
    wire.write("hello");
    wire.expectEnd();
    received = SSL_get_shutdown(wire.tls());
  });
  Connection connection;
  open(&connection, *irc);
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  connection.stream.reset();
  awaitEndOf(*irc);
  EXPECT_EQ(received, SSL_RECEIVED_SHUTDOWN);
}

TEST_F(TlsStreamTest, MayBeDeletedInEachCallback) {
  for (const int callback : {0, 1, 2}) {
    const auto irc = server([&](Wire& wire) {
      if (callback != 0) {
        wire.write("hello");
      }
      if (callback == 2) {
        wire.close();
      } else {
        wire.expectEnd();
      }
    });
    Connection connection;
    const auto end = [&] { connection.stream.reset(); };
    (callback == 0 ? connection.then_opened : callback == 1 ? connection.then_received : connection.then_failed) = end;
    open(&connection, *irc);
    awaitEndOf(*irc);
    turnUntil("the end", [&] { return !connection.stream; });
    loop.turnUntilIdle();
  }
}

TEST_F(TlsStreamTest, MayBeDeletedDuringTheHandshake) {
  std::atomic<bool> begun = false;
  const auto irc = peer([&](Wire& wire) {
    wire.read(5);  // header of the client's first TLS record
    begun = true;
    wake();
    while (!wire.readSome().empty()) {
    }
  });
  Connection connection;
  open(&connection, *irc);
  turnUntil("the beginning", [&] { return begun.load(); });
  connection.stream.reset();
  awaitEndOf(*irc);
  EXPECT_FALSE(connection.failure);
}

TEST_F(TlsStreamTest, AServerWithoutTls) {
  const auto irc = peer([](Wire& wire) {
    wire.write(":irc.test NOTICE * :*** Looking up your hostname\r\n");
    wire.readSome();
  });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kTls, "irc.test speaks no TLS on this port"));
}

TEST_F(TlsStreamTest, AServerThatNeverAnswers) {
  network.connect_timeout = std::chrono::seconds(1);
  const auto irc = peer([](Wire& wire) {
    while (!wire.readSome().empty()) {
    }
  });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kTimedOut, "irc.test, port " + std::to_string(irc->port()) +
                                                                   ", did not finish the TLS handshake in time"));
}

TEST_F(TlsStreamTest, AServerThatClosesDuringTheHandshake) {
  const auto irc = peer([](Wire& wire) {
    wire.read(5);
    while (wire.readSome().size() == 65536) {
    }
    wire.close();
  });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kClosed, "irc.test, port " + std::to_string(irc->port()) +
                                                                 ", closed the connection during the TLS handshake"));
}

TEST_F(TlsStreamTest, AServerWithOldVersionsOnly) {
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  const auto irc = peer([this](Wire& wire) { EXPECT_FALSE(wire.startTls(context.get())); });
  Connection connection;
  open(&connection, *irc);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kTls, "irc.test speaks no version of TLS that is safe, 1.2 or later"));
}

TEST_F(TlsStreamTest, TheServerSpeaksByteByByte) {
  // A relay forwards the server's bytes, handshake included, one at a time.
  const auto irc = server([](Wire& wire) {
    wire.expect("one");
    wire.write("two");
    wire.expectEnd();
  });
  const auto between = peer([&](Wire& wire) {
    Wire behind(connectTo(irc->port()));
    relayByteByByte(&wire, &behind);
  });
  Connection connection;
  connect(&connection, "irc.test", between->port(), tls());
  connection.stream->write("one");
  turnUntil("the answer", [&] { return connection.input == "two"; });
  connection.stream.reset();
  awaitEndOf(*irc);
  awaitEndOf(*between);
}

}  // namespace
}  // namespace net::tests
