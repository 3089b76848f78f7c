// SPDX-License-Identifier: MIT
// A netsplit shows as many QUITs whose reason is the names of two servers.
#pragma once

#include <string_view>

namespace irc {

// Whether a QUIT's reason is "one.server.name other.server.name": exactly two host names with a dot in each and one space
// between them. "*.net *.split" is one as well.
bool isNetsplit(std::string_view reason);

}  // namespace irc
