// SPDX-License-Identifier: MIT
#include "host/watchdog/stall_meter.h"

namespace prism::host {

StallMeter::Verdict StallMeter::tick(const CallMonitor::Snapshot& seen) {
  Verdict verdict;
  const bool same_call = seen.function && last_.function && seen.call == last_.call;
  const bool same_turn = seen.function && last_.function && seen.turn == last_.turn;
  if (!same_call && call_ticks_ >= kTicksToWarning) {
    verdict.returned = last_.function;
    verdict.ticks = call_ticks_;
  }
  call_ticks_ = same_call ? call_ticks_ + 1 : 0;
  turn_ticks_ = same_turn ? turn_ticks_ + 1 : 0;
  verdict.idle = !seen.function && seen.call == last_.call;
  late_ticks_ = !verdict.idle && busy_ && seen.catch_up == last_.catch_up ? late_ticks_ + 1 : 0;
  busy_ = !verdict.idle;
  if (late_ticks_ == 0) {
    sign_of_life_due_ = false;
  } else if (late_ticks_ % kTicksToWarning == 0) {
    sign_of_life_due_ = true;
  }
  verdict.sign_of_life = sign_of_life_due_;
  sign_of_life_due_ = false;
  if (same_call) {
    verdict.ticks = call_ticks_;
    verdict.stalled = call_ticks_ == kTicksToWarning;
    verdict.timed_out = ticks_to_timeout_ != 0 && call_ticks_ >= ticks_to_timeout_;
  }
  verdict.loop_blocked = turn_ticks_ == kTicksToWarning && call_ticks_ < kTicksToWarning;
  last_ = seen;
  return verdict;
}

}  // namespace prism::host
