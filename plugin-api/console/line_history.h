// SPDX-License-Identifier: MIT
// The entered lines of earlier conversations, stored in ${XDG_STATE_HOME:-~/.local/state}/prism/console_history.
#pragma once

#include <histedit.h>

#include <string>

namespace prism::console {

// Ignores errors: a conversation goes on without a history.
class LineHistory {
 public:
  LineHistory();   // reads the file
  ~LineHistory();  // writes it

  LineHistory(const LineHistory&) = delete;
  LineHistory& operator=(const LineHistory&) = delete;

  void add(const std::string& line);

  // For libedit's editor, which borrows the history.
  History* get() const { return history_; }

 private:
  History* const history_;
  std::string path_;  // empty: there is no home directory
};

}  // namespace prism::console
