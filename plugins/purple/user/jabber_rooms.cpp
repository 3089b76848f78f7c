// SPDX-License-Identifier: MIT
#include "user/jabber_rooms.h"

#include "core/libjabber.h"
#include "core/limits.h"
#include "core/xml_tree.h"
#include "text/shortened.h"
#include "user/user.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace purple {
namespace {

// The protocol's own function.
const char* (*protocol_normalize)(const PurpleAccount*, const char*) = nullptr;

std::string_view resourceOf(std::string_view jid) {
  const std::size_t slash = jid.find('/');
  return slash == std::string_view::npos ? std::string_view() : jid.substr(slash + 1);
}

// Returns true if a presence of a room has a status code (XEP-0045): 110 for the user's own, 303 for a new nickname.
bool hasStatus(const xmlnode* presence, std::string_view code) {
  bool found = false;
  visitTree(presence, [&](const xmlnode* node, std::size_t) {
    found = isElement(node, "status") && attribute(node, "code") == code;
    return !found;
  });
  return found;
}

// Conditions of stanza errors (RFC 6120 section 8.3.3), as rooms use them (XEP-0045 section 7.2).
Refusal refusalIn(const xmlnode* presence) {
  struct Condition {
    const char* name;
    prism::JoinError error;
    const char* text;
  };
  static constexpr Condition kConditions[] = {
      {"conflict", prism::JoinError::NicknameInUse, "The nickname is in use."},
      {"not-authorized", prism::JoinError::Password, "The room has a password."},
      {"forbidden", prism::JoinError::Banned, "You are banned from the room."},
      {"registration-required", prism::JoinError::NotAuthorized, "The room is for members only."},
      {"not-allowed", prism::JoinError::NotAuthorized, "You may not create this room."},
      {"not-acceptable", prism::JoinError::NicknameInUse, "The room has another nickname for you."},
      {"service-unavailable", prism::JoinError::RoomFull, "The room is full."},
      {"item-not-found", prism::JoinError::RoomNotFound, "There is no such room."},
      {"remote-server-not-found", prism::JoinError::RoomNotFound, "The server of the room is not found."},
      {"remote-server-timeout", prism::JoinError::RoomNotFound, "The server of the room does not answer."}};
  Refusal refusal{prism::JoinError::NotAuthorized, "The network has not let you in."};
  const xmlnode* const error = xmlnode_get_child(presence, "error");
  for (const Condition& condition : kConditions) {
    if (error && xmlnode_get_child(error, condition.name)) {
      refusal = {condition.error, condition.text};
      break;
    }
  }
  if (const xmlnode* const text = error ? xmlnode_get_child(error, "text") : nullptr) {
    if (std::string words = takeString(xmlnode_get_data(const_cast<xmlnode*>(text))); !words.empty()) {
      refusal.text = shortened(words, kMostOfLine);
    }
  }
  return refusal;
}

std::string protocolName(const PurpleAccount* account, std::string_view name) {
  const std::string text(name);
  return protocol_normalize ? std::string(textOf(protocol_normalize(account, text.c_str()))) : text;
}

}  // namespace

void JabberRooms::replaceNormalize(PurplePlugin* protocol) {
  auto* const info = PURPLE_PLUGIN_PROTOCOL_INFO(protocol);
  protocol_normalize = info->normalize;
  info->normalize = &JabberRooms::normalize;
}

// As libpurple expects, the result is valid until the next call.
const char* JabberRooms::normalize(const PurpleAccount* account, const char* name) {
  static std::string result;
  if (!name) {
    return nullptr;
  }
  User* const user = userOf(account);
  result = user ? user->jabberRooms().normalized(name) : protocolName(account, name);
  return result.empty() ? name : result.c_str();
}

// Returns an empty string if it is no JID.
std::string JabberRooms::bareOf(std::string_view jid) const {
  return protocolName(owner_.account, jid.substr(0, jid.find('/')));
}

std::string JabberRooms::normalized(std::string_view name) const {
  std::string bare = bareOf(name);
  const std::string_view resource = resourceOf(name);
  if (!bare.empty() && !resource.empty() && rooms_.count(bare) > 0) {
    bare.append("/").append(resource);
  }
  return bare;
}

