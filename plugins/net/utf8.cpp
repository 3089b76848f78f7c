// SPDX-License-Identifier: MIT
#include "net/utf8.h"

#include <cstdint>

namespace net {
namespace {

std::uint32_t byteAt(std::string_view text, std::size_t index) { return static_cast<unsigned char>(text[index]); }

// How many bytes the character has that a byte begins; 0 if none can begin with it.
std::size_t sizeByLead(std::uint32_t lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2 || lead > 0xF4) {
    return 0;
  }
  return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

// The second byte decides what the others cannot: overlong forms, surrogates, what is beyond U+10FFFF.
bool isSecond(std::uint32_t lead, std::uint32_t second) {
  const std::uint32_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint32_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= lowest && second <= highest;
}

// Whether the bytes after the first, as many as there are up to `size`, are right.
bool continues(std::string_view text, std::size_t size) {
  for (std::size_t i = 1; i < size && i < text.size(); ++i) {
    const bool right = i == 1 ? isSecond(byteAt(text, 0), byteAt(text, 1)) : (byteAt(text, i) & 0xC0U) == 0x80;
    if (!right) {
      return false;
    }
  }
  return true;
}

}  // namespace

Utf8Character readUtf8(std::string_view text) {
  const std::uint32_t lead = byteAt(text, 0);
  const std::size_t size = sizeByLead(lead);
  if (size == 1) {
    return {lead, 1, true};
  }
  if (size == 0 || text.size() < size || !continues(text, size)) {
    return {lead, 1, false};
  }
  std::uint32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    code = code << 6U | (byteAt(text, i) & 0x3FU);
  }
  return {code, size, true};
}

bool isCutUtf8(std::string_view bytes) {
  if (bytes.empty()) {
    return false;
  }
  const std::size_t size = sizeByLead(byteAt(bytes, 0));
  return bytes.size() < size && continues(bytes, size);
}

bool isShown(char32_t code) {
  const bool control = (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code <= 0x9F);
  return !control && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace net
