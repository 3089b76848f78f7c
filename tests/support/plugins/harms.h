// SPDX-License-Identifier: MIT
// What no plugin should do to the process that it runs in.
#pragma once

#include <sstream>
#include <string>

namespace prism::tests {

// Does the harm that the first word names; further words are its arguments.
void harm(std::istringstream& words);

}  // namespace prism::tests
