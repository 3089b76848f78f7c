// SPDX-License-Identifier: MIT
#include "tests/host/integration/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <iterator>
#include <system_error>

namespace prism::tests {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in* address) { return reinterpret_cast<const sockaddr*>(address); }

// --- In the child, which does nothing but system calls.

// Passes on what has come from one to the other; false at the end. While the other takes nothing, nothing is read.
bool passOn(int from, int to) {
  char bytes[65536];
  const ssize_t size = ::read(from, bytes, sizeof bytes);
  for (ssize_t sent = 0; sent < size;) {
    const ssize_t now = ::send(to, bytes + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
    if (now <= 0) {
      return false;
    }
    sent += now;
  }
  return size > 0;
}

[[noreturn]] void relay(int listener, int spectrum_port) {
  const int host = ::accept(listener, nullptr, nullptr);
  const int spectrum = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(spectrum_port);
  if (host < 0 || ::connect(spectrum, generic(&address), sizeof address) != 0) {
    ::_exit(1);
  }
  pollfd waiting[] = {{host, POLLIN, 0}, {spectrum, POLLIN, 0}};
  for (;;) {
    if (::poll(waiting, std::size(waiting), -1) < 0) {
      continue;
    }
    if ((waiting[0].revents != 0 && !passOn(host, spectrum)) || (waiting[1].revents != 0 && !passOn(spectrum, host))) {
      ::_exit(0);
    }
  }
}

}  // namespace

Relay::Relay(int spectrum_port) {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(listener.get(), generic(&address), size) != 0 || ::listen(listener.get(), 1) != 0 ||
      ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "a relay");
  }
  port_ = ntohs(address.sin_port);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
      ::_exit(1);
    }
    ::dup2(listener.get(), 3);
    ::close_range(4, ~0U, 0);
    relay(3, spectrum_port);
  }
  if (pid_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
}

Relay::~Relay() { kill(); }

void Relay::kill() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
}

void Relay::pause() {
  ::kill(pid_, SIGSTOP);
  ::waitpid(pid_, nullptr, WUNTRACED);
}

void Relay::resume() { ::kill(pid_, SIGCONT); }

}  // namespace prism::tests
