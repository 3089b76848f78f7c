// SPDX-License-Identifier: MIT
// The work that a server causes. The unit is one shown line.
#pragma once

#include "session/limits.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace irc {

class ServerCost {
 public:
  // One read from the connection.
  void countRead(std::size_t bytes) { read_ += bytes + kReadOverhead; }
  // A line of the server. It costs one at least. countShown() refers to it from now on.
  void countLine(std::size_t bytes) {
    lines_ += 1 + static_cast<std::uint32_t>(bytes / kShownSize);
    shown_by_line_ = 0;
  }
  // One event that the line shows to the user. The first one is part of the cost of the line.
  void countShown() { lines_ += ++shown_by_line_ > 1 ? 1 : 0; }
  // Takes back the cost of a line that is not shown by itself. Its bytes and its time still count.
  void forgiveLine() { lines_ -= std::min<std::uint32_t>(lines_, 1); }
  // Processor time.
  void countWork(std::chrono::nanoseconds time) { work_ += time; }

  std::uint32_t lines() const { return lines_; }

  // Returns the largest of the costs of lines, bytes and time, and resets all of them. If it is 0, fractions are kept.
  std::uint32_t take() {
    const auto bytes = static_cast<std::uint32_t>(read_ / kReadSize);
    const auto time = static_cast<std::uint32_t>(std::min<std::int64_t>(work_ / kWorkTime, kMostWork));
    const std::uint32_t cost = std::max({lines_, bytes, time});
    if (cost > 0) {
      *this = ServerCost();
    }
    return cost;
  }

 private:
  static constexpr std::int64_t kMostWork = 1'000'000;

  std::uint32_t lines_ = 0;
  std::uint32_t shown_by_line_ = 0;
  std::size_t read_ = 0;
  std::chrono::nanoseconds work_{0};
};

}  // namespace irc
