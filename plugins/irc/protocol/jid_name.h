// SPDX-License-Identifier: MIT
// Names of IRC as the node or resource of a JID. Characters that XMPP's profiles of stringprep (RFC 6122) prohibit or
// change are escaped: =XX for each byte, in hexadecimal. '=' before two such digits is escaped too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace irc {

// A node or resource has at most 1,023 bytes, '%' and the name of a network (at most 253) included.
inline constexpr std::size_t kMostJidName = 768;

// Escapes a name for XMPP. Most names stay as they are. A result of more than kMostJidName bytes is cut, and ends with
// "=~" and a hash of the whole name. The result depends on the name alone.
std::string jidName(std::string_view name);

// Unescapes a name of jidName(). A cut name cannot be restored.
std::string ircName(std::string_view jid_name);

// Returns true if jidName() has cut the name.
bool isCutName(std::string_view jid_name);

}  // namespace irc
