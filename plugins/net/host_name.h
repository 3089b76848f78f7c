// SPDX-License-Identifier: MIT
// What may be a host name, before anybody is asked for it, or a proxy told it.
#pragma once

#include <algorithm>
#include <string_view>

namespace net {

// Letters, digits, '-', '_' and '.', as in DNS; names in other alphabets come as "xn--...".
inline bool isHostName(std::string_view name) {
  constexpr std::size_t kLongest = 254;  // with the dot of the root
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= kLongest && name.front() != '.' && name.find("..") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace net
