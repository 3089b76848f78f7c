// SPDX-License-Identifier: MIT
// The stanzas that Spectrum 2 makes of what it gets, as it was seen to write them, with Swiften's escapes. Whatever comes
// must be well-formed XML that an XMPP server takes, and come from somebody.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace prism::fuzz {

// The largest that may be written for one frame of this type; none for a type that becomes no stanza.
std::vector<std::string> stanzasOf(int type, std::string_view payload);

// That an XMPP server, which allows `limit` bytes, takes the stanza, and does not take it for one of the gateway's.
void requireHarmless(const std::string& stanza, std::size_t limit);

}  // namespace prism::fuzz
