// SPDX-License-Identifier: MIT
#include "host/chat/departure_stanza.h"

#include "host/chat/element_writer.h"
#include "host/stanza/stanza_size.h"
#include <prism/rooms.h>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::string_view kRoomUser = "http://jabber.org/protocol/muc#user";  // XEP-0045 section 7.5

// Returns the size of the stanza as Spectrum writes it.
std::size_t write(const DepartureStanza& departure, std::string_view reason, std::string* out) {
  ElementWriter xml(out);
  xml.open("presence").attribute("type", "unavailable").attribute("from", departure.from);
  xml.attribute("to", departure.to).open("x", kRoomUser);
  const std::uint32_t affiliation = departure.banned             ? PRISM_AFFILIATION_OUTCAST
                                    : departure.affiliation == 0 ? PRISM_AFFILIATION_NONE
                                                                 : departure.affiliation;
  xml.open("item").attribute("affiliation", affiliationName(affiliation)).attribute("role", "none");
  if (!departure.actor.empty()) {
    xml.open("actor").attribute("nick", departure.actor).close();
  }
  xml.textElement("reason", reason).close();
  xml.open("status").attribute("code", "110").close();
  xml.open("status").attribute("code", departure.banned ? "301" : "307").close();
  xml.close().close();
  return xml.size();
}

}  // namespace

std::string_view affiliationName(std::uint32_t affiliation) {
  switch (affiliation) {
    case PRISM_AFFILIATION_NONE:
      return "none";
    case PRISM_AFFILIATION_OUTCAST:
      return "outcast";
    case PRISM_AFFILIATION_MEMBER:
      return "member";
    case PRISM_AFFILIATION_ADMIN:
      return "admin";
    case PRISM_AFFILIATION_OWNER:
      return "owner";
    default:
      return {};
  }
}

std::string_view roleName(std::uint32_t role) {
  switch (role) {
    case PRISM_ROLE_VISITOR:
      return "visitor";
    case PRISM_ROLE_PARTICIPANT:
      return "participant";
    case PRISM_ROLE_MODERATOR:
      return "moderator";
    default:
      return {};
  }
}

bool appendDepartureStanza(const DepartureStanza& departure, std::size_t max_size, std::string* out) {
  const std::size_t start = out->size();
  std::size_t size = write(departure, departure.reason, out);
  if (size > max_size && !departure.reason.empty()) {
    std::string reason(departure.reason);
    const std::size_t around = size - escapedSize(reason);
    cutToFit(max_size - std::min(around, max_size), &reason);
    out->resize(start);
    size = write(departure, reason, out);
  }
  if (size > max_size) {
    out->resize(start);
  }
  return size <= max_size;
}

}  // namespace prism::host
