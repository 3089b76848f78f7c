// SPDX-License-Identifier: MIT
#include "console/wording.h"

#include "console/line.h"

#include <fmt/format.h>

#include <cctype>
#include <string_view>

namespace prism::console {
namespace {

// Turns `20260102T030405` into `2026-01-02 03:04:05 UTC`. Returns other texts unchanged, but made safe.
std::string readableTime(const std::string& stamp) {
  constexpr std::string_view kPattern = "00000000T000000";
  bool regular = stamp.size() == kPattern.size();
  for (std::size_t i = 0; regular && i < stamp.size(); ++i) {
    regular = kPattern[i] == 'T' ? stamp[i] == 'T' : std::isdigit(static_cast<unsigned char>(stamp[i])) != 0;
  }
  if (!regular) {
    return printableText(stamp);
  }
  const std::string_view s = stamp;
  return fmt::format("{}-{}-{} {}:{}:{} UTC", s.substr(0, 4), s.substr(4, 2), s.substr(6, 2), s.substr(9, 2),
                     s.substr(11, 2), s.substr(13, 2));
}

}  // namespace

std::string describeReason(int error) {
  switch (error) {
    case pbnetwork::CONNECTION_ERROR_NETWORK_ERROR:
      return "network error, Spectrum would try again";
    case pbnetwork::CONNECTION_ERROR_INVALID_USERNAME:
      return "invalid user name";
    case pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED:
      return "authentication failed";
    case pbnetwork::CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE:
      return "authentication impossible";
    case pbnetwork::CONNECTION_ERROR_NO_SSL_SUPPORT:
      return "no TLS support";
    case pbnetwork::CONNECTION_ERROR_ENCRYPTION_ERROR:
      return "encryption error";
    case pbnetwork::CONNECTION_ERROR_NAME_IN_USE:
      return "name in use";
    case pbnetwork::CONNECTION_ERROR_INVALID_SETTINGS:
      return "invalid settings";
    case pbnetwork::CONNECTION_ERROR_OTHER_ERROR:
      return "other error, Spectrum would try again";
    default:
      break;
  }
  const bool certificate =
      error >= pbnetwork::CONNECTION_ERROR_CERT_NOT_PROVIDED && error <= pbnetwork::CONNECTION_ERROR_CERT_OTHER_ERROR;
  return certificate ? "a problem with the certificate" : fmt::format("error {}, which is not defined", error);
}

std::string describe(const pbnetwork::ConversationMessage& message) {
  std::string buddy = printableText(message.buddyname());
  if (!message.nickname().empty()) {
    buddy += "/" + printableText(message.nickname());
  }
  std::string text;
  if (!message.timestamp().empty()) {
    text += fmt::format("[{}] ", readableTime(message.timestamp()));
  }
  text += message.carbon() ? fmt::format("you → {}: ", buddy) : fmt::format("{} → you: ", buddy);
  text += printableLines(message.message());
  if (message.carbon()) {
    text += " (from another client)";
  }
  if (message.pm()) {
    text += " (in private)";
  }
  if (message.headline()) {
    text += " (headline)";
  }
  for (const pbnetwork::Attachment& attachment : message.attachment()) {
    text += "\n    attachment " + printableText(attachment.url());
    if (!attachment.mimetype().empty()) {
      text += fmt::format(" ({})", printableText(attachment.mimetype()));
    }
    if (!attachment.description().empty()) {
      text += ": " + printableText(attachment.description());
    }
  }
  return text;
}

std::string describe(const pbnetwork::Participant& who) {
  const std::string name = printableText(who.nickname());
  const std::string room = printableText(who.room());
  if (who.flag() & pbnetwork::PARTICIPANT_FLAG_CONFLICT) {
    return fmt::format("the nickname {} is in use in {}", name, room);
  }
  if (who.flag() & pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED) {
    return fmt::format("{} may not enter {}", name, room);
  }
  if (who.flag() & pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND) {
    return fmt::format("there is no room {}", room);
  }
  if (!who.newname().empty()) {
    return fmt::format("{} is now {} in {}", name, printableText(who.newname()), room);
  }
  if (who.status() == pbnetwork::STATUS_NONE) {
    const char* how = who.flag() & pbnetwork::PARTICIPANT_FLAG_BANNED   ? "has been banned from"
                      : who.flag() & pbnetwork::PARTICIPANT_FLAG_KICKED ? "has been kicked out of"
                                                                        : "has left";
    return fmt::format("{} {} {}", name, how, room);
  }
  const char* role = who.flag() & pbnetwork::PARTICIPANT_FLAG_MODERATOR ? " as a moderator" : "";
  return fmt::format("{} is in {}{}", name, room, role);
}

std::string describe(const pbnetwork::VCard& card) {
  std::string text = fmt::format("the vCard of {}:", printableText(card.buddyname()));
  text += card.fullname().empty() ? " no name" : " " + printableText(card.fullname());
  if (!card.nickname().empty()) {
    text += fmt::format(" ({})", printableText(card.nickname()));
  }
  if (!card.photo().empty()) {
    text += fmt::format(", a photo of {} bytes", card.photo().size());
  }
  return text;
}

std::string describe(const pbnetwork::RoomList& list) {
  std::string text = fmt::format("{} {}", list.room_size(), list.room_size() == 1 ? "room" : "rooms");
  for (int i = 0; i < list.room_size(); ++i) {
    text += "\n    " + printableText(list.room(i));
    if (i < list.name_size() && list.name(i) != list.room(i)) {
      text += fmt::format(" ({})", printableText(list.name(i)));
    }
  }
  return text;
}

}  // namespace prism::console
