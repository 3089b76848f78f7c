// SPDX-License-Identifier: MIT
// What a terminal shows: as much of an xterm as libedit and prism-console use of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

class Screen {
 public:
  explicit Screen(std::size_t columns = 80) : columns_(columns) {}

  // Takes what a program writes; a sequence or a character may come in pieces.
  void write(std::string_view bytes);

  // The rows that anything was ever written to, without the blanks at their ends.
  std::string text() const;

  // What it was told and does not know: empty if text() can be trusted.
  const std::string& unknown() const { return unknown_; }

 private:
  using Row = std::vector<std::string>;  // characters, each one column wide

  std::size_t takeCharacter(std::string_view bytes);
  std::size_t takeSequence(std::string_view bytes);
  void put(std::string character);
  void obey(std::string_view sequence);
  void clearToEnd();
  Row& row();

  const std::size_t columns_;
  std::vector<Row> rows_;
  std::size_t y_ = 0;
  std::size_t x_ = 0;    // columns_: the row is full, and the next character begins another
  std::string pending_;  // the beginning of what has not come as a whole
  std::string unknown_;
};

}  // namespace prism::tests
