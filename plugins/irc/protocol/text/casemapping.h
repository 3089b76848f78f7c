// SPDX-License-Identifier: MIT
// Comparison of names: IRC servers compare nicknames and channels without case, by one of three rules (ISUPPORT's
// CASEMAPPING).
#pragma once

#include <string>
#include <string_view>

namespace irc {

enum class Casemapping : unsigned char {
  kRfc1459,        // {}|^ are the lower case of []\~
  kRfc1459Strict,  // {}| are the lower case of []\, but ^ and ~ are two characters
  kAscii,
};

// Parses the value of CASEMAPPING. An unknown rule (rfc7613, precis) is treated as kAscii, which these rules include.
Casemapping casemappingOf(std::string_view name);

std::string foldCase(std::string_view name, Casemapping casemapping);
bool equalFolded(std::string_view a, std::string_view b, Casemapping casemapping);

}  // namespace irc
