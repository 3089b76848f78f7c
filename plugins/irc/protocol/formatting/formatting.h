// SPDX-License-Identifier: MIT
// The look of a text: the control codes of IRC (https://modern.ircdocs.horse/formatting) and XHTML-IM (XEP-0071).
#pragma once

#include <string>
#include <string_view>

namespace irc {

struct FormattedText {
  std::string plain;  // without any code
  std::string xhtml;  // a well-formed fragment; empty if nothing is formatted
};

// Reads a text with codes: bold, italic, underline, strike-through, monospace, colours (0 to 98, hexadecimal ones),
// reverse, reset. Other control characters are dropped.
FormattedText fromCodes(std::string_view text);

// The text without any code.
std::string stripCodes(std::string_view text);

// Writes a fragment of XHTML-IM as text with codes, <br/> and paragraphs as line feeds, links with their address where
// the text is another. Empty if the fragment is not well-formed, or shows nothing.
std::string toCodes(std::string_view xhtml);

}  // namespace irc
