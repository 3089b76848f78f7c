// SPDX-License-Identifier: MIT
// The work that a server causes, in the unit of its pace: one line that is shown to the user.
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
  // Costs at least one. What it shows is counted from here on.
  void countLine(std::size_t bytes) {
    lines_ += 1 + static_cast<std::uint32_t>(bytes / kShownSize);
    shown_by_line_ = 0;
  }
  // One thing that the line shows. The first one is paid for by the line.
  void countShown() { lines_ += ++shown_by_line_ > 1 ? 1 : 0; }
  // Takes back the one of a line that shows nothing by itself: it still costs its bytes and its time.
  void forgiveLine() { lines_ -= std::min<std::uint32_t>(lines_, 1); }
  // Time of the processor.
  void countWork(std::chrono::nanoseconds time) { work_ += time; }

  std::uint32_t lines() const { return lines_; }

  // The cost of all that was counted: of lines, of bytes, or of time, whichever is the most. Begins anew, unless it is 0:
  // then fractions add up.
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
