// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// Returns the output of --version.
std::string versionText();

}  // namespace prism::host
