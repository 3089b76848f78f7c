// SPDX-License-Identifier: MIT
#include "host/metrics/call_times.h"

#include <algorithm>
#include <utility>

namespace prism::host {

void CallTimes::measureTurn(std::uint64_t weight) {
  turn_weight_ = weight;
  first_ = true;
  until_timed_ = 1;
}

// The gap between samples goes on in the next measured turn. Otherwise calls of short turns would be too rarely timed.
void CallTimes::endTurn() {
  if (turn_weight_ != 0 && !first_) {
    rest_ = until_timed_;
  }
  turn_weight_ = 0;
  until_timed_ = 0;
}

void CallTimes::start(const char* function) {
  weight_ = first_ ? turn_weight_ : turn_weight_ * RandomGap::kAverage;
  until_timed_ = first_ ? rest_ : gap_.next();
  first_ = false;
  timed_ = function;
  begin_ = now_();
}

CallTimes::Total& CallTimes::addTime() {
  const Clock::duration time = now_() - begin_;
  const std::string_view function = std::exchange(timed_, nullptr);
  auto found = std::find_if(totals_.begin(), totals_.end(),
                            [function](const Total& total) { return total.function == function; });
  if (found == totals_.end()) {
    found = totals_.insert(found, Total{function});
  }
  found->time += time * static_cast<Clock::duration::rep>(weight_);
  return *found;
}

void CallTimes::finish() { addTime().calls += weight_; }

void CallTimes::pause() {
  paused_ = timed_;
  paused_weight_ = weight_;
  if (timed_) {
    addTime();
  }
}

void CallTimes::resume() {
  if (paused_) {
    timed_ = std::exchange(paused_, nullptr);
    weight_ = paused_weight_;
    begin_ = now_();
  }
}

}  // namespace prism::host
