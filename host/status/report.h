// SPDX-License-Identifier: MIT
// The backends as a table for people, and as JSON for programs. Texts from files are made safe for a terminal.
#pragma once

#include "host/status/state.h"

#include <string>
#include <vector>

namespace prism::host {

struct BackendRow {
  BackendStatus status;
  BackendState state;
};

// `now` is the Unix time in seconds.
std::string tableOf(const std::vector<BackendRow>& rows, double now);
std::string jsonOf(const std::vector<BackendRow>& rows, double now);

}  // namespace prism::host
