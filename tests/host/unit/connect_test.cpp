// SPDX-License-Identifier: MIT
#include "host/spectrum/connect.h"

#include "tests/support/port.h"

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <cstring>

namespace prism::host {
namespace {

using std::chrono::milliseconds;
using tests::FreePort;
using tests::ListeningPort;
using tests::SilentPort;

Address addressOf(const FreePort& port) {
  Address address;
  std::memcpy(&address.storage, &port.address(), sizeof port.address());
  address.size = sizeof port.address();
  return address;
}

class ConnectTest : public ::testing::Test {
 protected:
  WaitLimit waitLimit(milliseconds limit = milliseconds(5000)) {
    return {std::chrono::steady_clock::now() + limit, cancel_.get()};
  }

  UniqueFd cancel_{::eventfd(0, EFD_CLOEXEC)};
};

TEST_F(ConnectTest, TriesEveryAddress) {
  const FreePort first, second;
  const ListeningPort third;
  const Address addresses[] = {addressOf(first), addressOf(second), addressOf(third)};
  const auto fd = connectToAny(addresses, waitLimit());
  ASSERT_TRUE(fd) << fd.error().sentence;
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  ASSERT_EQ(::getpeername(fd->get(), reinterpret_cast<sockaddr*>(&peer), &size), 0);
  EXPECT_EQ(peer.sin_port, third.address().sin_port);
}

TEST_F(ConnectTest, TheSocketIsAsTheLoopNeedsIt) {
  const ListeningPort listener;
  const Address address = addressOf(listener);
  const auto fd = connectToAny({&address, 1}, waitLimit());
  ASSERT_TRUE(fd);
  int no_delay = 0;
  socklen_t size = sizeof no_delay;
  ::getsockopt(fd->get(), IPPROTO_TCP, TCP_NODELAY, &no_delay, &size);
  EXPECT_NE(no_delay, 0);
  char byte = 0;
  EXPECT_EQ(::recv(fd->get(), &byte, 1, 0), -1);
  EXPECT_EQ(errno, EAGAIN) << "it does not block";
}

TEST_F(ConnectTest, NamesEveryAddressThatFailed) {
  const FreePort first, second;
  const Address addresses[] = {addressOf(first), addressOf(second)};
  const auto fd = connectToAny(addresses, waitLimit());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, ECONNREFUSED);
  EXPECT_EQ(fd.error().sentence, "127.0.0.1: Connection refused; 127.0.0.1: Connection refused");
}

TEST_F(ConnectTest, ASilentAddressLeavesTimeToTheNext) {
  const SilentPort silent;
  const ListeningPort listener;
  const Address addresses[] = {addressOf(silent), addressOf(listener)};
  const auto alone = connectToAny({addresses, 1}, waitLimit(milliseconds(200)));
  ASSERT_FALSE(alone);
  EXPECT_EQ(alone.error().code, ETIMEDOUT);
  EXPECT_TRUE(connectToAny(addresses, waitLimit(milliseconds(2000))));
}

TEST_F(ConnectTest, EndsWhenItIsCancelled) {
  const SilentPort silent;
  const Address address = addressOf(silent);
  ::eventfd_write(cancel_.get(), 1);
  const auto fd = connectToAny({&address, 1}, waitLimit());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, EINTR);
}

TEST_F(ConnectTest, ALoopbackAddressIsThisMachine) {
  const ListeningPort listener("127.0.0.9");
  const Address address = addressOf(listener);
  const auto fd = connectToAny({&address, 1}, waitLimit());
  ASSERT_TRUE(fd);
  const auto leads_away = leadsToAnotherMachine(fd->get());
  ASSERT_TRUE(leads_away) << leads_away.error().sentence;
  EXPECT_FALSE(*leads_away);
}

TEST_F(ConnectTest, ALostConnectionIsNotAnotherMachine) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto leads_away = leadsToAnotherMachine(socket.get());
  ASSERT_FALSE(leads_away);
  EXPECT_EQ(leads_away.error().code, ENOTCONN);
  EXPECT_EQ(leads_away.error().sentence, "the connection is lost: Transport endpoint is not connected");
}

TEST_F(ConnectTest, ResolvesNamesAndLiterals) {
  for (const char* host : {"127.0.0.1", "::1", "localhost"}) {
    const auto addresses = resolve(host, 16001, waitLimit());
    ASSERT_TRUE(addresses) << host << ": " << addresses.error().sentence;
    EXPECT_FALSE(addresses->empty());
  }
}

TEST_F(ConnectTest, SaysThatAHostIsUnknown) {
  const auto fd = connectTo("no-such-host.invalid", 16001, waitLimit());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, EHOSTUNREACH);
  EXPECT_TRUE(fd.error().sentence.starts_with("cannot connect to Spectrum at no-such-host.invalid port 16001: "))
      << fd.error().sentence;
}

}  // namespace
}  // namespace prism::host
