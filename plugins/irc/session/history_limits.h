// SPDX-License-Identifier: MIT
// Which messages of a conversation the user has seen. Messages may have the same time, and servers may stamp them by
// different clocks: so the limits stay the same while the conversation goes on.
#pragma once

#include <cstdint>

namespace irc {

struct HistoryLimits {
  std::int64_t after = 0;       // ms: the last message that was shown before this conversation began
  std::int64_t live_since = 0;  // of the first message since then that is not history; 0: none

  // Returns true if the user has seen a message from the past.
  bool covers(std::int64_t time, bool from_history) const {
    return time <= after || (from_history && live_since != 0 && time >= live_since);
  }
  void onShown(std::int64_t time, bool from_history) {
    if (!from_history && live_since == 0) {
      live_since = time;
    }
  }
};

}  // namespace irc
