// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// The plugin directory that belongs to this program, found from where the program stands: the whole installation may
// have been moved.
std::string installedPluginDirectory();

}  // namespace prism::host
