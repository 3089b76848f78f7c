// SPDX-License-Identifier: MIT
// How Spectrum 2 starts a process.
#pragma once

#include <sys/types.h>
#include <prism/unique_fd.hpp>

#include <string>
#include <vector>

#include "prism/testing/host_process.h"

namespace prism::testing {

struct Launched {
  pid_t pid;  // to be reaped by whoever gets this
  UniqueFd output;
  UniqueFd error;
};

// Throws Failure if the program cannot be started; no child is left then.
Launched launch(const std::vector<std::string>& command, const LaunchOptions& options);

}  // namespace prism::testing
