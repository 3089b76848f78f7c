// SPDX-License-Identifier: MIT
// A deadline on the monotonic clock.
#pragma once

#include <chrono>

namespace prism::testing {

using Milliseconds = std::chrono::milliseconds;

class Deadline {
 public:
  explicit Deadline(Milliseconds allowed) : moment_(std::chrono::steady_clock::now() + allowed) {}

  Milliseconds left() const {
    const auto left = std::chrono::ceil<Milliseconds>(moment_ - std::chrono::steady_clock::now());
    return left.count() > 0 ? left : Milliseconds(0);
  }

  bool hasPassed() const { return left().count() == 0; }

 private:
  std::chrono::steady_clock::time_point moment_;
};

}  // namespace prism::testing
