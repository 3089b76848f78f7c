// SPDX-License-Identifier: MIT
// Watches, on a thread of its own, over the functions of the plugin that the main thread calls. When one takes long,
// its listener is told, and Spectrum gets signs of life, so that it does not take the backend for dead; when it takes
// too long, the listener is told that it hangs.
//
// While nothing is called the thread sleeps, and looks every 30 s; else it looks five times within the time after which
// it warns. It blocks all signals but those of its own faults, and has no descriptor that a plugin could close.
#pragma once

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include "host/watchdog/call_monitor.h"
#include "host/watchdog/stall_meter.h"

namespace prism::host {

class Watchdog {
 public:
  using Milliseconds = std::chrono::milliseconds;

  // All are called on the watchdog's thread.
  class Listener {
   public:
    // `function` has run for this long.
    virtual void onStall(const char* function, Milliseconds time) = 0;

    // It has returned after all, having run for about this long.
    virtual void onReturn(const char* function, Milliseconds time) = 0;

    // Several calls, each of them shorter, have kept the loop from turning for this long. `function` is the present one.
    virtual void onHeldUp(const char* function, Milliseconds time) = 0;

    // It looks; nothing need be wrong.
    virtual void onLook() {}

    // `function` has run for the whole timeout.
    virtual void onHang(const char* function, Milliseconds time) = 0;

   protected:
    ~Listener() = default;
  };

  // `timeout`: 0 for never. What is referred to must outlive this. If the system has no thread for it, there is no
  // watchdog; ok() tells.
  Watchdog(CallMonitor& calls, WriteSide& write_side, Milliseconds warning, Milliseconds timeout, Listener& listener);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  bool ok() const { return running_; }

  // [main] From now on its listener hears of hanging only: the log does not outlive main().
  void mute();

 private:
  static void* run(void* self);
  void watch();
  bool look();  // returns whether it may sleep now
  void tell(const CallMonitor::Seen& seen, const StallMeter::Verdict& verdict);
  Milliseconds timeOf(std::uint32_t ticks) const { return ticks * tick_; }

  CallMonitor& calls_;
  WriteSide& write_side_;
  Listener& listener_;
  const Milliseconds tick_;
  const std::string sign_of_life_;
  StallMeter meter_;  // the thread's
  std::mutex listening_;
  bool muted_ = false;  // guarded by listening_
  std::atomic<bool> stopping_ = false;
  pthread_t thread_{};
  const bool running_;  // last: the thread uses all the rest
};

}  // namespace prism::host
