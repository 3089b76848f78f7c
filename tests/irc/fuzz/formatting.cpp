// Text both ways: what comes out is well-formed, and pieces are no longer than they may be.
#include "protocol/formatting.h"
#include "protocol/charset.h"
#include "protocol/split.h"

#include <expat.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

bool isWellFormed(const std::string& fragment) {
  const std::string document = "<x>" + fragment + "</x>";
  XML_Parser parser = XML_ParserCreate("UTF-8");
  const bool good = XML_Parse(parser, document.data(), static_cast<int>(document.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return good;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string text = irc::toUtf8(bytes, "");
  const irc::FormattedText formatted = irc::fromCodes(text);
  if (!isWellFormed(formatted.xhtml) || !irc::isUtf8(formatted.plain) || irc::stripCodes(text) != formatted.plain) {
    std::abort();
  }
  const std::size_t most = 16 + data[0];
  for (const std::string& piece : irc::splitText(text, most)) {
    if (piece.empty() || piece.size() > most || !irc::isUtf8(piece)) {
      std::abort();
    }
  }
  if (!irc::isUtf8(irc::toCodes(text))) {
    std::abort();
  }
  return 0;
}
