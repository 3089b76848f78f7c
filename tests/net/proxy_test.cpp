// SPDX-License-Identifier: MIT
// Connections through a proxy, which the test scripts.
#include "tests/net/tls_test.h"

namespace net::tests {
namespace {

class ProxyTest : public TlsTest {
 protected:
  void useProxy(Proxy::Type type, std::uint16_t port, const std::string& user = "", const std::string& password = "") {
    network.proxy.type = type;
    network.proxy.endpoint = {"localhost", port};
    network.proxy.user = user;
    network.proxy.password = password;
  }

  static std::string named(const Peer& proxy) { return "the proxy localhost, port " + std::to_string(proxy.port()); }

  // A name that only the proxy can resolve.
  static constexpr const char* kServer = "irc.hidden.test";
};

const std::string kSocksGranted("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
const std::string kHttpGranted = "HTTP/1.1 200 OK\r\n\r\n";

void expectSocksRequest(Wire& wire) {
  wire.expect(std::string("\x05\x01\x00", 3));
  wire.write(std::string("\x05\x00", 2));
  wire.expect(std::string("\x05\x01\x00\x03\x0F", 5) + "irc.hidden.test" + "\x1A\x29");
}

TEST_F(ProxyTest, Socks5AndWhatFollowsAtOnce) {
  const auto proxy = peer([](Wire& wire) {
    expectSocksRequest(wire);
    wire.write(kSocksGranted + "hello");
    wire.expect("thanks");
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kSocks5, proxy->port());
  Connection connection;
  connect(&connection, kServer, 6697);
  connection.stream->write("thanks");
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  EXPECT_EQ(dns.questions(), 0U) << "names are for the proxy to resolve";
  connection.stream.reset();
  awaitEndOf(*proxy);
}

TEST_F(ProxyTest, Socks5ByteByByteWithALogin) {
  const auto proxy = peer([](Wire& wire) {
    wire.expect(std::string("\x05\x02\x00\x02", 4));
    wire.writeByteByByte(std::string("\x05\x02", 2));
    wire.expect("\x01\x02me\x06secret");
    wire.writeByteByByte(std::string("\x01\x00", 2));
    wire.expect(std::string("\x05\x01\x00\x03\x0F", 5) + "irc.hidden.test" + "\x1A\x29");
    wire.writeByteByByte(kSocksGranted + "hello");
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kSocks5, proxy->port(), "me", "secret");
  Connection connection;
  connect(&connection, kServer, 6697);
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  connection.stream.reset();
  awaitEndOf(*proxy);
}

TEST_F(ProxyTest, HttpAndWhatFollowsAtOnce) {
  const auto proxy = peer([](Wire& wire) {
    EXPECT_EQ(wire.readUntil("\r\n\r\n"),
              "CONNECT irc.hidden.test:6697 HTTP/1.1\r\nHost: irc.hidden.test:6697\r\n"
              "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
    wire.write(kHttpGranted + "hello");
    wire.expect("thanks");
  });
  useProxy(Proxy::Type::kHttp, proxy->port(), "me", "secret");
  Connection connection;
  connect(&connection, kServer, 6697);
  connection.stream->write("thanks");
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  awaitEndOf(*proxy);
  EXPECT_EQ(dns.questions(), 0U);
}

TEST_F(ProxyTest, HttpByteByByte) {
  const auto proxy = peer([](Wire& wire) {
    wire.readUntil("\r\n\r\n");
    wire.writeByteByByte(kHttpGranted + "hello");
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kHttp, proxy->port());
  Connection connection;
  connect(&connection, kServer, 6697);
  turnUntil("the greeting", [&] { return connection.input == "hello"; });
  connection.stream.reset();
  awaitEndOf(*proxy);
}

TEST_F(ProxyTest, TlsIsWithTheServer) {
  const ServerContext context = serverContext(good);
  for (const Proxy::Type type : {Proxy::Type::kSocks5, Proxy::Type::kHttp}) {
    const auto proxy = peer([&](Wire& wire) {
      if (type == Proxy::Type::kHttp) {
        wire.readUntil("\r\n\r\n");
        wire.write(kHttpGranted);
      } else {
        wire.expect(std::string("\x05\x01\x00", 3));
        wire.write(std::string("\x05\x00", 2));
        wire.expect(std::string("\x05\x01\x00\x03\x08", 5) + "irc.test" + "\x1A\x29");
        wire.write(kSocksGranted);
      }
      EXPECT_TRUE(wire.startTls(context.get()));
      wire.write("hello");
      wire.expectEnd();
    });
    useProxy(type, proxy->port());
    Connection connection;
    connect(&connection, "irc.test", 6697, tls());
    turnUntil("the greeting", [&] { return connection.input == "hello" || connection.failure; });
    EXPECT_FALSE(connection.failure) << connection.failure->text;
    connection.stream.reset();
    awaitEndOf(*proxy);
  }
}

TEST_F(ProxyTest, ARefusalIsTold) {
  const auto proxy = peer([](Wire& wire) {
    expectSocksRequest(wire);
    wire.write(std::string("\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00", 10));
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kSocks5, proxy->port());
  Connection connection;
  connection.then_failed = [&] { connection.stream.reset(); };
  connect(&connection, kServer, 6697);
  EXPECT_EQ(
      failureOf(&connection),
      as(FailureKind::kProxy, named(*proxy) + ", did not connect to irc.hidden.test, port 6697: its rules forbid it"));
  awaitEndOf(*proxy);
}

TEST_F(ProxyTest, AProxyThatClosesIsTold) {
  const auto proxy = peer([](Wire& wire) {
    wire.readUntil("\r\n\r\n");
    wire.write("HTTP/1.1 ");
    wire.close();
  });
  useProxy(Proxy::Type::kHttp, proxy->port());
  Connection connection;
  connect(&connection, kServer, 6697);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kProxy, named(*proxy) + ", closed the connection"));
}

TEST_F(ProxyTest, AProxyThatIsSilentIsTold) {
  network.connect_timeout = std::chrono::seconds(1);
  const auto proxy = peer([](Wire& wire) {
    wire.readUntil("\r\n\r\n");
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kHttp, proxy->port());
  Connection connection;
  connect(&connection, kServer, 6697);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kTimedOut, named(*proxy) + ", did not connect to irc.hidden.test, port 6697 in time"));
}

TEST_F(ProxyTest, AProxyThatIsNotThereIsTold) {
  const FreePort port;
  useProxy(Proxy::Type::kSocks5, port.number());
  network.proxy.endpoint.host = "127.0.0.1";
  Connection connection;
  connect(&connection, kServer, 6697);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kConnect, "cannot connect to the proxy 127.0.0.1, port " + std::to_string(port.number()) +
                                          ": connection refused"));
}

TEST_F(ProxyTest, UserNameWithAColonIsRefusedForHttp) {
  const auto proxy = peer([](Wire& wire) { wire.expectEnd(); });
  useProxy(Proxy::Type::kHttp, proxy->port(), "a:b", "c");
  Connection connection;
  connect(&connection, kServer, 6697);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kProxy, named(*proxy) + ", cannot be used: a user name for HTTP has no colon"));
  connection.stream.reset();
  awaitEndOf(*proxy);
}

TEST_F(ProxyTest, MayBeDeletedMeanwhile) {
  std::atomic<bool> asked = false;
  const auto proxy = peer([&](Wire& wire) {
    wire.readUntil("\r\n\r\n");
    asked = true;
    wake();
    wire.expectEnd();
  });
  useProxy(Proxy::Type::kHttp, proxy->port());
  Connection connection;
  connect(&connection, kServer, 6697);
  turnUntil("the request", [&] { return asked.load(); });
  connection.stream.reset();
  awaitEndOf(*proxy);
  EXPECT_FALSE(connection.was_opened || connection.failure);
}

}  // namespace
}  // namespace net::tests
