// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// What --version prints.
std::string versionText();

}  // namespace prism::host
