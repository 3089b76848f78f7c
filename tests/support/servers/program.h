// SPDX-License-Identifier: MIT
// Programs that a test's set-up runs to their end.
#pragma once

#include <string>
#include <vector>

namespace prism::tests {

// Its standard output. Throws Failure if it does not end well.
std::string runProgram(const std::vector<std::string>& command);

}  // namespace prism::tests
