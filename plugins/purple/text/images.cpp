// SPDX-License-Identifier: MIT
#include "text/images.h"

#include <glib.h>

#include <algorithm>
#include <charconv>

namespace purple {
namespace {

bool isQuote(char c) { return c == '"' || c == '\''; }

// Returns the position of the '>' that ends a tag. A '>' in a quoted value does not end it.
std::size_t endOfTag(std::string_view html, std::size_t at) {
  char quote = '\0';
  for (; at < html.size() && (quote != '\0' || html[at] != '>'); ++at) {
    if (quote != '\0') {
      quote = html[at] == quote ? '\0' : quote;
    } else if (isQuote(html[at])) {
      quote = html[at];
    }
  }
  return at;
}

// Returns true if an attribute `id=`, in any case, begins at this position.
bool isId(std::string_view html, std::size_t at) {
  if (html.size() - at < 2 || g_ascii_tolower(html[at]) != 'i' || g_ascii_tolower(html[at + 1]) != 'd') {
    return false;
  }
  const std::size_t next = html.find_first_not_of(" \t\r\n", at + 2);
  return next != std::string_view::npos && html[next] == '=';
}

}  // namespace

std::size_t imageTagIn(std::string_view html, std::size_t from) {
  for (std::size_t at = from; (at = html.find('<', at)) != std::string_view::npos; ++at) {
    if (html.size() - at > 4 && g_ascii_strncasecmp(html.data() + at, "<img", 4) == 0) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::optional<int> imageIdOf(std::string_view tag) {
  constexpr std::string_view kId = " id=";
  const auto found = std::search(tag.begin(), tag.end(), kId.begin(), kId.end(),
                                 [](char a, char b) { return g_ascii_tolower(a) == b; });
  const std::size_t at = tag.find_first_not_of("\"'", static_cast<std::size_t>(found - tag.begin()) + kId.size());
  int id = 0;
  if (found == tag.end() || at == std::string_view::npos ||
      std::from_chars(tag.data() + at, tag.data() + tag.size(), id).ec != std::errc()) {
    return std::nullopt;
  }
  return id;
}

std::string withoutImages(std::string_view xhtml) {
  std::string rest;
  for (std::size_t tag = 0; (tag = imageTagIn(xhtml)) != std::string_view::npos;) {
    rest += xhtml.substr(0, tag);
    xhtml.remove_prefix(std::min(endOfTag(xhtml, tag) + 1, xhtml.size()));
  }
  return rest.append(xhtml);
}

// Protocols parse tags differently, so each text in the tag that looks like an id is renamed, also within a value.
std::string withoutImageIds(std::string html) {
  for (std::size_t tag = 0; (tag = imageTagIn(html, tag)) != std::string::npos; ++tag) {
    const std::size_t end = endOfTag(html, tag);
    for (std::size_t at = tag + 5; at < end; ++at) {
      const char before = html[at - 1];
      if ((at == tag + 5 || g_ascii_isspace(before) || isQuote(before)) && isId(html, at)) {
        html.replace(at, 2, "no");
      }
    }
  }
  return html;
}

}  // namespace purple
