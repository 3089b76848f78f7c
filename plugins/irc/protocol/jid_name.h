// SPDX-License-Identifier: MIT
// Names of IRC that can be a JID's node and resource. What XMPP's profiles of stringprep (RFC 6122) prohibit or change
// is written as =XX, a byte in hexadecimal; a '=' that could be taken for one is written so too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// A node or resource has 1,023 bytes; the rest is for '%' and the name of a network, which has 253.
inline constexpr std::size_t kMostJidName = 768;

// The name for XMPP: the same for the same name every time. A name of usual characters stays as it is. One that would
// have more than kMostJidName bytes is cut, and ends with "=~" and a hash of the whole.
std::string jidName(std::string_view name);

// Undoes jidName(), unless the name was cut.
std::string ircName(std::string_view jid_name);

// Whether jidName() has cut the name.
bool isCutName(std::string_view jid_name);

}  // namespace irc
