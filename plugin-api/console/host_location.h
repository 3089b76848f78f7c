// SPDX-License-Identifier: MIT
// Where the host is, and the plugins, if nobody says.
#pragma once

#include <string>

namespace prism::console {

struct HostLocation {
  std::string program;
  std::string plugin_dir;  // empty: the host knows
};

// In a build tree, both lie beside the directory of this program; installed, the host lies in libexec. The program
// need not exist.
HostLocation findHost();

}  // namespace prism::console
