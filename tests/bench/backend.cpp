// SPDX-License-Identifier: MIT
#include "tests/bench/backend.h"

#include "tests/support/port.h"
#include <prism/testing/failure.h>
#include <prism/testing/frame.h>

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <limits>

namespace prism::bench {
namespace {

using pbnetwork::WrapperMessage;

constexpr int kPatienceMs = 30'000;

}  // namespace

Backend::Backend(const Program& program) : in_(std::numeric_limits<std::uint32_t>::max()) {
  const tests::ListeningPort listener("127.0.0.1", 0, 1);
  // As on a machine of an administrator, the log goes to a file. Nothing here reads stderr while a load runs.
  const std::string log = directory_.write("log.cfg", fmt::format("log4j.rootLogger=INFO, R\n"
                                                                  "log4j.appender.R=org.apache.log4j.FileAppender\n"
                                                                  "log4j.appender.R.File={}/backend.log\n",
                                                                  directory_.path().string()));
  const std::string config =
      directory_.write("transport.cfg", fmt::format("{}[logging]\nbackend_config = {}\n", program.configuration, log));
  const Clock::time_point start = Clock::now();
  process_.emplace(std::vector<std::string>{program.path, "--host", "127.0.0.1", "--port",
                                            std::to_string(listener.number()), "--service.backend_id=1", "-n", config});
  pollfd waiting{listener.fd(), POLLIN, 0};
  if (::poll(&waiting, 1, kPatienceMs) != 1) {
    fail("it does not connect");
  }
  socket_ = listener.accept();
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{kPatienceMs / 1000, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  send(testing::frameBytes(WrapperMessage::TYPE_PING));
  for (bool answered = false; !answered;) {
    receive();
    while (const auto frame = take()) {
      answered = answered || typeOf(*frame) == WrapperMessage::TYPE_PONG;
    }
  }
  start_time_ = Clock::now() - start;
}

void Backend::fail(const std::string& what) {
  process_->pump();
  throw testing::Failure(fmt::format("{}: {}", what, process_->describeState()));
}

Nanoseconds Backend::cpuTime() const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(process_->pid(), &clock) != 0 || ::clock_gettime(clock, &used) != 0) {
    throw testing::Failure("the backend has ended: its processor time cannot be read");
  }
  return std::chrono::seconds(used.tv_sec) + Nanoseconds(used.tv_nsec);
}

std::uint64_t Backend::memory(std::string_view key) const {
  std::ifstream status(fmt::format("/proc/{}/status", process_->pid()));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) {
      return std::stoull(line.substr(key.size() + 1));
    }
  }
  throw testing::Failure(fmt::format("the backend has ended: it has no {}", key));
}

std::size_t Backend::send(std::string_view bytes) {
  const ssize_t size = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (size < 0 && errno != EAGAIN) {
    fail(fmt::format("sending fails: {}", std::strerror(errno)));
  }
  return size < 0 ? 0 : static_cast<std::size_t>(size);
}

void Backend::receive(bool or_writable) {
  if (or_writable) {
    pollfd waiting{socket_.get(), POLLIN | POLLOUT, 0};
    if (::poll(&waiting, 1, kPatienceMs) != 1) {
      fail("it neither reads nor writes");
    }
    if ((waiting.revents & POLLIN) == 0) {
      return;
    }
  }
  const std::span<char> room = in_.writable();
  const ssize_t size = ::recv(socket_.get(), room.data(), room.size(), 0);
  if (size <= 0) {
    fail(size == 0 ? "it hangs up" : fmt::format("nothing comes: {}", std::strerror(errno)));
  }
  in_.commit(static_cast<std::size_t>(size));
}

std::optional<std::string_view> Backend::take() {
  std::string_view frame;
  return in_.next(&frame) == wire::FrameReader::Result::kFrame ? std::optional(frame) : std::nullopt;
}

int typeOf(std::string_view frame) {
  constexpr char kTypeTag = 1 << 3;
  return frame.size() >= 2 && frame[0] == kTypeTag ? frame[1] : -1;
}

}  // namespace prism::bench
