// SPDX-License-Identifier: MIT
#include "host/log/withheld_timer.h"

#include <sys/timerfd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

namespace prism::host {
namespace {

constexpr time_t kSeconds = 5;

std::atomic<int> timer = -1;  // never closed: threads may log until the process ends
std::atomic<bool> expected = false;

}  // namespace

int withheldTimerFd() {
  if (timer < 0) {
    const int fd = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (fd < 0) {
      throw std::system_error(errno, std::generic_category(), "timerfd_create");
    }
    timer = fd;
  }
  return timer;
}

void armWithheldTimer() {
  if (timer >= 0 && !expected.load(std::memory_order_relaxed) && !expected.exchange(true)) {
    itimerspec spec{};
    spec.it_value.tv_sec = kSeconds;
    ::timerfd_settime(timer, 0, &spec, nullptr);
  }
}

void resetWithheldTimer() {
  const itimerspec never{};  // makes it unreadable; unlike a read, this cannot block
  ::timerfd_settime(timer, 0, &never, nullptr);
  expected = false;
}

}  // namespace prism::host
