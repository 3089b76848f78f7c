// SPDX-License-Identifier: MIT
#include "host/metrics/function_counts.h"

#include <algorithm>
#include <numeric>

namespace prism::host {

void FunctionCounts::add(std::string_view function) {
  const std::lock_guard lock(mutex_);
  const auto find = [this](std::string_view name) {
    return std::find_if(counts_.begin(), counts_.end(), [name](const auto& count) { return count.first == name; });
  };
  auto found = find(function);
  if (found == counts_.end() && counts_.size() >= kMaxNames) {
    function = "other";
    found = find(function);
  }
  if (found == counts_.end()) {
    counts_.emplace_back(function, 1);
  } else {
    ++found->second;
  }
}

std::uint64_t FunctionCounts::total() const {
  const std::lock_guard lock(mutex_);
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& count) { return sum + count.second; });
}

FunctionCounts::Counts FunctionCounts::all() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace prism::host
