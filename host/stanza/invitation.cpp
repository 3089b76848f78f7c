// SPDX-License-Identifier: MIT
#include "host/stanza/invitation.h"

#include "host/base/xml_text.h"
#include "host/stanza/jid.h"
#include "host/stanza/stanza_size.h"

#include <Poco/URI.h>
#include <fmt/format.h>

namespace prism::host {
namespace {

std::string escaped(std::string_view text) {
  std::string escaped;
  appendEscaped(text, XmlPlace::kAttribute, &escaped);
  return escaped;
}

std::string textWith(const Invitation& invitation, std::string_view reason) {
  return fmt::format(
      "{} to {}{}{}",
      invitation.inviter.empty() ? "You are invited" : fmt::format("{} has invited you", invitation.inviter),
      invitation.room, reason.empty() ? "" : ": ", reason);
}

// The reason appears twice: in the body, for clients that do not know XEP-0249, and in its element.
std::string stanzaWith(const Invitation& invitation, std::string_view reason) {
  std::string stanza = fmt::format("<message xmlns='jabber:client' from='{}' to='{}'><body>",
                                   escaped(*invitationSender(invitation)), escaped(invitation.user));
  appendEscaped(textWith(invitation, reason), XmlPlace::kText, &stanza);
  stanza += fmt::format("</body><x xmlns='jabber:x:conference' jid='{}'", escaped(invitation.room_jid));
  if (!reason.empty()) {
    stanza += fmt::format(" reason='{}'", escaped(reason));
  }
  if (!invitation.password.empty()) {
    stanza += fmt::format(" password='{}'", escaped(invitation.password));
  }
  return stanza + "/></message>";
}

}  // namespace

std::optional<std::string_view> invitationSender(const Invitation& invitation) {
  for (const std::string_view name : {invitation.inviter, invitation.room}) {
    if (!name.empty() && isJid(name)) {
      return name;
    }
  }
  return std::nullopt;
}

std::string invitationText(const Invitation& invitation) {
  std::string address;
  Poco::URI::encode(std::string(invitation.room_jid), "#?/:;=&", address);
  return fmt::format("{}\nxmpp:{}?join{}{}", textWith(invitation, {}), address, invitation.reason.empty() ? "" : "\n",
                     invitation.reason);
}

std::string invitationStanza(const Invitation& invitation, std::size_t max_size) {
  constexpr std::size_t kAroundReason = 32;
  const std::size_t bare = stanzaWith(invitation, {}).size();
  if (bare + kAroundReason > max_size) {
    return {};
  }
  std::string reason(invitation.reason);
  cutToFit((max_size - bare - kAroundReason) / 2, &reason);
  return stanzaWith(invitation, reason);
}

}  // namespace prism::host
