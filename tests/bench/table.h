// SPDX-License-Identifier: MIT
// What has been measured on two sides, pair by pair, as a table of medians and ratios.
#pragma once

#include <string>
#include <vector>

namespace prism::bench {

// What the ratio, or else the second side's value, is to be.
struct Goal {
  enum class Of { kNothing, kRatio, kValue } of = Of::kNothing;
  enum class Is { kAtLeast, kAtMost } is = Is::kAtMost;
  double bound = 0;
};

struct Row {
  std::string what;
  std::string unit;
  Goal goal = {};
  std::vector<double> first = {};   // as many as there are pairs
  std::vector<double> second = {};  // the other half of each pair
};

// The ratio is the median of those of the pairs: what else runs on the machine hits both halves of a pair alike.
void print(const std::string& first_name, const std::string& second_name, const std::vector<Row>& rows);

}  // namespace prism::bench
