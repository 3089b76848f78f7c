// SPDX-License-Identifier: MIT
#include "host/services/spin_check.h"

#include <prism/host.h>

#include <linux/sockios.h>
#include <linux/tcp.h>  // not <netinet/tcp.h>, whose tcp_info lacks the byte counts
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace prism::host {
namespace {

int socketOption(int fd, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

// Returns nullopt if `fd` is no TCP connection.
std::optional<DescriptorState> readTcp(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  DescriptorState state;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
      size < offsetof(tcp_info, tcpi_bytes_received) + sizeof info.tcpi_bytes_received ||
      ::ioctl(fd, FIONREAD, &state.unread) != 0 || ::ioctl(fd, SIOCOUTQ, &state.unsent) != 0) {
    return std::nullopt;
  }
  state.received = info.tcpi_bytes_received;
  state.acknowledged = info.tcpi_bytes_acked;
  // A kernel that does not count leaves the numbers 0.
  const bool counts = state.received + state.acknowledged > 0 && state.received >= static_cast<unsigned>(state.unread);
  return counts ? std::optional(state) : std::nullopt;
}

// Returns true if `fd` is a stream at its end: nothing can be read or written any more.
bool hasEnded(int fd, std::uint32_t events) {
  pollfd status{fd, static_cast<short>(POLLIN | POLLOUT | POLLRDHUP), 0};
  if (::poll(&status, 1, 0) != 1 || (status.revents & POLLNVAL) != 0) {
    return false;
  }
  const int type = socketOption(fd, SO_TYPE);
  const bool is_socket = type >= 0;
  if (is_socket && type != SOCK_STREAM) {
    return false;
  }
  if (!is_socket && (status.revents & POLLERR) != 0) {
    return true;  // a pipe that nobody reads
  }
  int unread = 0;
  if (::ioctl(fd, FIONREAD, &unread) != 0 || unread > 0) {
    return false;
  }
  const bool writes = (events & PRISM_WATCH_WRITABLE) != 0 && (status.revents & POLLOUT) != 0;
  return (status.revents & POLLHUP) != 0 || ((status.revents & POLLRDHUP) != 0 && !writes);
}

}  // namespace

std::optional<DescriptorState> DescriptorState::read(int fd, std::uint32_t events) {
  if (socketOption(fd, SO_PROTOCOL) == IPPROTO_TCP) {
    return readTcp(fd);
  }
  if (!hasEnded(fd, events)) {
    return std::nullopt;
  }
  DescriptorState state;
  state.ended = true;
  return state;
}

std::optional<SpinCheck::Spin> SpinCheck::check(std::size_t slot, int fd, std::uint32_t events, Time now) {
  const std::optional<DescriptorState> state = DescriptorState::read(fd, events);
  Watch& watch = watches_[slot];
  if (!state || state != watch.state || now - watch.since > kLongest) {
    watch.state = state;
    watch.since = now;
    watch.calls = 0;
    return std::nullopt;
  }
  watch.calls += kCalls;
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(now - watch.since);
  if (time < kShortest || (watch.reported && now - *watch.reported < kQuiet)) {
    return std::nullopt;
  }
  watch.reported = now;
  return Spin{watch.calls, time};
}

}  // namespace prism::host
