// SPDX-License-Identifier: MIT
// Converts formatted text: control codes of IRC (https://modern.ircdocs.horse/formatting) and XHTML-IM (XEP-0071).
#pragma once

#include <string>
#include <string_view>

namespace irc {

struct FormattedText {
  std::string plain;  // without codes
  std::string xhtml;  // a well-formed fragment; empty if nothing is formatted
};

// Converts text with codes: bold, italic, underline, strike-through, monospace, colours (0 to 98 and hexadecimal),
// reverse, reset. Other control characters are dropped.
FormattedText fromCodes(std::string_view text);

// Returns the text without codes.
std::string stripCodes(std::string_view text);

// Converts a fragment of XHTML-IM to text with codes. <br/> and paragraphs become line feeds. The address of a link
// follows its text, unless they are equal. Returns "" if the fragment is not well-formed, or has no visible text.
std::string toCodes(std::string_view xhtml);

}  // namespace irc
