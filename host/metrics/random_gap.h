// SPDX-License-Identifier: MIT
// Random gaps between samples: a fixed gap could always meet the same part of a pattern.
#pragma once

#include <cstdint>

namespace prism::host {

class RandomGap {
 public:
  // The average gap: one in so many is sampled, and stands for so many.
  static constexpr std::uint64_t kAverage = 64;

  // Returns a number from 1 to 127. The linear congruential generator of Numerical Recipes is random enough for that.
  std::uint64_t next() {
    state_ = state_ * 1664525U + 1013904223U;
    return 1 + (state_ >> 16U) % (2 * kAverage - 1);
  }

 private:
  std::uint32_t state_ = 1;
};

}  // namespace prism::host
