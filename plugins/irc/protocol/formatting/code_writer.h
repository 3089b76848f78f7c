// SPDX-License-Identifier: MIT
// Writes text with codes in the layout of HTML: white space collapses, each block begins a line.
#pragma once

#include "protocol/formatting/look.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

class CodeWriter {
 public:
  // Writes text in UTF-8. With `verbatim`, as in <pre/>, white space does not collapse.
  void write(std::string_view text, const Look& look, bool verbatim);

  void breakLine();  // <br/>
  void beginLine();  // unless a line has just begun

  // Sets the bullet for the front of the next text; empty for none.
  void mark(std::string_view text) { mark_ = text; }

  // Changes the number of "> " in front of each line.
  void quote(int levels) { quote_ += levels; }

  // Returns the text without empty lines and spaces at the end; empty if nothing of it is visible.
  std::string take();

 private:
  void put(std::string_view character, const Look& look);
  void startLine();

  std::string text_;
  std::string mark_;
  Look look_;  // at the end of text_
  Look space_look_;
  std::size_t breaks_ = 0;  // line feeds to write before the next text
  int quote_ = 0;
  bool space_ = false;  // a space is to be written before the next text of the same line
  bool line_empty_ = true;
  bool shows_ = false;
};

}  // namespace irc
