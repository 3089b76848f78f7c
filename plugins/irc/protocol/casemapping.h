// SPDX-License-Identifier: MIT
// Which names are the same: IRC servers compare nicknames and channels without case, by one of three rules
// (ISUPPORT's CASEMAPPING).
#pragma once

#include <string>
#include <string_view>

namespace irc {

enum class Casemapping : unsigned char {
  Rfc1459,        // {}|^ are the lower case of []\~
  Rfc1459Strict,  // {}| are the lower case of []\, but ^ and ~ are two characters
  Ascii,
};

// From the value of CASEMAPPING; a rule that is unknown (rfc7613, precis) is taken as Ascii, which is right for what these
// have in common.
Casemapping casemappingOf(std::string_view name);

std::string foldCase(std::string_view name, Casemapping casemapping);
bool equalFolded(std::string_view a, std::string_view b, Casemapping casemapping);

}  // namespace irc
