// An invitation into a room, as a client understands it: a direct invitation (XEP-0249).
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

// How Spectrum makes JIDs of names.
struct JidStyle {
  std::string_view transport;  // the domain
  bool unescaped = false;      // '@' becomes '%' (disable_jid_escaping); else XEP-0106
};

// The JID of a contact or a room.
std::string jidOf(std::string_view name, const JidStyle& style);

struct Invitation {
  std::string_view user;
  std::string_view from;
  std::string_view room;  // its JID
  std::string_view reason;
  std::string_view password;
  std::string_view text;  // for clients that do not know of invitations
};

// The stanza. All strings must be fit for XML.
std::string invitationStanza(const Invitation& invitation);

}  // namespace prism::host
