// SPDX-License-Identifier: MIT
#include "net/socket.h"

#include "net/address.h"

#include <netinet/tcp.h>

#include <cctype>
#include <cstring>

namespace net {
namespace {

void enableOption(int fd, int level, int option) {
  const int on = 1;
  ::setsockopt(fd, level, option, &on, sizeof on);
}

}  // namespace

std::string reason(int error) {
  std::string text = error == ETIMEDOUT ? "timed out" : std::strerror(error);
  text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

prism::UniqueFd startConnect(const Address& address, const std::optional<Address>& from, int* error) {
  *error = 0;
  prism::UniqueFd fd(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) {
    *error = errno;
    return fd;
  }
  enableOption(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  enableOption(fd.get(), SOL_SOCKET, SO_KEEPALIVE);
  if (from) {
    // Postpones the choice of the local port until connect(), so that connections to different servers can share one.
    enableOption(fd.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
    if (::bind(fd.get(), asSockaddr(*from), from->size) != 0) {
      *error = errno;
      return {};
    }
  }
  if (::connect(fd.get(), asSockaddr(address), address.size) != 0 && errno != EINPROGRESS && errno != EINTR) {
    *error = errno;
    return {};
  }
  return fd;
}

int connectResult(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

std::string localAddressOf(int fd) {
  Address address;
  address.size = sizeof address.storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0) {
    return "";
  }
  return address.text();
}

ssize_t receive(int fd, char* buffer, std::size_t capacity, int flags) {
  ssize_t count = 0;
  do {
    count = ::recv(fd, buffer, capacity, flags);
  } while (count < 0 && errno == EINTR);
  return count;
}

ssize_t transmit(int fd, std::string_view bytes) {
  ssize_t count = 0;
  do {
    count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  return count;
}

}  // namespace net
