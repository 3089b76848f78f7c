// SPDX-License-Identifier: MIT
#include "tests/support/expression.h"

#include <regex>

namespace prism::tests {

struct Expression::Compiled {
  std::regex regex;
};

Expression::Expression(const std::string& pattern) : compiled_(new Compiled{std::regex(pattern)}) {}

Expression::~Expression() = default;

bool Expression::matches(const std::string& text) const { return std::regex_search(text, compiled_->regex); }

std::vector<std::string> Expression::groupsIn(const std::string& text) const {
  std::smatch match;
  std::regex_search(text, match, compiled_->regex);
  return {match.begin(), match.end()};
}

}  // namespace prism::tests
