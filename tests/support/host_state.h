// SPDX-License-Identifier: MIT
// Reads the state of a process from /proc.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace prism::tests {

// Returns a field of /proc/PID/status in kB: VmHWM is the peak of resident memory, VmRSS the current one.
inline std::int64_t memoryKb(pid_t process, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(field + ":")) {
      return std::stoll(line.substr(field.size() + 1));
    }
  }
  ADD_FAILURE() << "no " << field;
  return 0;
}

struct ProcessStat {
  std::string state;
  pid_t session = 0;
  std::uint64_t start_ticks = 0;      // since the boot, in clock ticks
  std::uint64_t processor_ticks = 0;  // user and system time of all threads, in clock ticks
};

// Returns zeros and an empty state if there is no such process.
inline ProcessStat processStat(const std::string& process) {
  std::ifstream stat("/proc/" + process + "/stat");
  std::string line;
  std::getline(stat, line);
  std::istringstream fields(
      line.substr(std::min(line.size(), line.rfind(')') + 1)));  // the name before it may contain anything
  ProcessStat found;
  std::string skipped;
  fields >> found.state >> skipped >> skipped >> found.session;
  for (int i = 0; i < 7; ++i) {
    fields >> skipped;
  }
  std::uint64_t user = 0;
  std::uint64_t system = 0;
  fields >> user >> system;
  found.processor_ticks = user + system;
  for (int i = 0; i < 6; ++i) {
    fields >> skipped;
  }
  fields >> found.start_ticks;
  return found;
}

}  // namespace prism::tests
