// SPDX-License-Identifier: MIT
// Formatting codes to XHTML and back: the output is well-formed, a round trip changes nothing, and pieces keep to
// their size limit.
#include "protocol/formatting/formatting.h"
#include "protocol/split.h"
#include "protocol/text/charset.h"
#include "tests/fuzz/require.h"

#include <expat.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using prism::fuzz::require;

bool isWellFormed(const std::string& fragment) {
  const std::string document = "<x>" + fragment + "</x>";
  XML_Parser parser = XML_ParserCreate("UTF-8");
  const bool good = XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return good;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string withoutSpace(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }), text.end());
  return text;
}

void checkText(const std::string& text) {
  const irc::FormattedText formatted = irc::fromCodes(text);
  require(isWellFormed(formatted.xhtml) && irc::isUtf8(formatted.plain) && irc::stripCodes(text) == formatted.plain,
          "codes become well-formed mark-up and their plain text");
  // A round trip does change line feeds at the ends, tabs, no-break spaces, and colours beyond the palette.
  if (formatted.xhtml.empty() || has(text, "\n") || has(text, "\t") || has(text, "\xC2\xA0") || has(text, "\x04") ||
      withoutSpace(formatted.plain).empty()) {
    return;
  }
  const irc::FormattedText again = irc::fromCodes(irc::toCodes(formatted.xhtml));
  require(again.plain == formatted.plain && again.xhtml == formatted.xhtml, "a round trip changes nothing");
}

void checkPieces(const std::string& text, std::size_t most) {
  std::string joined;
  for (const std::string& piece : irc::splitText(text, most)) {
    require(!irc::stripCodes(piece).empty() && piece.size() <= most && irc::isUtf8(piece),
            "a piece shows something, and keeps to its size");
    joined += irc::stripCodes(piece);
  }
  require(withoutSpace(joined) == withoutSpace(irc::stripCodes(text)), "the pieces are the whole");
}

void checkXhtml(const std::string& xhtml) {
  const std::string text = irc::toCodes(xhtml);
  require(irc::isUtf8(text) && !has(text, std::string_view("\0", 1)) && !has(text, "\r"),
          "mark-up becomes text without NUL and CR");
  require(text.empty() || !irc::stripCodes(text).empty(), "codes alone are no text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) {
    constexpr std::size_t kLongestCode = 15;  // two hexadecimal colours; pieces must have room for such a code
    const std::string text = irc::toUtf8({reinterpret_cast<const char*>(data + 1), size - 1}, "");
    checkText(text);
    checkPieces(text, kLongestCode + data[0]);
    checkXhtml(text);
  }
  return 0;
}
