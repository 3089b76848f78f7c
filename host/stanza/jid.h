// SPDX-License-Identifier: MIT
// Whether names of the network can stand in the JIDs that Spectrum makes of them: a contact or a room is the local part
// (RFC 6122 calls it the node), a participant's nickname the resource. A name that cannot makes Spectrum write a stanza
// that seems to come from the gateway itself. Prepared as Swiften does it: with libidn's profiles of stringprep, into
// 1,023 bytes for each part (RFC 6122 section 2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

// How Spectrum makes JIDs of names.
struct JidStyle {
  std::string transport;   // the domain
  bool unescaped = false;  // '@' becomes '%' (disable_jid_escaping); else XEP-0106
};

// The JID of a contact or a room.
std::string jidOf(std::string_view name, const JidStyle& style);

// Its size in bytes, at most.
std::size_t jidSize(std::string_view name, const JidStyle& style);

// Bytes, at most, of a part of a JID once Swiften has prepared it: stringprep can make a character eleven times as long.
std::size_t preparedSize(std::string_view text);

// True for short printable ASCII, which can be any part of a JID in the style of XEP-0106. Most names are of this kind, and
// the check takes a few instructions.
bool isUsualName(std::string_view name);

// Whether `name` can be a contact's or a room's.
bool canBeNode(std::string_view name, const JidStyle& style);

// Whether `nickname` can be a participant's.
bool canBeResource(std::string_view nickname);

// Whether `text` is a JID as a whole.
bool isJid(std::string_view text);

// Two names with the same folded node are one to XMPP, which shows them as the same contact.
std::string foldedNode(std::string_view name);

// A JID without its resource.
std::string_view bareJid(std::string_view jid);

}  // namespace prism::host
