// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_loop.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <stdexcept>

namespace prism::tests {
namespace {

void ignore(void*, prism_watch, std::int32_t, std::uint32_t) {}

}  // namespace

std::string ProbeLoop::closeWatched() {
  const int fd = ::eventfd(0, EFD_CLOEXEC);
  host_->watch_add(host_, fd, PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  ::close(fd);
  return std::to_string(fd);
}

std::string ProbeLoop::spin() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::runtime_error("pipe2");
  }
  host_->watch_add(host_, fds[0], PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  ::close(fds[1]);
  return std::to_string(fds[0]);
}

void ProbeLoop::addAndLog() {
  prism_timer timer = 0;
  const auto due = [](void*, prism_timer) {};
  const prism_schedule soon{sizeof soon, 0, 1, 0, 0};
  const prism_result added_watch = host_->watch_add(host_, 0, PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  const prism_result added_timer = host_->timer_add(host_, &soon, due, nullptr, &timer);
  const std::string line = "watch " + std::to_string(added_watch) + ", timer " + std::to_string(added_timer);
  host_->log(host_, PRISM_LOG_INFO, borrowed(line));
}

}  // namespace prism::tests
