// SPDX-License-Identifier: MIT
// How Spectrum 2 starts a process.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "prism/testing/descriptor.h"
#include "prism/testing/host_process.h"

namespace prism::testing {

struct Launched {
  pid_t pid;  // to be reaped by whoever gets this
  Descriptor output;
  Descriptor error;
};

// Throws Failure if the program cannot be started; no child is left then.
Launched launch(const std::vector<std::string>& command, const LaunchOptions& options);

}  // namespace prism::testing
