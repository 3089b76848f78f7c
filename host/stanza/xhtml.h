// SPDX-License-Identifier: MIT
// Reduces the mark-up of a message to what XHTML-IM allows (XEP-0071 section 6) and Spectrum handles. Other elements
// are removed, but their text is kept. Images are always removed: Spectrum cuts mark-up at each <img> (oob_split), or
// replaces the whole message by the image's address (oob_replace_body).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct XhtmlImage {
  std::string url;  // its scheme is http or https
  std::string description;
};

struct Xhtml {
  std::string markup;  // a fragment: text and complete elements
  std::vector<XhtmlImage> images;
};

// Reads a fragment into *ret_xhtml: text and complete elements, or a whole <html> or <body>. Returns the reason if it
// is not valid.
std::optional<std::string> readXhtml(std::string_view fragment, Xhtml* ret_xhtml);

}  // namespace prism::host
