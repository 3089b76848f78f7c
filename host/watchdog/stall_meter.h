// SPDX-License-Identifier: MIT
// What the watchdog thinks of what it sees. It counts its own ticks and not the time, so that a process that was
// stopped, or a machine that slept or has much to do, is no fault of the plugin.
#pragma once

#include <cstdint>

#include "host/watchdog/call_monitor.h"

namespace prism::host {

class StallMeter {
 public:
  static constexpr std::uint32_t kTicksToWarning = 5;

  // `ticks_to_timeout`: 0 for never.
  explicit StallMeter(std::uint32_t ticks_to_timeout) : ticks_to_timeout_(ticks_to_timeout) {}

  struct Verdict {
    bool idle = false;               // nothing has been called since the last tick
    bool sign_of_life = false;       // Spectrum should get one: its PING may have been waiting for long
    bool stalled = false;            // one call takes very long; said once for each
    bool held_up = false;            // no call does, but together they keep the loop from turning; said once
    bool timed_out = false;          // that call is taken for hanging
    const char* returned = nullptr;  // the function that was said to be stalled, and has come back
    std::uint32_t ticks = 0;         // that the call has run for; or had, if it has come back
  };

  // To be called at each tick.
  Verdict tick(const CallMonitor::Seen& seen);

  // The sign of life could not be sent: it is due at the next tick again.
  void signOfLifeFailed() { sign_of_life_due_ = true; }

 private:
  std::uint32_t ticks_to_timeout_;
  CallMonitor::Seen last_{};
  std::uint32_t call_ticks_ = 0;  // at how many ticks the present call had been seen before
  std::uint32_t held_ticks_ = 0;  // the same for the present turn of the loop, as long as calls run
  std::uint32_t late_ticks_ = 0;  // since the loop has read all that Spectrum had sent, as long as there are calls
  bool busy_ = false;             // there were calls at the last tick
  bool sign_of_life_due_ = false;
};

}  // namespace prism::host
