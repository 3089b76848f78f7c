// SPDX-License-Identifier: MIT
// Conversions between the string types of prism/plugin.h and those of C++.
#pragma once

#include "proto/secret_memory.h"
#include <prism/plugin.h>

#include <string>
#include <string_view>

namespace prism::host {

// Returns an empty view if the data pointer is null, even if the size is not 0.
inline std::string_view view(prism_str str) {
  return str.data ? std::string_view(str.data, static_cast<std::size_t>(str.size)) : std::string_view();
}

// Returns a pointer into `text`, valid as long as `text`. A NUL follows the last character, as the ABI promises for the
// strings of the host.
inline prism_str borrowed(const std::string& text) { return {text.data(), text.size()}; }
inline prism_str borrowed(const SecretString& text) { return {text.data(), text.size()}; }

}  // namespace prism::host
