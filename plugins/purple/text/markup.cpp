// SPDX-License-Identifier: MIT
#include "text/markup.h"

#include "core/libpurple.h"
#include "core/limits.h"
#include "text/images.h"
#include "text/shortened.h"

#include <algorithm>

namespace purple {
namespace {

// Returns true if there are tags other than line breaks.
bool hasMarkup(std::string_view xhtml) {
  constexpr std::string_view kBreak = "<br/>";
  for (std::size_t at = 0; (at = xhtml.find('<', at)) != std::string_view::npos; ++at) {
    if (xhtml.substr(at, kBreak.size()) != kBreak) {
      return true;
    }
  }
  return false;
}

// Removes a <body> element around the text.
std::string_view withoutBody(std::string_view xhtml) {
  constexpr std::string_view kBegin = "<body";
  constexpr std::string_view kEnd = "</body>";
  if (xhtml.substr(0, kBegin.size()) != kBegin || xhtml.size() < kEnd.size() ||
      xhtml.substr(xhtml.size() - kEnd.size()) != kEnd) {
    return xhtml;
  }
  const std::size_t begin = xhtml.find('>');
  return xhtml.substr(begin + 1, xhtml.size() - kEnd.size() - begin - 1);
}

// Returns true if an attribute has an ampersand: libpurple copies addresses into the plain text as they are.
bool hasAmpersandInTag(std::string_view html) {
  bool in_tag = false;
  for (const char c : html) {
    if (in_tag && c == '&') {
      return true;
    }
    in_tag = c == '<' || (in_tag && c != '>');
  }
  return false;
}

}  // namespace

Formatted fromHtml(std::string_view whole) {
  const auto tags = static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '<'));
  if (whole.size() > kMostMarkup || tags > kMostTags) {
    return {plainText(whole), {}};
  }
  const std::string html(whole);
  char* xhtml = nullptr;
  char* text = nullptr;
  purple_markup_html_to_xhtml(html.c_str(), &xhtml, &text);
  Formatted formatted{takeString(text), withoutImages(takeString(xhtml))};
  if (hasAmpersandInTag(html)) {
    formatted.text = plainText(html);
  }
  if (!hasMarkup(formatted.xhtml)) {
    formatted.xhtml.clear();
  }
  return formatted;
}

std::string plainText(std::string_view html) {
  const std::string_view beginning = beginningOfHtml(html, kMostText);
  std::string text = takeString(purple_markup_strip_html(std::string(beginning).c_str()));
  if (beginning.size() < html.size()) {
    text += "\n" + missing(html.size() - beginning.size());
  }
  return text;
}

std::string escaped(std::string_view text) {
  return takeString(g_markup_escape_text(std::string(text).c_str(), static_cast<gssize>(text.size())));
}

std::string toHtml(std::string_view text, std::string_view xhtml) {
  if (!xhtml.empty()) {
    return withoutImageIds(std::string(withoutBody(xhtml)));
  }
  std::string html = escaped(text);
  for (std::size_t at = 0; (at = html.find('\n', at)) != std::string::npos; at += 4) {
    html.replace(at, 1, "<br>");
  }
  return html;
}

}  // namespace purple
