// SPDX-License-Identifier: MIT
// Harm that a plugin can do to its process: close descriptors, fork, exit, change signals and limits.
#pragma once

#include <sstream>
#include <string>

namespace prism::tests {

// Does the harm that the first word names. Further words are its arguments.
void harm(std::istringstream& words);

}  // namespace prism::tests
