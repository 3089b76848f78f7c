// SPDX-License-Identifier: MIT
// Checks whether a name of the network is valid in the JID that Spectrum makes of it. A contact or a room is the local
// part (the node, RFC 6122), a participant's nickname is the resource. For an invalid name, Spectrum writes a stanza
// that seems to come from the gateway itself. The check prepares names as Swiften does: with libidn's stringprep
// profiles, and at most 1,023 bytes for each part (RFC 6122 section 2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

// How Spectrum turns names into JIDs.
struct JidStyle {
  std::string transport;   // the domain
  bool unescaped = false;  // true: '@' becomes '%' (disable_jid_escaping); false: XEP-0106
};

// Returns the JID of a contact or a room.
std::string jidOf(std::string_view name, const JidStyle& style);

// An upper bound of the size of jidOf() in bytes.
std::size_t jidSize(std::string_view name, const JidStyle& style);

// An upper bound of the size in bytes of a part of a JID after Swiften has prepared it. Stringprep can make a character
// eleven times as long.
std::size_t preparedSize(std::string_view text);

// Returns true for short printable ASCII, which is valid as any part of a JID in the style of XEP-0106. Most names pass
// this check, which takes a few instructions.
bool isUsualName(std::string_view name);

// Returns false if XMPP certainly compares the name byte for byte: it is ASCII without upper case.
bool mayFold(std::string_view name);

// Returns true if `name` is valid for a contact or a room.
bool canBeNode(std::string_view name, const JidStyle& style);

// Returns true if `nickname` is valid for a participant.
bool canBeResource(std::string_view nickname);

// Returns true if `text` is a complete JID.
bool isJid(std::string_view text);

// Returns the name as XMPP compares it. Clients show two names with the same folded node as one contact.
std::string normalizedNode(std::string_view name);

// Returns the JID without its resource.
std::string_view bareJid(std::string_view jid);

}  // namespace prism::host
