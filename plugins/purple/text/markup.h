// SPDX-License-Identifier: MIT
// Converts between libpurple's HTML and Spectrum's formats: plain text, and XHTML-IM (XEP-0071) if there is mark-up.
#pragma once

#include <string>
#include <string_view>

namespace purple {

struct Formatted {
  std::string text;
  std::string xhtml;  // empty if there is no mark-up
};

// Converts a message. A message over the limits becomes plain text, and is cut.
Formatted fromHtml(std::string_view html);
// Converts to plain text. A text over the limit is cut.
std::string plainText(std::string_view html);
// Escapes text for HTML and XML.
std::string escaped(std::string_view text);
// Converts a user's message to HTML. `xhtml` is the same text with mark-up, or empty.
std::string toHtml(std::string_view text, std::string_view xhtml);

}  // namespace purple
