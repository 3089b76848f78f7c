// SPDX-License-Identifier: MIT
// Builds the payloads that Spectrum 2 sends.
#pragma once

#include "proto/pbnetwork.pb.h"

#include <optional>
#include <string>

namespace prism::tests {

inline pbnetwork::Login loginOf(const std::string& user) {
  pbnetwork::Login login;
  login.set_user(user);
  login.set_legacyname("name");
  login.set_password("word");
  return login;
}

inline pbnetwork::Logout logoutOf(const std::string& user) {
  pbnetwork::Logout logout;
  logout.set_user(user);
  logout.set_legacyname("name");
  return logout;
}

inline pbnetwork::Status statusOf(const std::string& user, pbnetwork::StatusType status,
                                  const std::optional<std::string>& text = {}) {
  pbnetwork::Status message;
  message.set_username(user);
  message.set_status(status);
  if (text) {
    message.set_statusmessage(*text);
  }
  return message;
}

inline pbnetwork::ConversationMessage conversationMessage(const std::string& user, const std::string& buddy,
                                                          const std::string& text) {
  pbnetwork::ConversationMessage message;
  message.set_username(user);
  message.set_buddyname(buddy);
  message.set_message(text);
  return message;
}

inline pbnetwork::Buddy buddyOf(const std::string& user, const std::string& name, const std::string& alias = "",
                                const std::string& group = "") {
  pbnetwork::Buddy buddy;
  buddy.set_username(user);
  buddy.set_buddyname(name);
  buddy.set_status(pbnetwork::STATUS_NONE);
  if (!alias.empty()) {
    buddy.set_alias(alias);
  }
  if (!group.empty()) {
    buddy.add_group(group);
  }
  return buddy;
}

inline pbnetwork::Room roomOf(const std::string& user, const std::string& name, const std::string& nickname = "") {
  pbnetwork::Room room;
  room.set_username(user);
  room.set_nickname(nickname);
  room.set_room(name);
  return room;
}

inline pbnetwork::VCard vcardRequest(const std::string& user, const std::string& buddy, int id) {
  pbnetwork::VCard vcard;
  vcard.set_username(user);
  vcard.set_buddyname(buddy);
  vcard.set_id(id);
  return vcard;
}

}  // namespace prism::tests
