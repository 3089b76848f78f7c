// SPDX-License-Identifier: MIT
// Between libpurple's HTML and what Spectrum has: plain text, and XHTML-IM (XEP-0071) where there is mark-up.
#pragma once

#include <string>
#include <string_view>

namespace purple {

struct Formatted {
  std::string text;
  std::string xhtml;  // empty if there is no mark-up
};

// Of a long message the beginning, without mark-up.
Formatted fromHtml(std::string_view html);
// The text alone; of a long one the beginning.
std::string plainText(std::string_view html);
// Text as it stands in HTML and XML.
std::string escaped(std::string_view text);
// What a user has written. `xhtml` is the same text with mark-up, or empty.
std::string toHtml(std::string_view text, std::string_view xhtml);

}  // namespace purple
