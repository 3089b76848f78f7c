// SPDX-License-Identifier: MIT
#include "tests/host/integration/relay.h"

#include "tests/support/port.h"

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

// --- In the child process: system calls only.

// Forwards one read from `from` to `to`. Returns false at the end of either. Blocks while `to` takes nothing, and
// reads nothing meanwhile.
bool forwardOnce(int from, int to) {
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

[[noreturn]] void relay(int listener, const sockaddr_in& spectrum_address) {
  const int host = ::accept(listener, nullptr, nullptr);
  const int spectrum = ::socket(AF_INET, SOCK_STREAM, 0);
  if (host < 0 ||
      ::connect(spectrum, reinterpret_cast<const sockaddr*>(&spectrum_address), sizeof spectrum_address) != 0) {
    ::_exit(1);
  }
  pollfd waiting[] = {{host, POLLIN, 0}, {spectrum, POLLIN, 0}};
  for (;;) {
    if (::poll(waiting, std::size(waiting), -1) < 0) {
      continue;
    }
    if ((waiting[0].revents != 0 && !forwardOnce(host, spectrum)) ||
        (waiting[1].revents != 0 && !forwardOnce(spectrum, host))) {
      ::_exit(0);
    }
  }
}

}  // namespace

Relay::Relay(int spectrum_port) {
  const ListeningPort listener("127.0.0.1", 0, 1);
  const sockaddr_in spectrum = socketAddress("127.0.0.1", spectrum_port);
  port_ = listener.number();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
      ::_exit(1);
    }
    ::dup2(listener.fd(), 3);
    ::close_range(4, ~0U, 0);
    relay(3, spectrum);
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
