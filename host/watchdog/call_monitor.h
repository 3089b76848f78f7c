// SPDX-License-Identifier: MIT
// Records the calls of the plugin's functions on the main thread for the watchdog and the crash report: the running
// function, the number of calls, and the turns of the loop. On the message path this costs a few stores and one atomic
// exchange (spectrum/write_side.h), and no lock. A call makes a system call only to wake the watchdog, which sleeps
// after a while without calls.
#pragma once

#include "host/base/fork_mark.h"
#include "host/end/forked_child.h"
#include "host/metrics/call_times.h"
#include "host/spectrum/write_side.h"

#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <cstdint>

namespace prism::host {

class CallMonitor {
 public:
  // Lends `write_side` to the watchdog during calls. It must outlive the monitor.
  explicit CallMonitor(WriteSide& write_side);
  ~CallMonitor();
  CallMonitor(const CallMonitor&) = delete;
  CallMonitor& operator=(const CallMonitor&) = delete;

  // Marks a call for as long as it lives. `function` is the name, which must stay valid for ever. Calls do not nest.
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
    record(function);
    times_.begin(function);
  }
  void end() {
    if (isForkedChild()) {
      endForkedChild(function_.load(std::memory_order_relaxed));
    }
    times_.end();
    write_side_.takeBack();
    function_.store(nullptr, std::memory_order_release);
  }

  // [main] Called before and after the host blocks within a call of the plugin. Afterwards the watchdog takes the call
  // for a new one. times() counts it once.
  void suspend();
  void resume();

  // [main] Reports that the loop has turned: the frames for Spectrum have been sent.
  void turned() { count(turns_); }

  // [main] Reports that all frames of Spectrum have been read, so that any PING has been answered.
  void caughtUp() { count(catch_ups_); }

  // [main] The time of the calls, by function. Waiting for Spectrum (suspend()) does not count.
  CallTimes& times() { return times_; }

  // [any thread] A snapshot of the main thread's work.
  struct Snapshot {
    const char* function;  // nullptr: none
    std::uint64_t call;
    std::uint64_t turn;
    std::uint64_t catch_up;
  };
  Snapshot snapshot() const {
    return {function_.load(std::memory_order_acquire), calls_.load(std::memory_order_relaxed),
            turns_.load(std::memory_order_relaxed), catch_ups_.load(std::memory_order_relaxed)};
  }

  // [any thread] The running function, nullptr if there is none. The reference may be read at any time.
  const std::atomic<const char*>& function() const { return function_; }

  // [watchdog] Has the next call wake the watchdog. A call that begins just now may miss this, so the watchdog checks
  // once more a tick later.
  void letWatchdogSleep() { watchdog_sleeps_.store(true, std::memory_order_seq_cst); }
  bool watchdogSleeps() const { return watchdog_sleeps_.load(std::memory_order_relaxed); }

  // [watchdog] Waits for wakeWatchdog(), for `time` at most. Returns true if it has been called.
  bool awaitWake(std::chrono::milliseconds time);

  // [any thread]
  void wakeWatchdog();

 private:
  void record(const char* function) {
    count(calls_);
    function_.store(function, std::memory_order_release);
    write_side_.lend();
    if (watchdog_sleeps_.load(std::memory_order_relaxed)) {
      wakeWatchdog();
    }
  }

  // Only the main thread writes the counter, so no atomic increment is needed.
  static void count(std::atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

  CallTimes times_;  // [main]
  std::atomic<const char*> function_ = nullptr;
  std::atomic<std::uint64_t> calls_ = 0;
  std::atomic<std::uint64_t> turns_ = 0;
  std::atomic<std::uint64_t> catch_ups_ = 0;
  const char* suspended_ = nullptr;  // [main]
  WriteSide& write_side_;
  std::atomic<bool> watchdog_sleeps_ = false;
  sem_t wake_{};  // not an eventfd, which a plugin could close
};

}  // namespace prism::host
