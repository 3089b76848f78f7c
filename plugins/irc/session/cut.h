// SPDX-License-Identifier: MIT
// Cuts texts to the length that a server accepts, or that a user is shown.
#pragma once

#include <prism/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// Returns the longest prefix of at most `size` bytes that ends between characters of UTF-8. 0 means no limit.
inline std::string_view cutTo(std::string_view text, std::size_t size) {
  return size == 0 ? text : prism::utf8Prefix(text, size);
}

// The same for a text that the user is shown: a cut one ends in kCutShown, within `size`.
inline constexpr std::string_view kCutShown = " [...]";
inline std::string cutVisibly(std::string_view text, std::size_t size) {
  return text.size() <= size ? std::string(text) : std::string(cutTo(text, size - kCutShown.size())).append(kCutShown);
}

// Cuts a line to at most `most` bytes, CR LF included and tags excluded. A server would cut a longer line within a
// character, or close the connection.
inline std::string_view cutLine(std::string_view line, std::size_t most) {
  const std::size_t tags = line.substr(0, 1) == "@" ? std::min(line.find(' ') + 1, line.size()) : 0;
  return cutTo(line, tags + most - 2);
}

}  // namespace irc
