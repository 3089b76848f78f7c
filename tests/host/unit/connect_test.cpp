// SPDX-License-Identifier: MIT
#include "host/spectrum/connect.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>

#include <cerrno>

namespace prism::host {
namespace {

using std::chrono::milliseconds;

// A socket on 127.0.0.1, on a port of the kernel's choice.
class Listener {
 public:
  explicit Listener(int backlog = 8) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto* address = reinterpret_cast<sockaddr_in*>(&address_.storage);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address_.size = sizeof *address;
    EXPECT_EQ(::bind(fd_.get(), reinterpret_cast<sockaddr*>(address), address_.size), 0);
    if (backlog >= 0) {
      EXPECT_EQ(::listen(fd_.get(), backlog), 0);
    }
    EXPECT_EQ(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(address), &address_.size), 0);
  }

  const Address& address() const { return address_; }

 private:
  UniqueFd fd_;
  Address address_;
};

// Bound, so that nobody else takes the port, but not listening: connecting is refused.
struct Refusing : Listener {
  Refusing() : Listener(-1) {}
};

class ConnectTest : public testing::Test {
 protected:
  Patience patience(milliseconds limit = milliseconds(5000)) {
    return {std::chrono::steady_clock::now() + limit, cancel_.get()};
  }

  UniqueFd cancel_{::eventfd(0, EFD_CLOEXEC)};
};

TEST_F(ConnectTest, TriesEveryAddress) {
  const Refusing first, second;
  const Listener third;
  const Address addresses[] = {first.address(), second.address(), third.address()};
  const auto fd = connectToAny(addresses, patience());
  ASSERT_TRUE(fd) << fd.error().sentence;
  sockaddr_in peer{};
  socklen_t size = sizeof peer;
  ASSERT_EQ(::getpeername(fd->get(), reinterpret_cast<sockaddr*>(&peer), &size), 0);
  EXPECT_EQ(peer.sin_port, reinterpret_cast<const sockaddr_in*>(&third.address().storage)->sin_port);
}

TEST_F(ConnectTest, TheSocketIsAsTheLoopNeedsIt) {
  const Listener listener;
  const auto fd = connectToAny({&listener.address(), 1}, patience());
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
  const Refusing first, second;
  const Address addresses[] = {first.address(), second.address()};
  const auto fd = connectToAny(addresses, patience());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, ECONNREFUSED);
  EXPECT_EQ(fd.error().sentence, "127.0.0.1: Connection refused; 127.0.0.1: Connection refused");
}

TEST_F(ConnectTest, ASilentAddressLeavesTimeToTheNext) {
  // The kernel answers no more SYNs once the queue of a socket that nobody accepts from is full.
  const Listener silent(0);
  std::vector<Result<UniqueFd>> queued;
  while (queued.empty() || queued.back()) {
    queued.push_back(connectToAny({&silent.address(), 1}, patience(milliseconds(200))));
    ASSERT_LT(queued.size(), 100U);
  }
  EXPECT_EQ(queued.back().error().code, ETIMEDOUT);
  const Listener listener;
  const Address addresses[] = {silent.address(), listener.address()};
  EXPECT_TRUE(connectToAny(addresses, patience(milliseconds(2000))));
}

TEST_F(ConnectTest, EndsWhenItIsCancelled) {
  const Listener silent(0);
  std::vector<Result<UniqueFd>> queued;
  while (queued.empty() || queued.back()) {
    queued.push_back(connectToAny({&silent.address(), 1}, patience(milliseconds(200))));
  }
  ::eventfd_write(cancel_.get(), 1);
  const auto fd = connectToAny({&silent.address(), 1}, patience());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, EINTR);
}

TEST_F(ConnectTest, ResolvesNamesAndLiterals) {
  for (const char* host : {"127.0.0.1", "::1", "localhost"}) {
    const auto addresses = resolve(host, 16001, patience());
    ASSERT_TRUE(addresses) << host << ": " << addresses.error().sentence;
    EXPECT_FALSE(addresses->empty());
  }
}

TEST_F(ConnectTest, SaysThatAHostIsUnknown) {
  const auto fd = connectTo("no-such-host.invalid", 16001, patience());
  ASSERT_FALSE(fd);
  EXPECT_EQ(fd.error().code, EHOSTUNREACH);
  EXPECT_TRUE(fd.error().sentence.starts_with("cannot connect to Spectrum at no-such-host.invalid port 16001: "))
      << fd.error().sentence;
}

}  // namespace
}  // namespace prism::host
