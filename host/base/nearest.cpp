// SPDX-License-Identifier: MIT
#include "host/base/nearest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

// The largest distance at which a name counts as misspelt. Beyond it, the name is another word.
constexpr std::size_t kNear = 2;

// Returns the number of letters to be inserted, left out or changed (Levenshtein's distance).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view name, const std::set<std::string, std::less<>>& known) {
  std::string best;
  std::size_t best_distance = kNear + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > name.size() + kNear || name.size() > candidate.size() + kNear) {
      continue;
    }
    if (const std::size_t d = distance(name, candidate); d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace prism::host
