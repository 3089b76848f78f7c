// SPDX-License-Identifier: MIT
// Decides from the watchdog's snapshots whether a call stalls. It counts the watchdog's ticks instead of measuring
// time. So the plugin is not blamed when the process was stopped, or the machine was suspended or busy.
#pragma once

#include "host/watchdog/call_monitor.h"

#include <cstdint>

namespace prism::host {

class StallMeter {
 public:
  static constexpr std::uint32_t kTicksToWarning = 5;

  // `ticks_to_timeout`: 0 for never.
  explicit StallMeter(std::uint32_t ticks_to_timeout) : ticks_to_timeout_(ticks_to_timeout) {}

  struct Verdict {
    bool idle = false;               // no call since the last tick
    bool sign_of_life = false;       // Spectrum should get one: its PING may have been waiting for long
    bool stalled = false;            // one call has lasted for kTicksToWarning; true once for each call
    bool loop_blocked = false;       // several shorter calls together keep the loop from turning; true once
    bool timed_out = false;          // the call has lasted for the whole timeout
    const char* returned = nullptr;  // the function that had stalled and has returned now
    std::uint32_t ticks = 0;         // the duration of the call, even if it has returned
  };

  // To be called at each tick.
  Verdict tick(const CallMonitor::Snapshot& seen);

  // Reports that the sign of life could not be sent: it is due at the next tick again.
  void signOfLifeFailed() { sign_of_life_due_ = true; }

 private:
  std::uint32_t ticks_to_timeout_;
  CallMonitor::Snapshot last_{};
  std::uint32_t call_ticks_ = 0;  // ticks since the first that saw the present call
  std::uint32_t turn_ticks_ = 0;  // ticks since the first that saw the present turn of the loop, while calls run
  std::uint32_t late_ticks_ = 0;  // ticks since the loop has read everything from Spectrum, while there are calls
  bool busy_ = false;             // there were calls at the last tick
  bool sign_of_life_due_ = false;
};

}  // namespace prism::host
