#include "host/plugin_calls.h"

#include "host/event_fd.h"

namespace prism::host {

PluginCalls::PluginCalls() : wake_(makeEventFd()) {}

void PluginCalls::suspend() {
  suspended_ = function_.load(std::memory_order_relaxed);
  end();
}

void PluginCalls::resume() {
  turned();
  caughtUp();
  if (suspended_) {
    begin(suspended_);
  }
}

void PluginCalls::wakeWatchdog() {
  watchdog_sleeps_.store(false, std::memory_order_relaxed);
  ::eventfd_write(wake_.get(), 1);
}

void PluginCalls::clearWake() {
  eventfd_t count = 0;
  ::eventfd_read(wake_.get(), &count);
}

}  // namespace prism::host
