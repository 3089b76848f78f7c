// SPDX-License-Identifier: MIT
// When a process has started. With its pid, this tells it from all others since the boot.
#pragma once

#include "host/base/result.h"

#include <cstdint>
#include <string>

namespace prism::host {

// [any thread] Reads the start time from a file /proc/PID/stat (proc(5)), in clock ticks since the boot. Returns the
// errno of opening the file, or EPROTO if it is no such file.
Result<std::uint64_t> readProcessStart(const std::string& stat_file);

}  // namespace prism::host
