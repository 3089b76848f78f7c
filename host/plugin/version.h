// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// The version of the host.
std::string hostVersion();

// Returns the output of --version.
std::string versionText();

}  // namespace prism::host
