// SPDX-License-Identifier: MIT
// A plugin's description of itself, which its file carries in an ELF note. It is read without running any code of the
// plugin. PRISM_PLUGIN_NOTE in prism/plugin.h writes it.
#pragma once

#include "host/base/result.h"
#include <prism/unique_fd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct PluginNote {
  std::string id;
  std::string name;
  std::string version;
  std::uint32_t abi_version = 0;             // as PRISM_ABI_VERSION
  std::uint32_t needs_minor = 0;             // the lowest ABI minor of a host that the plugin works with
  std::vector<std::string> protocol_claims;  // patterns of fnmatch(3)
  std::vector<std::string> key_claims;
  std::vector<std::string> keys;  // keys of the configuration that the plugin reads; "section.*" for a whole section
};

// Reads the note of a file. The error code is ELIBBAD, and its sentence names the file. *opened gets the file if it
// could be opened.
Result<PluginNote> readPluginNote(const std::string& path, UniqueFd* opened = nullptr);

// Parses the text of a note. The sentence of an error lacks the file's name.
Result<PluginNote> parsePluginNote(std::string_view text);

}  // namespace prism::host
