// SPDX-License-Identifier: MIT
#include "protocol/formatting/fallback.h"

#include <prism/text.hpp>

#include <algorithm>
#include <cstddef>

namespace irc {

namespace {

constexpr std::size_t kLongestQuote = 60;      // characters
constexpr std::size_t kLongestFallback = 300;  // bytes: a longer text is a person's

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Returns the text behind the '>' of a quoted line, or behind several.
std::string_view unquoted(std::string_view line) {
  return prism::trim(line.substr(std::min(line.find_first_not_of("> "), line.size())));
}

std::string cutToCharacters(std::string_view text, std::size_t most) {
  std::string_view rest = text;
  for (std::size_t i = 0; i < most && !rest.empty(); ++i) {
    rest.remove_prefix(prism::readUtf8(rest).size);
  }
  return std::string(text.substr(0, text.size() - rest.size())) + (rest.empty() ? "" : "\u2026");
}

}  // namespace

bool isEncryptionFallback(std::string_view text) {
  const bool names_method = has(text, "OMEMO") || has(text, "OpenPGP");
  const bool is_notice = text.substr(0, 1) == "[" || text.substr(0, 12) == "This message" || has(text, "your client");
  return text.size() <= kLongestFallback && has(text, "encrypted") && names_method && is_notice;
}

bool isRetractionFallback(std::string_view text) {
  return text.size() <= kLongestFallback && has(text, "retract") && has(text, "unsupported by your client");
}

std::string withShortQuote(std::string_view text) {
  std::string_view quote;
  std::string_view rest = text;
  while (!rest.empty() && rest.front() == '>') {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = unquoted(rest.substr(0, end));
    // Some clients name the author in the first line.
    if (!line.empty() && (quote.empty() || quote.back() == ':')) {
      quote = line;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::string_view answer = prism::trim(rest);
  if (quote.empty() || answer.empty()) {
    return std::string(text);
  }
  return '"' + cutToCharacters(quote, kLongestQuote) + "\" " + std::string(answer);
}

}  // namespace irc
