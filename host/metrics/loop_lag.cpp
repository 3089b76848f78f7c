// SPDX-License-Identifier: MIT
#include "host/metrics/loop_lag.h"

namespace prism::host {

// The gap between samples goes on after the turns that are all measured. Otherwise the others would be too rarely
// sampled.
void LoopLag::beginPeriod() {
  if (exact_left_ == 0) {
    rest_ = until_measured_;
  }
  exact_left_ = kExact;
  until_measured_ = 1;
}

void LoopLag::start() {
  if (exact_left_ > 0) {
    --exact_left_;
    weight_ = 1;
    until_measured_ = exact_left_ > 0 ? 1 : rest_;
  } else {
    weight_ = RandomGap::kAverage;
    until_measured_ = gap_.next();
  }
  begin_ = now_();
  calls_.measureTurn(weight_);
}

void LoopLag::finish() {
  turns_.observe(now_() - begin_, weight_);
  weight_ = 0;
  calls_.endTurn();
}

}  // namespace prism::host
