// SPDX-License-Identifier: MIT
#include "host/metrics/loop_lag.h"

namespace prism::host {

void LoopLag::start() {
  weight_ = next_weight_;
  begin_ = now_();
  if (begin_ - second_ >= std::chrono::seconds(1)) {
    second_ = begin_;
    exact_left_ = kExact;
  }
  if (exact_left_ > 0) {
    --exact_left_;
    next_weight_ = 1;
    until_measured_ = 1;
  } else {
    next_weight_ = RandomGap::kAverage;
    until_measured_ = gap_.next();
  }
  calls_.measureTurn(weight_);
}

void LoopLag::finish() {
  turns_.observe(now_() - begin_, weight_);
  weight_ = 0;
  calls_.endTurn();
}

}  // namespace prism::host
