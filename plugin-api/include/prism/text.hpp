// SPDX-License-Identifier: MIT
// Text that comes from a network or a configuration: white space at its ends, and its characters in UTF-8 (RFC 3629).
//
// It needs no host, and all of it is [any].
#ifndef PRISM_TEXT_HPP
#define PRISM_TEXT_HPP

#include <algorithm>
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

inline constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";  // U+FFFD

struct Utf8Character {
  char32_t code = 0;
  std::size_t size = 1;  // in bytes
  bool valid = false;    // if not, `size` is 1 and `code` the byte
  bool cut = false;      // not valid, but the beginning of a character: the text ends too early
};

// Returns true if the byte is the second, third or fourth of a character.
inline bool isUtf8Continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

// Reads the first character of `text`, which must not be empty. Overlong forms, surrogates and numbers above U+10FFFF
// are not valid.
inline Utf8Character readUtf8(std::string_view text) {
  const auto byte = [text](std::size_t i) -> char32_t { return static_cast<unsigned char>(text[i]); };
  const char32_t lead = byte(0);
  if (lead < 0x80) {
    return {lead, 1, true, false};
  }
  const Utf8Character invalid{lead, 1, false, false};
  if (lead < 0xC2 || lead > 0xF4) {
    return invalid;
  }
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size()) {
      return {lead, 1, false, true};
    }
    // The second byte tells what the others cannot.
    const char32_t lowest = i > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const char32_t highest = i > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(i) < lowest || byte(i) > highest) {
      return invalid;
    }
    code = code << 6U | (byte(i) & 0x3FU);
  }
  return {code, size, true, false};
}

// Returns as many bytes of the text as fit into `most` without cutting a character in two.
inline std::string_view utf8Prefix(std::string_view text, std::size_t most) {
  std::size_t size = std::min(text.size(), most);
  while (size > 0 && size < text.size() && isUtf8Continuation(text[size])) {
    --size;
  }
  return text.substr(0, size);
}

}  // namespace prism

#endif  // PRISM_TEXT_HPP
