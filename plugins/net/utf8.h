// SPDX-License-Identifier: MIT
// One character of UTF-8 at a time, from bytes that may be anything.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace net {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";  // U+FFFD

struct Utf8Character {
  char32_t code = 0;
  std::size_t size = 1;  // in bytes
  bool valid = false;    // if not, `size` is 1 and `code` the byte
};

// The character that `text`, which is not empty, begins with.
Utf8Character readUtf8(std::string_view text);

// Whether the bytes, fewer than a character has, can become one when more of them follow.
bool isCutUtf8(std::string_view bytes);

// Whether a character can be in a text that is shown: tabs and line feeds, no other control characters, none that XML
// forbids.
bool isShown(char32_t code);

}  // namespace net
