// SPDX-License-Identifier: MIT
#pragma once

namespace irc {

// Returns true if a displayed text may contain the character: no control characters but tab and line feed, and none
// that XML forbids.
constexpr bool isShown(char32_t code) {
  const bool control = (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code <= 0x9F);
  return !control && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace irc
