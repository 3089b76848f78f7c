// SPDX-License-Identifier: MIT
// Builds the presence by which clients learn that they were kicked out of a room, or banned from it (XEP-0045 sections
// 8.2 and 9.1). Spectrum passes it on as it is (RAW_XML).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// All strings must be valid in XML (xml_text.h), and `from` and `to` must be JIDs.
struct DepartureStanza {
  std::string_view from;          // the room and the user's own nickname
  std::string_view to;            // the user's bare JID
  bool banned = false;            // false: kicked
  std::uint32_t affiliation = 0;  // PRISM_AFFILIATION_...; 0: none. That of a banned user is outcast
  std::string_view actor = {};    // a nickname; empty: unknown
  std::string_view reason = {};
};

// Returns the name of an affiliation or a role in XMPP; an empty one if the number does not exist.
std::string_view affiliationName(std::uint32_t affiliation);
std::string_view roleName(std::uint32_t role);

// Appends the stanza to *out, of at most `max_size` bytes as Spectrum writes it. The reason is cut if it is too large.
// Returns false, with *out as it was, if the stanza is too large without one.
bool appendDepartureStanza(const DepartureStanza& departure, std::size_t max_size, std::string* out);

}  // namespace prism::host
