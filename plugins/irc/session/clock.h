// SPDX-License-Identifier: MIT
// The clocks of a session.
#pragma once

#include <chrono>
#include <cstdint>

namespace irc {

// For timeouts.
inline std::chrono::milliseconds monotonicNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

// Milliseconds since 1970, for messages.
inline std::int64_t wallClock() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace irc
