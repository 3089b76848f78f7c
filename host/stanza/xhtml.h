// SPDX-License-Identifier: MIT
// Mark-up of messages as Spectrum can bear it, and XHTML-IM allows it (XEP-0071 section 6): what else is in a fragment is
// taken out, its text stays. Images are taken out in any case: Spectrum cuts mark-up at each <img> (oob_split), or lets the
// picture's address stand for the whole message (oob_replace_body).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct XhtmlImage {
  std::string url;  // http or https
  std::string description;
};

struct Xhtml {
  std::string markup;  // a fragment: text and complete elements
  std::vector<XhtmlImage> images;
};

// Reads a fragment into *ret_xhtml: text and complete elements, or a whole <html> or <body>. Returns why it is none.
std::optional<std::string> readXhtml(std::string_view fragment, Xhtml* ret_xhtml);

}  // namespace prism::host
