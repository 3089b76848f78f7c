// SPDX-License-Identifier: MIT
#include "host/status/state.h"

#include "host/base/process_start.h"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <filesystem>

namespace prism::host {
namespace {

constexpr double kLate = 45;  // seconds: three periods of the metrics

// Processes of other users are not there with the mount option hidepid=2 (proc(5)), not even the first one.
bool hidesProcesses(const std::string& proc) {
  std::error_code ignored;
  return !std::filesystem::exists(proc + "/1", ignored);
}

}  // namespace

BackendState stateOf(const BackendStatus& status, double now, const std::string& proc) {
  const Result<std::uint64_t> start = readProcessStart(fmt::format("{}/{}/stat", proc, status.pid));
  if (!start) {
    const bool is_absent = start.error().code == ENOENT || start.error().code == ESRCH;
    return is_absent && !hidesProcesses(proc) ? BackendState::kGone : BackendState::kUnknown;
  }
  if (status.pid_start == 0) {
    return BackendState::kUnknown;  // the backend could not read /proc
  }
  if (*start != status.pid_start) {
    return BackendState::kGone;
  }
  // The time may be no number. One that is a little ahead comes from a clock that was set back.
  return std::abs(now - status.written) <= kLate ? BackendState::kRunning : BackendState::kLate;
}

const char* nameOf(BackendState state) {
  switch (state) {
    case BackendState::kRunning:
      return "running";
    case BackendState::kLate:
      return "late";
    case BackendState::kGone:
      return "gone";
    case BackendState::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace prism::host
