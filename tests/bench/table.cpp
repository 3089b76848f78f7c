// SPDX-License-Identifier: MIT
#include "tests/bench/table.h"

#include "tests/bench/samples.h"

#include <fmt/format.h>

#include <cstdio>

namespace prism::bench {
namespace {

constexpr const char* kLine = "{:<44} {:>7} {:>12} {:>12} {:>7} {:>13}  {}\n";

std::string number(double value) {
  return fmt::format("{:.{}f}", value, value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3);
}

std::string verdict(const Goal& goal, double ratio, double value) {
  if (goal.of == Goal::Of::kNothing) {
    return "";
  }
  const double reached = goal.of == Goal::Of::kRatio ? ratio : value;
  const bool at_least = goal.is == Goal::Is::kAtLeast;
  const bool met = at_least ? reached >= goal.bound : reached <= goal.bound;
  return fmt::format("{} {} {}: {}", goal.of == Goal::Of::kRatio ? "ratio" : "value",
                     at_least ? ">=" : "<=", goal.bound, met ? "met" : "MISSED");
}

}  // namespace

void print(const std::string& first_name, const std::string& second_name, const std::vector<Row>& rows) {
  fmt::print(kLine, "median of the pairs", "unit", first_name, second_name, "ratio", "quartiles", "goal");
  for (const Row& row : rows) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < row.first.size(); ++i) {
      ratios.push_back(row.second[i] / row.first[i]);
    }
    std::sort(ratios.begin(), ratios.end());
    const double ratio = quantile(ratios, 0.5);
    const double value = median(row.second);
    fmt::print(kLine, row.what, row.unit, number(median(row.first)), number(value), fmt::format("{:.2f}", ratio),
               fmt::format("{:.2f} .. {:.2f}", quantile(ratios, 0.25), quantile(ratios, 0.75)),
               verdict(row.goal, ratio, value));
  }
  fmt::print("\n");
  std::fflush(stdout);
}

}  // namespace prism::bench
