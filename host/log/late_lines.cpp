#include "host/log/late_lines.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace prism::host {
namespace {

constexpr time_t kSeconds = 5;

std::atomic<int> timer = -1;  // never closed: threads may log until the process ends
std::atomic<bool> expected = false;

}  // namespace

int lateLinesFd() {
  if (timer < 0) {
    const int fd = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (fd < 0) {
      throw std::system_error(errno, std::generic_category(), "timerfd_create");
    }
    timer = fd;
  }
  return timer;
}

void expectLateLines() {
  if (timer >= 0 && !expected.load(std::memory_order_relaxed) && !expected.exchange(true)) {
    itimerspec spec{};
    spec.it_value.tv_sec = kSeconds;
    ::timerfd_settime(timer, 0, &spec, nullptr);
  }
}

void beginLateLinesAnew() {
  std::uint64_t expirations = 0;
  [[maybe_unused]] const ssize_t size = ::read(timer, &expirations, sizeof expirations);
  expected = false;
}

}  // namespace prism::host
