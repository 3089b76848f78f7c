// SPDX-License-Identifier: MIT
#include "host/base/quote.h"

#include "host/base/xml_text.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace prism::host {

std::string oneLine(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    return std::string(text);
  }
  std::string visible;
  visible.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7F) {
      visible += fmt::format("\\x{:02x}", byte);
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F are control characters too
      visible += fmt::format("\\x{:02x}", next);
      ++i;
    } else {
      visible += text[i];
    }
  }
  std::string line;
  assignXmlText(visible, &line);
  return line;
}

std::string inQuotes(std::string_view value, std::size_t most) {
  const std::string_view shown = utf8Prefix(value, most);
  const char* more = shown.size() < value.size() ? "..." : "";
  return fmt::format("'{}{}'", oneLine(shown), more);
}

}  // namespace prism::host
