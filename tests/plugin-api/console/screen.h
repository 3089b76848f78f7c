// SPDX-License-Identifier: MIT
// A fake terminal screen. It knows the escape sequences of xterm that libedit and prism-console use.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

class Screen {
 public:
  explicit Screen(std::size_t columns = 80) : columns_(columns) {}

  // Takes output of a program. A sequence or a character may be split between calls.
  void write(std::string_view bytes);

  // Returns the rows that were ever written to, without trailing blanks.
  std::string text() const;

  // Unknown escape sequences so far. text() can be trusted only if there are none.
  const std::string& unknown() const { return unknown_; }

 private:
  using Row = std::vector<std::string>;  // characters of one column each

  std::size_t takeCharacter(std::string_view bytes);
  std::size_t takeSequence(std::string_view bytes);
  void put(std::string character);
  void execute(std::string_view sequence);
  void clearToEnd();
  Row& row();

  const std::size_t columns_;
  std::vector<Row> rows_;
  std::size_t y_ = 0;
  std::size_t x_ = 0;    // equals columns_ when the row is full: the next character starts a new row
  std::string pending_;  // an incomplete sequence or character
  std::string unknown_;
};

}  // namespace prism::tests
