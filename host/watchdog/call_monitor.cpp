// SPDX-License-Identifier: MIT
#include "host/watchdog/call_monitor.h"

#include <ctime>

namespace prism::host {

CallMonitor::CallMonitor(WriteSide& write_side) : write_side_(write_side) { ::sem_init(&wake_, 0, 0); }
CallMonitor::~CallMonitor() { ::sem_destroy(&wake_); }

void CallMonitor::suspend() {
  suspended_ = function_.load(std::memory_order_relaxed);
  times_.pause();
  end();
}

void CallMonitor::resume() {
  turned();
  caughtUp();
  if (suspended_) {
    record(suspended_);
    times_.resume();
  }
}

void CallMonitor::wakeWatchdog() {
  watchdog_sleeps_.store(false, std::memory_order_relaxed);
  ::sem_post(&wake_);
}

bool CallMonitor::awaitWake(std::chrono::milliseconds time) {
  timespec end{};
  ::clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += time.count() / 1000;
  end.tv_nsec += time.count() % 1000 * 1'000'000;
  if (end.tv_nsec >= 1'000'000'000) {
    ++end.tv_sec;
    end.tv_nsec -= 1'000'000'000;
  }
  return ::sem_clockwait(&wake_, CLOCK_MONOTONIC, &end) == 0;
}

}  // namespace prism::host
