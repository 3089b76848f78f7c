// SPDX-License-Identifier: MIT
// Validates host names before they go to a name server or a proxy.
#pragma once

#include <algorithm>
#include <string_view>

namespace net {

// Accepts letters, digits, '-', '_' and '.', as DNS does. Internationalized names must be in ASCII form, "xn--...".
inline bool isHostName(std::string_view name) {
  constexpr std::size_t kLongest = 254;  // characters, with the trailing dot of the DNS root
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= kLongest && name.front() != '.' && name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace net
