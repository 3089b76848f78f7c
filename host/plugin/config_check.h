// SPDX-License-Identifier: MIT
// Finds keys of a configuration that are probably misspelt. These are keys in the sections of the host and the plugin
// that neither of them reads. Sections of others, such as those of Spectrum 2, are ignored, unless a name in them is
// nearly one of the host's or the plugin's.
#pragma once

#include "host/config/config.h"
#include "host/plugin/plugin_note.h"

#include <string>
#include <vector>

namespace prism::host {

// Returns a sentence for each misspelt key, with the nearest known name, in the order of the keys.
std::vector<std::string> findMisspeltKeys(const Config& config, const PluginNote& plugin);

// Returns a sentence for each key of Spectrum 2 that is given several times, although it is no list. Spectrum does not
// start with most of them.
std::vector<std::string> findRepeatedKeys(const Config& config);

}  // namespace prism::host
