// SPDX-License-Identifier: MIT
// The calls of the plugin's functions on the main thread, as the watchdog and a crash report see them: which one runs,
// how many there have been, and whether the loop has turned since. On the message path this costs a few stores and one
// atomic exchange (write_side.h): no lock, and no system call unless the watchdog sleeps, as it does when nothing has
// been called for a while.
#pragma once

#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <cstdint>

#include "host/base/fork_mark.h"
#include "host/end/forked_child.h"
#include "host/spectrum/write_side.h"

namespace prism::host {

class CallMonitor {
 public:
  // `write_side` is lent to the watchdog during calls. It must outlive the monitor.
  explicit CallMonitor(WriteSide& write_side);
  ~CallMonitor();
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Around a call: `function` is its name, and stays for ever. Calls do not nest.
  class Running {
   public:
    Running(CallMonitor& calls, const char* function) : calls_(calls) { calls_.begin(function); }
    ~Running() { calls_.end(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

   private:
    CallMonitor& calls_;
  };

  // [main]
  void begin(const char* function) {
    count(calls_);
    function_.store(function, std::memory_order_release);
    write_side_.lend();
    if (watchdog_sleeps_.load(std::memory_order_relaxed)) {
      wakeWatchdog();
    }
  }
  void end() {
    if (isForkedChild()) {
      endForkedChild(function_.load(std::memory_order_relaxed));
    }
    write_side_.takeBack();
    function_.store(nullptr, std::memory_order_release);
  }

  // [main] Around a time within a call in which it is the host that keeps the plugin waiting. The call counts as a new
  // one afterwards.
  void suspend();
  void resume();

  // [main] The loop has turned: what was waiting for Spectrum has been sent.
  void turned() { count(turns_); }

  // [main] All that Spectrum has sent has been read: if there was a PING, it is answered.
  void caughtUp() { count(catch_ups_); }

  // [any thread] What the main thread is at.
  struct Seen {
    const char* function;  // nullptr: none
    std::uint64_t call;
    std::uint64_t turn;
    std::uint64_t catch_up;
  };
  Seen look() const {
    return {function_.load(std::memory_order_acquire), calls_.load(std::memory_order_relaxed),
            turns_.load(std::memory_order_relaxed), catch_ups_.load(std::memory_order_relaxed)};
  }

  // [any thread] The function that runs, nullptr if there is none, to be read at any time.
  const std::atomic<const char*>& function() const { return function_; }

  // [watchdog] The next call wakes the watchdog. A call that has just begun may be missed, so the watchdog looks once
  // more a little later.
  void letWatchdogSleep() { watchdog_sleeps_.store(true, std::memory_order_seq_cst); }
  bool watchdogSleeps() const { return watchdog_sleeps_.load(std::memory_order_relaxed); }

  // [watchdog] Waits, this long at most, for being woken. Returns whether it has been.
  bool awaitWake(std::chrono::milliseconds time);

  // [any thread]
  void wakeWatchdog();

 private:
  // Only the main thread changes it, so that it need not be one operation.
  static void count(std::atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  std::atomic<const char*> function_ = nullptr;
  std::atomic<std::uint64_t> calls_ = 0;
  std::atomic<std::uint64_t> turns_ = 0;
  std::atomic<std::uint64_t> catch_ups_ = 0;
  const char* suspended_ = nullptr;  // [main]
  WriteSide& write_side_;
  std::atomic<bool> watchdog_sleeps_ = false;
  sem_t wake_{};  // no descriptor, which a plugin could close
};

}  // namespace prism::host
