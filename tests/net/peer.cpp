// SPDX-License-Identifier: MIT
#include "tests/net/peer.h"

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

namespace net::tests {
namespace {

[[noreturn]] void give_up(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

void setPatience(int fd) {
  const timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

}  // namespace

Wire::Wire(UniqueFd fd) : fd_(std::move(fd)) {
  if (!fd_) {
    give_up("connect");
  }
  setPatience(fd_.get());
  const int on = 1;
  ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

bool Wire::startTls(SSL_CTX* context) {
  ssl_.reset(SSL_new(context));
  SSL_set_fd(ssl_.get(), fd_.get());
  return SSL_accept(ssl_.get()) == 1;
}

std::string Wire::readSome() {
  std::array<char, 65536> buffer;
  const auto count = ssl_ ? SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()))
                          : ::recv(fd_.get(), buffer.data(), buffer.size(), 0);
  if (count < 0 && !(ssl_ || errno == ECONNRESET)) {
    give_up("recv");
  }
  return count > 0 ? std::string(buffer.data(), static_cast<std::size_t>(count)) : "";
}

std::string Wire::read(std::size_t size) {
  std::string result(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const auto count = ssl_ ? SSL_read(ssl_.get(), &result[done], static_cast<int>(size - done))
                            : ::recv(fd_.get(), &result[done], size - done, 0);
    if (count <= 0) {
      throw std::runtime_error("the connection has ended after \"" + result.substr(0, done) + "\"");
    }
    done += static_cast<std::size_t>(count);
  }
  return result;
}

std::string Wire::readUntil(std::string_view end) {
  std::string result;
  while (result.size() < end.size() || result.compare(result.size() - end.size(), end.size(), end) != 0) {
    result += read(1);
  }
  return result;
}

void Wire::expect(std::string_view bytes) {
  const std::string come = read(bytes.size());
  if (come != bytes) {
    throw std::runtime_error("\"" + come + "\" has come instead of \"" + std::string(bytes) + "\"");
  }
}

void Wire::expectEnd() {
  const std::string come = readSome();
  if (!come.empty()) {
    throw std::runtime_error("\"" + come + "\" has come instead of the end");
  }
}

void Wire::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ssl_ ? SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()))
                            : ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      give_up("send");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Wire::writeByteByByte(std::string_view bytes) {
  for (const char c : bytes) {
    write({&c, 1});
    // Waits until the peer's kernel has acknowledged the byte, so that it isn't read together with the next one.
    for (int unsent = 1; unsent > 0;) {
      tcp_info info{};
      socklen_t size = sizeof info;
      ::getsockopt(fd_.get(), IPPROTO_TCP, TCP_INFO, &info, &size);
      unsent = static_cast<int>(info.tcpi_unacked);
      std::this_thread::yield();
    }
  }
}

void Wire::close() {
  if (ssl_) {
    SSL_shutdown(ssl_.get());
  }
  fd_.close();
}

void Wire::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  fd_.close();
}

void relayByteByByte(Wire* one, Wire* other) {
  for (;;) {
    std::array<pollfd, 2> fds{{{one->fd(), POLLIN, 0}, {other->fd(), POLLIN, 0}}};
    if (::poll(fds.data(), fds.size(), 10000) <= 0) {
      give_up("poll");
    }
    const bool first = fds[0].revents != 0;
    const std::string bytes = (first ? one : other)->readSome();
    if (bytes.empty()) {
      return;
    }
    (first ? other : one)->writeByteByByte(bytes);
  }
}

Peer::Peer(Script script, std::function<void()> ended, const std::string& address, std::uint16_t port)
    : port_(address, port), stop_(::eventfd(0, EFD_CLOEXEC)) {
  thread_ = std::thread([this, script = std::move(script), ended = std::move(ended)] {
    // Scripts write through OpenSSL, which cannot suppress SIGPIPE.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    run(script);
    done_ = true;
    ended();
  });
}

void Peer::run(const Script& script) {
  std::array<pollfd, 2> fds{{{port_.fd(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
  ::poll(fds.data(), fds.size(), -1);
  if (fds[0].revents == 0) {
    return;
  }
  Wire wire(port_.accept());
  try {
    script(wire);
  } catch (const std::exception& error) {
    ADD_FAILURE() << "the other side: " << error.what();
  }
}

void Peer::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

Peer::~Peer() {
  ::eventfd_write(stop_.get(), 1);
  join();
}

}  // namespace net::tests
