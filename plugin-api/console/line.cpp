// SPDX-License-Identifier: MIT
#include "console/line.h"

#include <fmt/format.h>

#include <cstdint>

namespace prism::console {
namespace {

constexpr std::string_view kSetIn = "\n    ";

struct Character {
  std::uint32_t code;
  std::size_t size;  // in bytes; 0: these bytes are no UTF-8
};

std::size_t sizeByFirstByte(unsigned char byte) {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  if (byte >= 0xf0 && byte < 0xf5) return 4;
  return 0;
}

Character firstCharacter(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t size = sizeByFirstByte(first);
  if (size == 0 || size > text.size()) {
    return {0, 0};
  }
  std::uint32_t code = size == 1 ? first : first & (0x7fU >> size);
  for (const char c : text.substr(1, size - 1)) {
    if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
      return {0, 0};
    }
    code = code << 6 | (static_cast<unsigned char>(c) & 0x3fU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return overlong || surrogate || code > 0x10ffff ? Character{0, 0} : Character{code, size};
}

bool isHarmless(std::uint32_t code) {
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool line_end = code == 0x2028 || code == 0x2029;
  const bool direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                         code == 0x200f || code == 0x061c;
  return !control && !line_end && !direction;
}

std::string safe(std::string_view text, std::string_view line_end) {
  std::string shown;
  while (!text.empty()) {
    const Character character = firstCharacter(text);
    if (character.size == 0) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    if (character.code == '\n') {
      shown += line_end;
    } else if (character.code == '\t') {
      shown += ' ';
    } else if (isHarmless(character.code)) {
      shown += text.substr(0, character.size);
    } else {
      shown +=
          character.code < 0x100 ? fmt::format("\\x{:02x}", character.code) : fmt::format("\\u{:04x}", character.code);
    }
    text.remove_prefix(character.size);
  }
  return shown;
}

const char* colourOf(Line::Kind kind) {
  switch (kind) {
    case Line::Kind::kEvent:
      return "\033[36m";
    case Line::Kind::kIncoming:
      return "\033[1m";
    case Line::Kind::kReceipt:
      return "\033[32m";
    case Line::Kind::kTrouble:
      return "\033[31m";
    case Line::Kind::kOutgoing:
    case Line::Kind::kAnswer:
      break;
  }
  return "";
}

}  // namespace

std::string painted(const Line& line, bool colour) {
  const std::string_view start = colour ? colourOf(line.kind) : "";
  return start.empty() ? line.text : fmt::format("{}{}\033[0m", start, line.text);
}

std::string safeText(std::string_view text) { return safe(text, " "); }

std::string safeLines(std::string_view text) { return safe(text, kSetIn); }

}  // namespace prism::console
