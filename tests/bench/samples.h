// SPDX-License-Identifier: MIT
// Statistics of repeated measurements.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

namespace prism::bench {

// Returns the value below which the given share (0 to 1) of the sorted values lies.
inline double quantile(const std::vector<double>& sorted, double share) {
  assert(!sorted.empty());
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return quantile(values, 0.5);
}

}  // namespace prism::bench
