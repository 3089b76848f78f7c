// SPDX-License-Identifier: MIT
// What a plugin file says about itself, read from its ELF note without running a line of it (PRISM_PLUGIN_NOTE in
// prism/plugin.h writes it).
#pragma once

#include <prism/unique_fd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.h"

namespace prism::host {

struct PluginNote {
  std::string id;
  std::string name;
  std::string version;
  std::uint32_t abi_version = 0;             // as PRISM_ABI_VERSION
  std::vector<std::string> protocol_claims;  // patterns of fnmatch(3)
  std::vector<std::string> key_claims;
  std::vector<std::string> keys;  // of the configuration that it reads; "section.*" for all of a section
};

// The error has the code ELIBBAD, and names the file. *opened gets the file that has been read, if it could be opened.
Result<PluginNote> readPluginNote(const std::string& path, UniqueFd* opened = nullptr);

// The text inside the note; the error is a sentence without the file's name.
Result<PluginNote> parsePluginNote(std::string_view text);

// "0.1"
std::string abiText(std::uint32_t abi_version);

}  // namespace prism::host
