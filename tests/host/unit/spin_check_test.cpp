// SPDX-License-Identifier: MIT
#include "host/services/spin_check.h"

#include <prism/host.h>
#include <prism/unique_fd.hpp>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace prism::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// The two ends of a stream.
struct Ends {
  UniqueFd own;
  UniqueFd peer;
};

Ends pipeEnds() {
  int fds[2];
  EXPECT_EQ(::pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Ends localEnds(int type) {
  int fds[2];
  EXPECT_EQ(::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), 0);
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Ends tcpEnds() {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(listener.get(), 1), 0);
  EXPECT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  Ends ends{UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), {}};
  EXPECT_EQ(::connect(ends.own.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  ends.peer = UniqueFd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  return ends;
}

void write(const UniqueFd& fd, const std::string& text) {
  EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
}

void awaitReadable(const UniqueFd& fd) {
  pollfd readable{fd.get(), POLLIN, 0};
  EXPECT_EQ(::poll(&readable, 1, 10'000), 1);
}

class SpinCheckTest : public ::testing::Test {
 protected:
  // Checks the watch after some time. Returns true if it spins.
  bool spins(const UniqueFd& fd, std::uint32_t events, milliseconds later = milliseconds(150)) {
    now_ += later;
    return spins_.check(0, fd.get(), events, now_).has_value();
  }

  // Returns true if the watch spins in any of some checks during a second.
  bool spinsInASecond(const UniqueFd& fd, std::uint32_t events) {
    bool spins_at_all = false;
    for (int i = 0; i < 7; ++i) {
      spins_at_all = spins(fd, events) || spins_at_all;
    }
    return spins_at_all;
  }

  SpinCheck spins_;
  SpinCheck::Time now_{};
};

TEST_F(SpinCheckTest, TcpThatNobodyReads) {
  const Ends tcp = tcpEnds();
  write(tcp.peer, "hello");
  awaitReadable(tcp.own);
  EXPECT_TRUE(spinsInASecond(tcp.own, PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, TcpToWhichNobodyWrites) { EXPECT_TRUE(spinsInASecond(tcpEnds().own, PRISM_WATCH_WRITABLE)); }

TEST_F(SpinCheckTest, TcpThatHasEnded) {
  Ends tcp = tcpEnds();
  tcp.peer = UniqueFd();
  awaitReadable(tcp.own);
  EXPECT_TRUE(spinsInASecond(tcp.own, PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, NotTcpThatMakesProgress) {
  const Ends tcp = tcpEnds();
  write(tcp.peer, std::string(100, 'x'));
  for (int i = 0; i < 100; ++i) {
    awaitReadable(tcp.own);
    char byte = 0;
    EXPECT_EQ(::read(tcp.own.get(), &byte, 1), 1);
    if (i % 2 == 0) {
      write(tcp.peer, "x");  // what is unread stays the same
    }
    EXPECT_FALSE(spins(tcp.own, PRISM_WATCH_READABLE));
  }
  for (int i = 0; i < 100; ++i) {
    write(tcp.own, "x");
    awaitReadable(tcp.peer);
    char byte = 0;
    EXPECT_EQ(::read(tcp.peer.get(), &byte, 1), 1);  // nothing is unsent
    EXPECT_FALSE(spins(tcp.own, PRISM_WATCH_WRITABLE));
  }
}

TEST_F(SpinCheckTest, APipeAtItsEnd) {
  Ends pipe = pipeEnds();
  write(pipe.peer, "rest");
  pipe.peer = UniqueFd();
  EXPECT_FALSE(spinsInASecond(pipe.own, PRISM_WATCH_READABLE)) << "there is something to read";
  char rest[10];
  EXPECT_EQ(::read(pipe.own.get(), rest, sizeof rest), 4);
  EXPECT_TRUE(spinsInASecond(pipe.own, PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, APipeThatNobodyReads) {
  Ends pipe = pipeEnds();
  write(pipe.peer, "rest");
  pipe.own = UniqueFd();
  EXPECT_TRUE(spinsInASecond(pipe.peer, PRISM_WATCH_WRITABLE));
}

TEST_F(SpinCheckTest, ALocalStreamWhoseOtherEndIsClosed) {
  Ends local = localEnds(SOCK_STREAM);
  local.peer = UniqueFd();
  EXPECT_TRUE(spinsInASecond(local.own, PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, ALocalStreamWithoutInputThatCanBeWritten) {
  const Ends local = localEnds(SOCK_STREAM);
  EXPECT_EQ(::shutdown(local.peer.get(), SHUT_WR), 0);
  EXPECT_FALSE(spinsInASecond(local.own, PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE)) << "it may write";
  EXPECT_TRUE(spinsInASecond(local.own, PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, NothingThatTheKernelDoesNotProve) {
  const Ends pipe = pipeEnds();
  const Ends local = localEnds(SOCK_STREAM);
  const Ends datagrams = localEnds(SOCK_DGRAM);
  for (const Ends* ends : {&pipe, &local, &datagrams}) {
    write(ends->peer, "x");
    EXPECT_FALSE(spinsInASecond(ends->own, PRISM_WATCH_READABLE));
    EXPECT_FALSE(spinsInASecond(ends->peer, PRISM_WATCH_WRITABLE));
  }
  const UniqueFd counter(::eventfd(1, EFD_CLOEXEC));
  EXPECT_FALSE(spinsInASecond(counter, PRISM_WATCH_READABLE));
  EXPECT_FALSE(spinsInASecond(UniqueFd(), PRISM_WATCH_READABLE));
}

TEST_F(SpinCheckTest, CountsCallsAndTime) {
  const Ends tcp = tcpEnds();
  EXPECT_FALSE(spins(tcp.own, PRISM_WATCH_WRITABLE));
  EXPECT_FALSE(spins(tcp.own, PRISM_WATCH_WRITABLE, milliseconds(199))) << "too short";
  now_ += milliseconds(1);
  const auto spin = spins_.check(0, tcp.own.get(), PRISM_WATCH_WRITABLE, now_);
  ASSERT_TRUE(spin);
  EXPECT_EQ(spin->calls, 2 * SpinCheck::kCalls);
  EXPECT_EQ(spin->time, milliseconds(200));
}

TEST_F(SpinCheckTest, RareCallsAreNoSpin) {
  const Ends tcp = tcpEnds();
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(spins(tcp.own, PRISM_WATCH_WRITABLE, SpinCheck::kLongest + milliseconds(1)));
  }
}

TEST_F(SpinCheckTest, IsReportedOnceAMinute) {
  const Ends tcp = tcpEnds();
  int reports = 0;
  for (int i = 0; i < 601; ++i) {
    reports += spins(tcp.own, PRISM_WATCH_WRITABLE, milliseconds(250)) ? 1 : 0;
  }
  EXPECT_EQ(reports, 3) << "150 s";
  spins_.forget(0);
  EXPECT_TRUE(spinsInASecond(tcp.own, PRISM_WATCH_WRITABLE)) << "another watch";
}

}  // namespace
}  // namespace prism::host
