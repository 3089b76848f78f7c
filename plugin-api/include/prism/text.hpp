// SPDX-License-Identifier: MIT
// Text that comes from a network or a configuration: white space at its ends, and its characters in UTF-8 (RFC 3629).
//
// It needs no host, and all of it is [any].
#ifndef PRISM_TEXT_HPP
#define PRISM_TEXT_HPP

#include <cstddef>
#include <string_view>

namespace prism {

inline constexpr std::string_view kWhiteSpace = " \t\r\n\f\v";  // ASCII's

// Returns the text without white space at either end.
inline std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

}  // namespace prism

#endif  // PRISM_TEXT_HPP
