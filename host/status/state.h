// SPDX-License-Identifier: MIT
// Whether a backend that has written a file still runs.
#pragma once

#include "host/status/metrics_file.h"

namespace prism::host {

enum class BackendState {
  kRunning,
  kLate,  // its process is there, but the file is older than three periods: it hangs, or cannot write
  kGone,  // its process is not there: it has crashed, or was killed
};

// Finds the process in /proc. A process that was started after the file was written is another one with the same pid.
// The pid is that of the backend's own namespace, so a backend in a container is only found from inside. `now` is the
// Unix time in seconds.
BackendState stateOf(const BackendStatus& status, double now);

// Returns `running`, `late` or `gone`.
const char* nameOf(BackendState state);

}  // namespace prism::host
