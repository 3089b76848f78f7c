// SPDX-License-Identifier: MIT
#include "host/status/state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace prism::host {
namespace {

constexpr double kLate = 45;  // seconds: three periods of the metrics

// Returns how many seconds ago the process has started, and nullopt if there is none. See proc(5).
std::optional<double> ageOfProcess(std::int64_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string stat;
  std::getline(file, stat);
  const std::size_t name_end = stat.rfind(')');  // the name may contain blanks and parentheses
  if (pid <= 0 || name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream fields(stat.substr(name_end + 1));
  constexpr int kFieldsBefore = 19;  // from the state, the third field, to the start time, the 22nd
  std::string skipped;
  for (int i = 0; i < kFieldsBefore; ++i) {
    fields >> skipped;
  }
  double ticks = 0;
  timespec now{};
  if (!(fields >> ticks) || skipped.empty() || ::clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
    return std::nullopt;
  }
  return static_cast<double>(now.tv_sec) - ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

BackendState stateOf(const BackendStatus& status, double now) {
  constexpr double kRounding = 2;  // seconds
  const double age = now - status.written;
  const std::optional<double> process_age = ageOfProcess(status.pid);
  if (!process_age || *process_age + kRounding < age) {
    return BackendState::kGone;
  }
  return age > kLate ? BackendState::kLate : BackendState::kRunning;
}

const char* nameOf(BackendState state) {
  return state == BackendState::kRunning ? "running" : state == BackendState::kLate ? "late" : "gone";
}

}  // namespace prism::host
