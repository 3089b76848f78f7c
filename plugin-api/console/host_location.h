// SPDX-License-Identifier: MIT
// The default paths of the host and of the plugins.
#pragma once

#include <string>

namespace prism::console {

struct HostLocation {
  std::string program;
  std::string plugin_dir;  // empty: the host's own default
};

// In a build tree, both are beside the directory of this program. Installed, the host is in libexec. The host need not
// exist.
HostLocation findHost();

}  // namespace prism::console
