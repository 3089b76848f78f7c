// SPDX-License-Identifier: MIT
// Quotes of the message that a reply answers, as clients write and hide them (XEP-0393 section 5.1.3, XEP-0461).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// A typed message that stands for an edit begins with this.
inline constexpr std::string_view kCorrection = "Correction: ";

// Returns the quote of a text: its lines with '> ' in front, each with a line break behind it. It has at most five
// lines and 400 bytes of the text, and ends in ' [...]' if that is not all. `is_cut`: the text is only the beginning of
// a longer one. Returns an empty string for a text without a character other than white space.
std::string quoteOf(std::string_view text, bool is_cut = false);

// Returns the number of Unicode code points of a UTF-8 text, in which XEP-0428 counts.
std::size_t codePoints(std::string_view text);

struct QuotedBody {
  std::string quoted;     // what is quoted, without the marks
  std::string_view text;  // what follows the quote
};

// Takes a body apart that begins with a quote and goes on with a text. Returns nullopt for any other body.
std::optional<QuotedBody> splitQuote(std::string_view body);

}  // namespace prism::host
