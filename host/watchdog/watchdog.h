// SPDX-License-Identifier: MIT
// Watches, on a thread of its own, the functions of the plugin that the main thread calls. When a call takes long, the
// watchdog calls its listener and sends signs of life, so that Spectrum does not take the backend for dead. When a call
// exceeds the timeout, it reports to the listener that the function hangs.
//
// While nothing is called, the thread sleeps, and checks every 30 s. Otherwise it checks five times within the warning
// time. It blocks all signals but its own faults, and has no descriptor that a plugin could close.
#pragma once

#include "host/watchdog/call_monitor.h"
#include "host/watchdog/stall_meter.h"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

namespace prism::host {

class Watchdog {
 public:
  using Milliseconds = std::chrono::milliseconds;

  // All are called on the watchdog's thread.
  class Listener {
   public:
    // `function` has not returned for `time`, the warning time.
    virtual void onStall(const char* function, Milliseconds time) = 0;

    // A function that had stalled has returned after about `time`.
    virtual void onReturn(const char* function, Milliseconds time) = 0;

    // Several calls, each shorter than the warning time, have kept the loop from turning for `time`. `function` is the
    // present one.
    virtual void onLoopBlocked(const char* function, Milliseconds time) = 0;

    // Called at each check, even if nothing is wrong.
    virtual void onCheck() {}

    // `function` has run for the whole timeout.
    virtual void onHang(const char* function, Milliseconds time) = 0;

   protected:
    ~Listener() = default;
  };

  // `timeout` 0: never. All references must outlive this. If the system cannot create the thread, there is no watchdog,
  // and isRunning() returns false.
  Watchdog(CallMonitor& calls, WriteSide& write_side, Milliseconds warning, Milliseconds timeout, Listener& listener);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  bool isRunning() const { return running_; }

  // [main] Stops the calls of onStall(), onReturn() and onLoopBlocked(), since the log does not outlive main().
  void mute();

 private:
  static void* run(void* self);
  void watch();
  bool check();  // returns true if the thread may sleep now
  void notify(const CallMonitor::Snapshot& seen, const StallMeter::Verdict& verdict);
  Milliseconds timeOf(std::uint32_t ticks) const { return ticks * tick_; }

  CallMonitor& calls_;
  WriteSide& write_side_;
  Listener& listener_;
  const Milliseconds tick_;
  const std::string sign_of_life_;
  StallMeter meter_;  // only the watchdog's thread uses it
  std::mutex listening_;
  bool muted_ = false;  // guarded by listening_
  std::atomic<bool> stopping_ = false;
  pthread_t thread_{};
  const bool running_;  // last, since the thread uses all other members
};

}  // namespace prism::host
