// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace prism::host {

// [any thread] Returns the Unix time in seconds.
inline double unixTime() {
  const std::chrono::duration<double> since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return since_epoch.count();
}

}  // namespace prism::host
