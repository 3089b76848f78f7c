// SPDX-License-Identifier: MIT
// An ECMAScript regular expression. Only expression.cpp includes <regex>: it adds seconds to each source file.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace prism::tests {

class Expression {
 public:
  explicit Expression(const std::string& pattern);
  ~Expression();

  // Returns true if a part of the text matches; with ^ and $ in the pattern, the whole text.
  bool matches(const std::string& text) const;
  // Returns the first match in the text, followed by its groups. Empty without a match.
  std::vector<std::string> groupsIn(const std::string& text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace prism::tests
