// SPDX-License-Identifier: MIT
#include "host/plugin/abi_rule.h"

#include <fmt/format.h>

namespace prism::host {

std::optional<std::string> rejectAbi(std::uint32_t built_with, std::uint32_t needs_minor, std::uint32_t host_version) {
  const std::uint32_t major = PRISM_ABI_GET_MAJOR(host_version);
  const bool same_major = PRISM_ABI_GET_MAJOR(built_with) == major;
  if (same_major && (major == 0 ? built_with == host_version : needs_minor <= PRISM_ABI_GET_MINOR(host_version))) {
    return std::nullopt;
  }
  if (same_major && major > 0) {
    return fmt::format(
        "it needs a host of plugin ABI {}.{} or later, this one has {}; install a later version of Prism", major,
        needs_minor, abiText(host_version));
  }
  return fmt::format("it is built for plugin ABI {}, this host has {}; rebuild it with this version of Prism",
                     abiText(built_with), abiText(host_version));
}

std::string abiText(std::uint32_t version) {
  return fmt::format("{}.{}", PRISM_ABI_GET_MAJOR(version), PRISM_ABI_GET_MINOR(version));
}

}  // namespace prism::host
