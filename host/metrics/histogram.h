// SPDX-License-Identifier: MIT
// A histogram of times, as Prometheus has it: counts of the times up to each bound, and their sum.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace prism::host {

class Histogram {
 public:
  using Duration = std::chrono::nanoseconds;

  // Upper bounds in seconds, inclusive. A last bucket takes the times above them.
  static constexpr std::array<double, 12> kBounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  // Counts a time that stands for `weight` times.
  void observe(Duration time, std::uint64_t weight = 1) {
    const double seconds = std::chrono::duration<double>(time).count();
    std::size_t bucket = 0;
    while (bucket < kBounds.size() && seconds > kBounds[bucket]) {
      ++bucket;
    }
    counts_[bucket] += weight;
    sum_ += time * static_cast<Duration::rep>(weight);
  }

  // The number of times in each bucket alone, not cumulative. The last one is above all bounds.
  const std::array<std::uint64_t, kBounds.size() + 1>& counts() const { return counts_; }

  double sumInSeconds() const { return std::chrono::duration<double>(sum_).count(); }

 private:
  std::array<std::uint64_t, kBounds.size() + 1> counts_{};
  Duration sum_{0};
};

}  // namespace prism::host
