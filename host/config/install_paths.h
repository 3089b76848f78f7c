// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace prism::host {

// Returns the plugin directory that was installed with this program. The path is derived from the program's own,
// because the whole installation may have been moved.
std::string installedPluginDirectory();

// Returns the path of the network module, which is beside this program.
std::string networkModulePath();

}  // namespace prism::host
