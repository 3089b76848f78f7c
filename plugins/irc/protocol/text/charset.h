// SPDX-License-Identifier: MIT
// IRC has no encoding: today's clients send UTF-8, some still something else. iconv(3) does the work.
#pragma once

#include <string>
#include <string_view>

namespace irc {

bool isUtf8(std::string_view bytes);

// Whether iconv knows a character set, and it is one in which ASCII stays ASCII for bytes below 0x80.
bool isCharset(const std::string& name);

// The bytes as UTF-8: as they are if that is what they are, else read as `fallback` (a character set such as
// "ISO-8859-15"; empty: ISO-8859-1 with Windows' characters, CP1252). What cannot be read becomes U+FFFD.
std::string toUtf8(std::string_view bytes, const std::string& fallback);

// The text in another character set; what that has not becomes '?'. As it is, if `charset` is empty or UTF-8.
std::string fromUtf8(std::string_view text, const std::string& charset);

}  // namespace irc