std::string JabberRooms::onSent(xmlnode* packet) {
  const std::string_view to = attribute(packet, "to");
  if (!isElement(packet, "presence") || resourceOf(to).empty()) {
    return {};
  }
  std::string bare = bareOf(to);
  const std::string_view type = attribute(packet, "type");
  const auto room = rooms_.find(bare);
  if (type == "unavailable" && room != rooms_.end()) {
    room->second.leaving = true;
    return bare;
  }
  if (type.empty() && xmlnode_get_child_with_namespace(packet, "x", "http://jabber.org/protocol/muc")) {
    if (room == rooms_.end()) {
      closeConversations(bare);
    }
    Room joined{std::string(to.substr(0, to.find('/'))), std::string(resourceOf(to)), false};
    rooms_.insert_or_assign(std::move(bare), std::move(joined));
  }
  return {};
}

JabberRooms::Verdict JabberRooms::onReceived(const xmlnode* packet) {
  endStanza();
  const std::string_view from = attribute(packet, "from");
  const auto place = rooms_.empty() ? rooms_.end() : rooms_.find(bareOf(from));
  const std::string_view type = attribute(packet, "type");
  const bool is_room_message = isElement(packet, "message") && type == "groupchat";
  if (place == rooms_.end()) {
    return {is_room_message, false};
  }
  Room& room = place->second;
  current_ = place->first;
  if (!isElement(packet, "presence")) {
    return {isElement(packet, "message") && (room.leaving || (is_room_message && !chatOf(room))), false};
  }
  const std::string_view resource = resourceOf(from);
  const bool own = resource.empty() || resource == room.nickname || hasStatus(packet, "110");
  if (own && type.empty() && !resource.empty()) {
    room.nickname = std::string(resource);  // the room may have chosen it
  }
  const bool ended = own && (type == "error" || (type == "unavailable" && !hasStatus(packet, "303")));
  // The confirmation of a /part, after which libpurple still has the room.
  const bool awaited = ended && chatOf(room);
  const bool unwanted = room.leaving && !awaited;
  room.leaving = room.leaving && !ended;
  return {unwanted, ended, own && type == "error" ? std::optional(refusalIn(packet)) : std::nullopt};
}

void JabberRooms::onConnectionLost() {
  for (auto& [bare, room] : rooms_) {
    room.leaving = false;
  }
}

bool JabberRooms::isLeaving(const std::string& room) const {
  const auto place = rooms_.find(room);
  return place != rooms_.end() && place->second.leaving;
}

void JabberRooms::stopWaiting(const std::string& room) {
  if (const auto place = rooms_.find(room); place != rooms_.end()) {
    place->second.leaving = false;
  }
}

void* JabberRooms::chatOf(const Room& room) const {
  PurpleConnection* const connection = owner_.connection();
  const std::size_t at = room.sent.find('@');
  if (!connection || !connection->proto_data || !libjabber().chat_find || at == std::string::npos) {
    return nullptr;
  }
  return libjabber().chat_find(connection->proto_data, room.sent.substr(0, at).c_str(),
                               room.sent.substr(at + 1).c_str());
}

void JabberRooms::forget(const std::string& room) {
  const auto place = rooms_.find(room);
  void* const chat = place == rooms_.end() ? nullptr : chatOf(place->second);
  if (!chat || !libjabber().chat_part || !libjabber().chat_destroy) {
    return;
  }
  if (!place->second.leaving) {
    libjabber().chat_part(chat, nullptr);
  }
  libjabber().chat_destroy(chat);
}

// Closes the conversations whose name is about to change.
void JabberRooms::closeConversations(const std::string& bare) const {
  std::vector<PurpleConversation*> its;
  for (GList* each = purple_get_ims(); each; each = each->next) {
    auto* const conversation = static_cast<PurpleConversation*>(each->data);
    if (purple_conversation_get_account(conversation) == owner_.account &&
        owner_.normalized(textOf(purple_conversation_get_name(conversation))) == bare) {
      its.push_back(conversation);
    }
  }
  for (PurpleConversation* conversation : its) {
    purple_conversation_destroy(conversation);
  }
}

}  // namespace purple
