// SPDX-License-Identifier: MIT
// Texts no longer than a server takes them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace irc {

// The longest piece of a text of at most `size` bytes, cut at a character of UTF-8; 0: as long as it is.
inline std::string_view cutTo(std::string_view text, std::size_t size) {
  if (size == 0 || text.size() <= size) {
    return text;
  }
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
    --size;
  }
  return text.substr(0, size);
}

// What a server reads of a line of at most `most` bytes with its CR LF: it would cut a longer one itself, perhaps within
// a character, or end the connection. Tags do not count.
inline std::string_view cutLine(std::string_view line, std::size_t most) {
  const std::size_t tags = line.substr(0, 1) == "@" ? std::min(line.find(' ') + 1, line.size()) : 0;
  return cutTo(line, tags + most - 2);
}

}  // namespace irc
