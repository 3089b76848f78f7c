// SPDX-License-Identifier: MIT
// Builds a direct invitation into a room (XEP-0249), the kind that clients understand.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

struct Invitation {
  std::string_view user;
  std::string_view room;
  std::string_view room_jid;
  std::string_view inviter;  // empty if there is no inviter
  std::string_view reason;
  std::string_view password;
};

// Returns the name that can be the sender of the stanza: the inviter's or else the room's, whichever is a JID. If
// neither is, Spectrum would send the stanza from the gateway itself.
std::optional<std::string_view> invitationSender(const Invitation& invitation);

// Returns the invitation as the text of an ordinary message, with the room as an XMPP URI (RFC 5122).
std::string invitationText(const Invitation& invitation);

// Returns the stanza of an invitation that has a sender. The reason is cut so that the stanza has at most `max_size`
// bytes. Returns an empty string if the stanza is too large even without a reason. All strings must be valid in XML
// (see xml_text.h).
std::string invitationStanza(const Invitation& invitation, std::size_t max_size);

}  // namespace prism::host
