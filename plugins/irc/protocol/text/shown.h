// SPDX-License-Identifier: MIT
#pragma once

namespace irc {

// Whether a character can be in a text that is shown: tabs and line feeds, no other control characters, none that XML
// forbids.
constexpr bool isShown(char32_t code) {
  const bool control = (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code <= 0x9F);
  return !control && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace irc
