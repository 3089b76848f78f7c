// Bytes of a connection to lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

class LineReader {
 public:
  // 8191 bytes of tags, and the longest lines that servers are known to allow.
  static constexpr std::size_t kMaxLine = std::size_t{64} * 1024;

  // Calls `take(line)` for each line that is complete now, without its end; `take` returns false to stop, and may then
  // have deleted this object. A line that is too long is left out.
  template <typename Take>
  void feed(std::string_view bytes, const Take& take) {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      if (end == std::string_view::npos) {
        keep(bytes);
        return;
      }
      const std::string_view rest = bytes.substr(0, end);
      bytes.remove_prefix(end + 1);
      if (partial_.empty() && !skipping_) {
        if (!take(withoutReturn(rest))) {
          return;
        }
        continue;
      }
      keep(rest);
      const std::string line = std::move(partial_);
      partial_ = {};
      const bool whole = !skipping_;
      skipping_ = false;
      if (whole && !take(withoutReturn(line))) {
        return;
      }
    }
  }

 private:
  static std::string_view withoutReturn(std::string_view line) {
    return !line.empty() && line.back() == '\r' ? line.substr(0, line.size() - 1) : line;
  }

  void keep(std::string_view bytes) {
    if (skipping_ || partial_.size() + bytes.size() > kMaxLine) {
      partial_ = {};
      skipping_ = true;
      return;
    }
    partial_ += bytes;
  }

  std::string partial_;
  bool skipping_ = false;  // in the middle of a line that is too long
};

}  // namespace irc
