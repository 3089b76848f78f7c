// SPDX-License-Identifier: MIT
#include "prism/testing/connection.h"

#include "prism/testing/poll.h"
#include "proto/wrapper.h"

#include <fmt/format.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <system_error>

namespace prism::testing {
namespace {

// Limits receive(), so that a backend that sends without end does not block the caller.
constexpr int kReadsAtOnce = 64;

Frame frameOf(std::string_view bytes) {
  if (const auto wrapper = wire::readWrapper(bytes)) {
    return {wrapper->type, std::string(wrapper->payload)};
  }
  return {Frame::kUnreadable, std::string(bytes)};
}

in_port_t portOf(const sockaddr_storage& address) {
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

// Returns the number of bytes in the receive buffer of the other end. Over loopback the kernel's table of connections
// has both ends. A line is `0: LOCAL:PORT REMOTE:PORT STATE TX:RX ...`, all in hexadecimal.
std::size_t receivedButUnread(int fd) {
  sockaddr_storage ours{}, theirs{};
  socklen_t size = sizeof ours;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&ours), &size);
  size = sizeof theirs;
  ::getpeername(fd, reinterpret_cast<sockaddr*>(&theirs), &size);
  const std::string local_port = fmt::format(":{:04X}", portOf(theirs));
  const std::string remote_port = fmt::format(":{:04X}", portOf(ours));

  std::ifstream table(ours.ss_family == AF_INET6 ? "/proc/net/tcp6" : "/proc/net/tcp");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string number, local, remote, state, queues;
    words >> number >> local >> remote >> state >> queues;
    if (local.ends_with(local_port) && remote.ends_with(remote_port)) {
      return std::strtoul(queues.substr(queues.find(':') + 1).c_str(), nullptr, 16);
    }
  }
  return 0;
}

}  // namespace

Connection::Connection(UniqueFd socket)
    : socket_(std::move(socket)), reader_(std::numeric_limits<std::uint32_t>::max()) {
  makeNonBlocking(socket_.get());
  const int on = 1;  // separate sends make separate segments
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void Connection::receive() {
  for (int reads = 0; !ended_ && reads < kReadsAtOnce; ++reads) {
    const std::span<char> room = reader_.writable();
    const ssize_t size = ::recv(socket_.get(), room.data(), room.size(), 0);
    if (size < 0) {
      if (errno == EINTR) {
        continue;
      }
      // A backend that closes its socket with unread bytes makes the kernel send a RST: also an end of the connection.
      ended_ = errno != EAGAIN;
      return;
    }
    ended_ = size == 0;
    reader_.commit(static_cast<std::size_t>(size));
    std::string_view bytes;
    while (reader_.next(&bytes) == wire::FrameReader::Result::kFrame) {
      frames_.push_back(frameOf(bytes));
    }
  }
}

std::optional<Frame> Connection::take() {
  if (frames_.empty()) {
    return std::nullopt;
  }
  Frame frame = std::move(frames_.front());
  frames_.pop_front();
  return frame;
}

bool Connection::flush() {
  while (unsent() > 0) {
    const ssize_t size = ::send(socket_.get(), unsent_.data() + sent_, unsent(), MSG_NOSIGNAL);
    if (size >= 0) {
      sent_ += static_cast<std::size_t>(size);
    } else if (errno == EAGAIN) {
      return false;
    } else if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "sending to the host");
    }
  }
  unsent_.clear();
  sent_ = 0;
  return true;
}

std::size_t Connection::unread() const {
  int in_flight = 0;
  if (::ioctl(socket_.get(), SIOCOUTQ, &in_flight) < 0) {
    throw std::system_error(errno, std::generic_category(), "SIOCOUTQ");
  }
  return static_cast<std::size_t>(in_flight) + receivedButUnread(socket_.get());
}

void Connection::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.close();
}

}  // namespace prism::testing
