// SPDX-License-Identifier: MIT
// The stanzas that Spectrum 2 makes of a frame, as observed, with Swiften's escaping. Each must be well-formed XML
// that an XMPP server accepts, and must have a sender.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace prism::fuzz {

// Returns the largest stanzas for a frame, or nothing if its type becomes no stanza.
std::vector<std::string> stanzasOf(int type, std::string_view payload);

// Requires that an XMPP server with this limit in bytes accepts the stanza, and does not take it for the gateway's
// own.
void requireHarmless(const std::string& stanza, std::size_t limit);

}  // namespace prism::fuzz
