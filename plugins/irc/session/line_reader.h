// SPDX-License-Identifier: MIT
// Splits the bytes of a connection into lines.
#pragma once

#include "session/limits.h"

#include <string>
#include <string_view>
#include <utility>

namespace irc {

class LineReader {
 public:
  // Calls `take(line)` for each complete line, without CR LF. `take` returns false to stop, and may have deleted this
  // object then. Returns the bytes behind the line at which it stopped. A line of more than kMostLine bytes is left
  // out.
  template <typename Take>
  std::string_view feed(std::string_view bytes, const Take& take) {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      if (end == std::string_view::npos) {
        keep(bytes);
        return {};
      }
      const std::string_view rest = bytes.substr(0, end);
      bytes.remove_prefix(end + 1);
      if (partial_.empty() && !skipping_ && rest.size() <= kMostLine) {
        if (!take(withoutReturn(rest))) {
          return bytes;
        }
        continue;
      }
      keep(rest);
      const std::string line = std::move(partial_);
      partial_ = {};
      const bool whole = !skipping_;
      skipping_ = false;
      if (whole && !take(withoutReturn(line))) {
        return bytes;
      }
    }
    return {};
  }

  // Returns true if a line was left out since the last call.
  bool takeLeftOut() { return std::exchange(left_out_, false); }

 private:
  static std::string_view withoutReturn(std::string_view line) {
    return !line.empty() && line.back() == '\r' ? line.substr(0, line.size() - 1) : line;
  }

  void keep(std::string_view bytes) {
    if (skipping_ || partial_.size() + bytes.size() > kMostLine) {
      partial_ = {};
      left_out_ = left_out_ || !skipping_;
      skipping_ = true;
      return;
    }
    partial_ += bytes;
  }

  std::string partial_;
  bool skipping_ = false;  // within a line that is too long
  bool left_out_ = false;
};

}  // namespace irc
