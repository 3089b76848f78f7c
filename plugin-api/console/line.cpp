// SPDX-License-Identifier: MIT
#include "console/line.h"

#include <prism/text.hpp>

#include <fmt/format.h>

#include <cstdint>

namespace prism::console {
namespace {

constexpr std::string_view kIndent = "\n    ";

bool isHarmless(char32_t code) {
  const bool control = code < 0x20 || (code >= 0x7f && code < 0xa0);
  const bool line_end = code == 0x2028 || code == 0x2029;
  const bool direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                         code == 0x200f || code == 0x061c;
  return !control && !line_end && !direction;
}

std::string safe(std::string_view text, std::string_view line_end) {
  std::string shown;
  while (!text.empty()) {
    const Utf8Character character = readUtf8(text);
    if (!character.valid) {
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
      const std::uint32_t code = character.code;
      shown += code < 0x100 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
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
    case Line::Kind::kError:
      return "\033[31m";
    case Line::Kind::kOutgoing:
    case Line::Kind::kAnswer:
      break;
  }
  return "";
}

}  // namespace

std::string coloured(const Line& line, bool colour) {
  const std::string_view start = colour ? colourOf(line.kind) : "";
  return start.empty() ? line.text : fmt::format("{}{}\033[0m", start, line.text);
}

std::string printableText(std::string_view text) { return safe(text, " "); }

std::string printableLines(std::string_view text) { return safe(text, kIndent); }

}  // namespace prism::console
