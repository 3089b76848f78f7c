// SPDX-License-Identifier: MIT
// Starts a process as Spectrum 2 does.
#pragma once

#include "prism/testing/host_process.h"
#include <prism/unique_fd.hpp>

#include <sys/types.h>

#include <string>
#include <vector>

namespace prism::testing {

struct Launched {
  pid_t pid;  // the caller reaps it
  UniqueFd output;
  UniqueFd error;
};

// Throws Failure if the program cannot be started. No child is left in that case.
Launched launch(const std::vector<std::string>& command, const LaunchOptions& options);

}  // namespace prism::testing
