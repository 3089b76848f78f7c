// SPDX-License-Identifier: MIT
// Between the types of prism/plugin.h and ours.
#pragma once

#include <prism/plugin.h>

#include <string>
#include <string_view>

#include "proto/secret_memory.h"

namespace prism::host {

// Empty if there is no data, whatever the size says.
inline std::string_view view(prism_str str) {
  return str.data ? std::string_view(str.data, static_cast<std::size_t>(str.size)) : std::string_view();
}

// Borrowed from `text`, which must end with a NUL behind its last character, as what the host hands out does.
inline prism_str borrowed(const std::string& text) { return {text.data(), text.size()}; }
inline prism_str borrowed(const SecretString& text) { return {text.data(), text.size()}; }

}  // namespace prism::host
