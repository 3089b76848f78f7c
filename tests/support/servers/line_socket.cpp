// SPDX-License-Identifier: MIT
#include "tests/support/servers/line_socket.h"

#include <prism/testing/failure.h>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <regex>
#include <utility>

namespace prism::tests {

using testing::Deadline;
using testing::Failure;
using testing::Milliseconds;

LineSocket::LineSocket(UniqueFd socket) : socket_(std::move(socket)) {
  if (!socket_) {
    throw Failure("there is no connection");
  }
}

void LineSocket::send(const std::string& line) { sendBytes(line + "\r\n"); }

void LineSocket::sendBytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      throw Failure("cannot send " + std::string(bytes));
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t LineSocket::sendNow(std::string_view bytes) {
  const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

void LineSocket::reset() {
  const linger now{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  socket_.close();
}

bool LineSocket::receive(const Deadline& deadline) {
  pollfd wanted{socket_.get(), POLLIN, 0};
  if (ended_ || ::poll(&wanted, 1, static_cast<int>(deadline.left().count())) <= 0) {
    return false;
  }
  char buffer[16384];
  const ssize_t size = ::recv(socket_.get(), buffer, sizeof buffer, 0);
  if (size <= 0) {
    ended_ = true;
    return false;
  }
  partial_.append(buffer, static_cast<std::size_t>(size));
  std::size_t begin = 0;
  for (auto end = partial_.find('\n'); end != std::string::npos; end = partial_.find('\n', begin)) {
    std::string line = partial_.substr(begin, end - begin);
    begin = end + 1;
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (line.starts_with("PING ")) {
      send("PONG " + line.substr(5));
    }
    lines_.push_back(std::move(line));
  }
  partial_.erase(0, begin);
  return true;
}

std::string LineSocket::expect(const std::string& pattern, Milliseconds allowed) {
  const std::regex expression(pattern);
  const Deadline deadline(allowed);
  do {
    while (next_ < lines_.size()) {
      const std::string& line = lines_[next_++];
      if (std::regex_search(line, expression)) {
        return line;
      }
    }
  } while (receive(deadline));
  fail(pattern);
}

void LineSocket::expectEnd(Milliseconds allowed) {
  const Deadline deadline(allowed);
  while (receive(deadline)) {
  }
  if (!ended_) {
    fail("the end of the connection");
  }
}

void LineSocket::fail(const std::string& awaited) const {
  std::string all;
  for (const std::string& line : lines_) {
    all += "\n  " + line;
  }
  throw Failure("waited in vain for " + awaited + (ended_ ? "; the connection is closed" : "") + "; what came is" +
                all);
}

std::size_t LineSocket::count(const std::string& pattern) const {
  const std::regex expression(pattern);
  return static_cast<std::size_t>(std::count_if(
      lines_.begin(), lines_.end(), [&](const std::string& line) { return std::regex_search(line, expression); }));
}

}  // namespace prism::tests
