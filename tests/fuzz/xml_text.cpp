// SPDX-License-Identifier: MIT
// Text that XML 1.0 allows: the fast check agrees with a simple one.
#include "host/base/xml_text.h"

#include "host/base/quote.h"
#include "tests/fuzz/require.h"

#include <optional>
#include <string>
#include <utility>

namespace {

using prism::fuzz::require;

// Decodes the first code point of `text`. Returns it and its length, or nothing if it isn't UTF-8 (RFC 3629).
std::optional<std::pair<std::uint32_t, std::size_t>> decode(std::string_view text) {
  constexpr struct {
    std::uint32_t mask, lead, smallest;
  } kForms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
  const auto first = static_cast<unsigned char>(text.front());
  for (std::size_t more = 0; more < 4; ++more) {
    if ((first & kForms[more].mask) != kForms[more].lead || text.size() <= more) {
      continue;
    }
    std::uint32_t code = first & ~kForms[more].mask;
    for (std::size_t i = 1; i <= more; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >> 6 != 2) {
        return std::nullopt;
      }
      code = code << 6 | (byte & 0x3FU);
    }
    if (code < kForms[more].smallest || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
      return std::nullopt;
    }
    return std::pair(code, more + 1);
  }
  return std::nullopt;
}

// https://www.w3.org/TR/xml/#NT-Char
bool isText(std::string_view text) {
  while (!text.empty()) {
    const auto character = decode(text);
    if (!character) {
      return false;
    }
    const std::uint32_t code = character->first;
    const bool allowed = code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
                         (code >= 0xE000 && code <= 0xFFFD) || code >= 0x10000;
    if (!allowed) {
      return false;
    }
    text.remove_prefix(character->second);
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool valid = isText(input);
  require(prism::host::isXmlText(input) == valid, "both readers agree");
  std::string mended;
  require(prism::host::assignXmlText(input, &mended) == valid, "what is text is not mended");
  require(!valid || mended == input, "what is text stays as it is");
  require(isText(mended), "what has been mended is text");

  const std::string line = prism::host::oneLine(input);
  require(isText(line) && line.find_first_of("\r\n\x1b") == std::string::npos, "a line of the log is one line of text");
  const std::string quoted = prism::host::inQuotes(input);
  require(isText(quoted) && quoted.size() < 1000, "what is quoted in the log is short");
  return 0;
}
