// SPDX-License-Identifier: MIT
// Dialling: resolving a server's name and connecting to one of its addresses.
#include "tests/net/net_test.h"
#include "tests/support/sanitized.h"

#include <sys/resource.h>
#include <unistd.h>

namespace net::tests {
namespace {

class DialTest : public NetTest {
 protected:
  static void hello(Wire& wire) {
    wire.write("hello");
    wire.expectEnd();
  }

  void awaitHello(const Connection& connection) {
    turnUntil("the greeting", [&] { return connection.input == "hello"; });
  }
};

TEST_F(DialTest, ByName) {
  const auto server = peer(&hello);
  Connection connection;
  connect(&connection, "irc.test", server->port());
  awaitHello(connection);
}

TEST_F(DialTest, ByLocalhost) {
  const auto server = peer(&hello);
  Connection connection;
  connect(&connection, "localhost", server->port());
  awaitHello(connection);
}

TEST_F(DialTest, NobodyListens) {
  const FreePort port;
  const std::string number = std::to_string(port.number());
  Connection connection;
  connect(&connection, "127.0.0.1", port.number());
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kConnect, "cannot connect to 127.0.0.1, port " + number + ": connection refused"));
}

TEST_F(DialTest, EveryAddressIsTriedAndNamed) {
  const FreePort port;
  Connection connection;
  connect(&connection, "two.test", port.number());
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kConnect, "cannot connect to two.test, port " + std::to_string(port.number()) +
                                          ": 127.0.0.2: connection refused; "
                                          "127.0.0.1: connection refused"));
}

TEST_F(DialTest, AnAddressThatRefusesIsNotTheLast) {
  const auto server = peer(&hello);
  Connection connection;
  connect(&connection, "two.test", server->port());
  awaitHello(connection);
}

TEST_F(DialTest, AnAddressThatIsSilentIsNotTheLast) {
  const auto server = peer(&hello);
  const SilentPort silent("127.0.0.2", server->port());
  network.address_timeout = std::chrono::seconds(1);
  Connection connection;
  connect(&connection, "two.test", server->port());
  awaitHello(connection);
}

TEST_F(DialTest, TheTimeForAllOfItIsLimited) {
  const FreePort closed("127.0.0.2");
  const SilentPort silent("127.0.0.1", closed.number());
  network.connect_timeout = std::chrono::seconds(1);
  Connection connection;
  connect(&connection, "two.test", closed.number());
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kTimedOut, "cannot connect to two.test, port " + std::to_string(closed.number()) +
                                           ": 127.0.0.2: connection refused; 127.0.0.1: timed out"));
}

TEST_F(DialTest, ANameThatDoesNotExist) {
  Connection connection;
  connect(&connection, "irc.invalid", 6667);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kResolve, "the name irc.invalid is not known"));
}

TEST_F(DialTest, ANameServerThatIsSilent) {
  network.connect_timeout = std::chrono::seconds(1);
  Connection connection;
  connect(&connection, "silent.test", 6667);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kTimedOut, "no name server has answered for silent.test in time"));
}

TEST_F(DialTest, InvalidHostName) {
  Connection connection;
  connect(&connection, "irc.test\r\nHost: x", 6667);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kResolve, "\"irc.test\r\nHost: x\" is no host name"));
}

TEST_F(DialTest, StartsFromTheAddressThatIsGiven) {
  const auto server = peer([](Wire& wire) {
    sockaddr_in from{};
    socklen_t size = sizeof from;
    ::getpeername(wire.fd(), reinterpret_cast<sockaddr*>(&from), &size);
    wire.write(std::to_string(ntohl(from.sin_addr.s_addr) & 0xFFU));
    wire.expectEnd();
  });
  network.bind_address = "127.0.0.7";
  Connection connection;
  connect(&connection, "127.0.0.1", server->port());
  turnUntil("the answer", [&] { return connection.input == "7"; });
  EXPECT_EQ(connection.stream->localAddress(), "127.0.0.7");
}

TEST_F(DialTest, AddressesOfTheOtherFamilyAreLeftOut) {
  network.bind_address = "127.0.0.1";
  Connection connection;
  connect(&connection, "six.test", 6667);
  EXPECT_EQ(
      failureOf(&connection),
      as(FailureKind::kConnect, "six.test, port 6667, has no IPv4 address, but connections start from 127.0.0.1"));
}

TEST_F(DialTest, AnAddressThatIsNotOursCannotBeTheStart) {
  network.bind_address = "192.0.2.1";
  Connection connection;
  connect(&connection, "127.0.0.1", 6667);
  EXPECT_EQ(failureOf(&connection), as(FailureKind::kConnect,
                                       "cannot connect to 127.0.0.1, port 6667: cannot start from 192.0.2.1: cannot "
                                       "assign requested address"));
}

TEST_F(DialTest, TheStartMustBeAnAddress) {
  network.bind_address = "eth0";
  Connection connection;
  connect(&connection, "127.0.0.1", 6667);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kConnect, "connections cannot start from eth0, which is no address"));
}

TEST_F(DialTest, AShortageOfDescriptorsIsAFailureLikeAnyOther) {
  if (prism::tests::kSanitized) {
    GTEST_SKIP() << "UBSan needs descriptors itself, to look at an object's type";
  }
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const int next = ::dup(0);
  ::close(next);
  Connection connection;
  connect(&connection, "127.0.0.1", 6667);
  const rlimit none{static_cast<rlim_t>(next), before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  awaitFailure(connection);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(failureOf(&connection),
            as(FailureKind::kConnect, "cannot connect to 127.0.0.1, port 6667: too many open files"));
}

TEST_F(DialTest, IPv6) {
  const UniqueFd fd(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  socklen_t size = sizeof address;
  if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) {
    GTEST_SKIP() << "this machine has no IPv6";
  }
  ::listen(fd.get(), 1);
  ::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  Connection connection;
  connect(&connection, "::1", ntohs(address.sin6_port));
  awaitOpened(connection);
  EXPECT_EQ(connection.stream->localAddress(), "::1");
}

}  // namespace
}  // namespace net::tests
