// SPDX-License-Identifier: MIT
// Rate limit for log lines: so many lines in each period, and then one line with the count of the rest. It keeps a
// fault that comes with every message from filling the log.
#pragma once

#include <chrono>
#include <cstdint>

namespace prism::host {

class LogLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  LogLimiter(std::uint32_t lines, std::chrono::seconds period) : lines_(lines), period_(period) {}

  struct Verdict {
    bool write;              // this line may be written
    std::uint64_t withheld;  // lines withheld in the period before, to be logged now; usually 0
  };

  Verdict ask(Time now) {
    std::uint64_t withheld = 0;
    if (!started_ || now - period_start_ >= period_) {
      withheld = asked_ > lines_ ? asked_ - lines_ : 0;
      started_ = true;
      period_start_ = now;
      asked_ = 0;
    }
    ++asked_;
    return {asked_ <= lines_, withheld};
  }

  // Returns the count of lines withheld in this period so far, for a caller that cannot wait for the next period. They
  // are not counted again.
  std::uint64_t takeWithheld() {
    const std::uint64_t withheld = asked_ > lines_ ? asked_ - lines_ : 0;
    asked_ -= withheld;
    return withheld;
  }

 private:
  const std::uint32_t lines_;
  const std::chrono::seconds period_;
  bool started_ = false;
  Time period_start_;
  std::uint64_t asked_ = 0;  // in this period
};

}  // namespace prism::host
