// SPDX-License-Identifier: MIT
#include "host/plugin/version.h"

#include "host/plugin/abi_rule.h"
#include <prism/plugin.h>

#include <fmt/format.h>

namespace prism::host {

std::string hostVersion() { return PRISM_VERSION; }

std::string versionText() {
  return fmt::format("spectrum2_prism_backend {} (plugin ABI {})\n", PRISM_VERSION, abiText(PRISM_ABI_VERSION));
}

}  // namespace prism::host
