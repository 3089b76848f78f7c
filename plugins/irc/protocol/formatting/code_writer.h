// SPDX-License-Identifier: MIT
// Writes text with codes, line by line, as HTML lays it out: white space collapses, blocks have lines of their own.
#pragma once

#include "protocol/formatting/look.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

class CodeWriter {
 public:
  // Text in UTF-8. `verbatim`: as in <pre/>, its white space counts.
  void write(std::string_view text, const Look& look, bool verbatim);

  void breakLine();  // <br/>
  void beginLine();  // what follows is in a line of its own

  // A bullet: goes in front of the next text. Empty: none.
  void mark(std::string_view text) { mark_ = text; }

  // So many levels more, or less, of "> " in front of each line.
  void quote(int levels) { quote_ += levels; }

  // All of it, without empty lines and spaces at the end. Empty if it shows nothing.
  std::string take();

 private:
  void put(std::string_view character, const Look& look);
  void startLine();

  std::string text_;
  std::string mark_;
  Look look_;  // of the end of text_
  Look space_look_;
  std::size_t breaks_ = 0;  // line feeds that come before the next text
  int quote_ = 0;
  bool space_ = false;  // a space that comes before the next text, unless a line ends here
  bool line_empty_ = true;
  bool shows_ = false;
};

}  // namespace irc
