// SPDX-License-Identifier: MIT
// Netsplits: a server sends QUIT for each lost user. The reason is the names of the two servers that have lost each
// other.
#pragma once

#include <string_view>

namespace irc {

// Returns true if the reason of a QUIT is "one.server.name other.server.name": two host names with a dot in each, and
// one space between them. "*.net *.split" is one too.
bool isNetsplit(std::string_view reason);

}  // namespace irc
