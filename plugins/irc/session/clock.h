// SPDX-License-Identifier: MIT
// The clock of a session's timeouts.
#pragma once

#include <chrono>

namespace irc {

inline std::chrono::milliseconds monotonicNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace irc
