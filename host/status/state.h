// SPDX-License-Identifier: MIT
// The state of a backend that has written a file.
#pragma once

#include "host/status/metrics_file.h"

#include <string>

namespace prism::host {

enum class BackendState {
  kRunning,
  kLate,     // its process is there, but the file is not of these three periods: it hangs, or cannot write
  kGone,     // its process is not there: it has crashed, or was killed
  kUnknown,  // /proc does not show whether its process is there
};

// Finds the process in `proc`, which is /proc but for tests. A process that was not started when the backend was is
// another one with the same pid. The pid is that of the backend's own namespace, so a backend in a container is only
// found from inside. `now` is the Unix time in seconds.
BackendState stateOf(const BackendStatus& status, double now, const std::string& proc = "/proc");

// Returns `running`, `late`, `gone` or `unknown`.
const char* nameOf(BackendState state);

}  // namespace prism::host
