// SPDX-License-Identifier: MIT
// An ECMAScript regular expression. <regex> is included by expression.cpp alone: it takes seconds in each source file.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace prism::tests {

class Expression {
 public:
  explicit Expression(const std::string& pattern);
  ~Expression();

  // Whether a part of the text matches; with ^ and $ in the pattern, the whole.
  bool matches(const std::string& text) const;
  // The first match in the text, followed by its groups; empty without a match.
  std::vector<std::string> groupsIn(const std::string& text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace prism::tests
