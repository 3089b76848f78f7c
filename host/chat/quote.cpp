// SPDX-License-Identifier: MIT
#include "host/chat/quote.h"

#include <prism/text.hpp>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::size_t kMostLines = 5;
constexpr std::size_t kMostBytes = 400;
constexpr std::string_view kMark = "> ";
constexpr std::string_view kMore = " [...]";

// Takes the first line off a text that is not empty. A line ends with \n, \r or both.
std::string_view takeLine(std::string_view* text) {
  const std::size_t end = text->find_first_of("\r\n");
  const std::string_view line = text->substr(0, end);
  if (end == std::string_view::npos) {
    *text = {};
  } else {
    text->remove_prefix(end + (text->substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return line;
}

}  // namespace

std::string quoteOf(std::string_view text, bool is_cut) {
  text = trim(text);
  is_cut = is_cut || text.size() > kMostBytes;
  text = utf8Prefix(text, kMostBytes);
  std::string quote;
  for (std::size_t lines = 0; !text.empty() && lines < kMostLines; ++lines) {
    quote += kMark;
    quote += takeLine(&text);
    quote += '\n';
  }
  if (!quote.empty() && (is_cut || !text.empty())) {
    quote.insert(quote.size() - 1, kMore);
  }
  return quote;
}

std::size_t codePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !isUtf8Continuation(byte); }));
}

std::optional<QuotedBody> splitQuote(std::string_view body) {
  QuotedBody result;
  std::string_view rest = body;
  while (rest.starts_with('>')) {
    std::string_view line = takeLine(&rest);
    line.remove_prefix(line.starts_with(kMark) ? kMark.size() : 1);
    if (!result.quoted.empty()) {
      result.quoted += '\n';
    }
    result.quoted += line;
  }
  result.text = trim(rest);
  if (trim(result.quoted).empty() || result.text.empty()) {
    return std::nullopt;
  }
  return result;
}

}  // namespace prism::host
