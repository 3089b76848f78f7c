// SPDX-License-Identifier: MIT
// What in a configuration is probably misspelt: keys that neither the host nor the plugin reads, in sections that are
// theirs. Sections of others, Spectrum 2's own among them, are left alone, unless a name in them is nearly one of ours.
#pragma once

#include <string>
#include <vector>

#include "host/config/config.h"
#include "host/plugin/plugin_note.h"

namespace prism::host {

// A sentence for each, with the nearest known name; in the order of the keys.
std::vector<std::string> findMisspelt(const Config& config, const PluginNote& plugin);

}  // namespace prism::host
