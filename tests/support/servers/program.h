// SPDX-License-Identifier: MIT
// Runs a program to its end, for a test's set-up.
#pragma once

#include <string>
#include <vector>

namespace prism::tests {

// Returns the standard output. Throws Failure unless the exit status is 0 within 60 s.
std::string runProgram(const std::vector<std::string>& command);

}  // namespace prism::tests
