// SPDX-License-Identifier: MIT
// Ports of the loopback interface, for the servers of tests.
#pragma once

#include <prism/testing/deadline.h>
#include <prism/testing/failure.h>
#include <prism/unique_fd.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace prism::tests {

inline sockaddr_in socketAddress(const std::string& address, int port) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, address.c_str(), &result.sin_addr) != 1) {
    throw testing::Failure(address + " is no IPv4 address");
  }
  return result;
}

// Returns a closed descriptor if the connection is refused.
inline UniqueFd connectTo(int port, const std::string& address = "127.0.0.1") {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in there = socketAddress(address, port);
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) {
    fd.close();
  }
  return fd;
}

// Reserves a port: bound, but not listening. A server that sets SO_REUSEADDR can bind it, too. Without one, connections
// are refused.
class FreePort {
 public:
  // If `number` is 0, the kernel chooses a port. Another number must be free at this address.
  explicit FreePort(const std::string& address = "127.0.0.1", int number = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), address_(socketAddress(address, number)) {
    const int on = 1;
    socklen_t size = sizeof address_;
    auto* const generic = reinterpret_cast<sockaddr*>(&address_);
    if (::setsockopt(fd_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(fd_.get(), generic, size) != 0 || ::getsockname(fd_.get(), generic, &size) != 0) {
      throw testing::Failure("no free port: " + std::string(std::strerror(errno)));
    }
  }

  std::uint16_t number() const { return ntohs(address_.sin_port); }
  const sockaddr_in& address() const { return address_; }
  int fd() const { return fd_.get(); }

 private:
  UniqueFd fd_;
  sockaddr_in address_;
};

// A listening port. The kernel completes up to `backlog` connections until accept() takes them.
class ListeningPort : public FreePort {
 public:
  explicit ListeningPort(const std::string& address = "127.0.0.1", int number = 0, int backlog = SOMAXCONN)
      : FreePort(address, number) {
    if (::listen(fd(), backlog) != 0) {
      throw testing::Failure("cannot listen: " + std::string(std::strerror(errno)));
    }
  }

  UniqueFd accept(testing::Milliseconds allowed = testing::Milliseconds(15'000)) const {
    pollfd wanted{fd(), POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(allowed.count())) <= 0) {
      throw testing::Failure("nobody connects");
    }
    return UniqueFd(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC));
  }
};

// A port that does not answer: its queue of connections is full, so the kernel drops each SYN.
class SilentPort : public ListeningPort {
 public:
  explicit SilentPort(const std::string& address = "127.0.0.1", int number = 0) : ListeningPort(address, number, 0) {
    constexpr int kMoreThanFit = 4;
    for (int i = 0; i < kMoreThanFit; ++i) {
      UniqueFd& fd = queue_.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&this->address()), sizeof this->address());
      pollfd ready{fd.get(), POLLOUT, 0};
      ::poll(&ready, 1, 100);
    }
  }

 private:
  std::vector<UniqueFd> queue_;
};

}  // namespace prism::tests
