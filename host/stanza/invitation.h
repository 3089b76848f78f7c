// SPDX-License-Identifier: MIT
// An invitation into a room, as a client understands it: a direct invitation (XEP-0249).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace prism::host {

struct Invitation {
  std::string_view user;
  std::string_view room;
  std::string_view room_jid;
  std::string_view inviter;  // empty: nobody in particular
  std::string_view reason;
  std::string_view password;
};

// The stanza, of at most `max_size` bytes, for which the reason is cut; empty if that is not enough. All strings must be
// fit for XML.
std::string invitationStanza(const Invitation& invitation, std::size_t max_size);

}  // namespace prism::host
