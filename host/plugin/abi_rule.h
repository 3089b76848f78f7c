// SPDX-License-Identifier: MIT
// Decides whether a plugin that was built with one version of the ABI can run on a host of another.
#pragma once

#include <prism/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

// `built_with` is the ABI version of the plugin, `needs_minor` the lowest minor version of a host that it works with.
// Returns why the plugin cannot run; nullopt if it can.
//
// Before ABI 1.0, a plugin runs on hosts of its own version only. From 1.0 on, it runs on hosts of the same major
// version whose minor version is at least `needs_minor`.
std::optional<std::string> rejectAbi(std::uint32_t built_with, std::uint32_t needs_minor,
                                     std::uint32_t host_version = PRISM_ABI_VERSION);

// Returns a version of the ABI as text, such as "0.1".
std::string abiText(std::uint32_t version);

}  // namespace prism::host
