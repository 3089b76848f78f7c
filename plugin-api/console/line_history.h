// SPDX-License-Identifier: MIT
// The lines of earlier conversations, kept in ${XDG_STATE_HOME:-~/.local/state}/prism/console_history.
#pragma once

#include <histedit.h>

#include <string>

namespace prism::console {

// It fails silently: a conversation need not end because its history cannot be kept.
class LineHistory {
 public:
  LineHistory();   // reads the file
  ~LineHistory();  // writes it

  LineHistory(const LineHistory&) = delete;
  LineHistory& operator=(const LineHistory&) = delete;

  void add(const std::string& line);

  // For the editor, which borrows it.
  History* get() const { return history_; }

 private:
  History* const history_;
  std::string path_;  // empty: there is no home to keep it in
};

}  // namespace prism::console
