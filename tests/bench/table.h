// SPDX-License-Identifier: MIT
// A table of paired measurements: medians and ratios.
#pragma once

#include <string>
#include <vector>

namespace prism::bench {

// The bound for the ratio, or for the second side's value.
struct Goal {
  enum class Of { kNothing, kRatio, kValue } of = Of::kNothing;
  enum class Is { kAtLeast, kAtMost } is = Is::kAtMost;
  double bound = 0;
};

struct Row {
  std::string what;
  std::string unit;
  Goal goal = {};
  std::vector<double> first = {};   // one value per pair
  std::vector<double> second = {};  // the other value of each pair
};

// Prints the table. The ratio is the median of the pairs' ratios, since other load on the machine affects both halves
// of a pair alike.
void print(const std::string& first_name, const std::string& second_name, const std::vector<Row>& rows);

}  // namespace prism::bench
