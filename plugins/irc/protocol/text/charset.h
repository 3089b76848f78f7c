// SPDX-License-Identifier: MIT
// Character sets: IRC has no encoding of its own. Most clients send UTF-8, some another one. iconv(3) converts.
#pragma once

#include <string>
#include <string_view>

namespace irc {

bool isUtf8(std::string_view bytes);

// Returns true if iconv knows a character set, and its bytes below 0x80 are ASCII.
bool isUsableCharset(const std::string& name);

// Converts bytes to UTF-8, unless they are. `fallback` is their character set, such as "ISO-8859-15"; empty means
// CP1252 (ISO-8859-1 with the characters of Windows). Invalid bytes become U+FFFD.
std::string toUtf8(std::string_view bytes, const std::string& fallback);

// Converts UTF-8 to a character set. Characters that it lacks become '?'. Returns the text unchanged if `charset` is
// empty or UTF-8.
std::string fromUtf8(std::string_view text, const std::string& charset);

}  // namespace irc
