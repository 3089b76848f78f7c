// SPDX-License-Identifier: MIT
// Measurements of the same thing, and what they say together.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

namespace prism::bench {

// The value below which `share` (0 to 1) of the `sorted` ones are.
inline double quantile(const std::vector<double>& sorted, double share) {
  assert(!sorted.empty());
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return quantile(values, 0.5);
}

}  // namespace prism::bench
