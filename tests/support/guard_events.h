// SPDX-License-Identifier: MIT
// Events with their arguments in a row, for tests of the Guard.
#pragma once

#include "host/guard/guard.h"

#include <vector>

namespace prism::tests {

// The kind of a conversation that is in no room.
inline std::uint32_t kindWith(prism_str nickname) {
  return nickname.size > 0 ? PRISM_CONVERSATION_PRIVATE : PRISM_CONVERSATION_CONTACT;
}

inline prism_result disconnected(host::Guard& guard, prism_str user, std::uint32_t error, prism_str text) {
  const prism_disconnected event{sizeof event, error, user, text};
  return guard.disconnected(&event);
}

inline prism_result connected(host::Guard& guard, prism_str user) {
  const prism_connected event{sizeof event, 0, user};
  return guard.connected(&event);
}

inline prism_result buddyRemoved(host::Guard& guard, prism_str user, prism_str buddy) {
  const prism_buddy_removed event{sizeof event, 0, user, buddy};
  return guard.buddyRemoved(&event);
}

inline prism_result rosterComplete(host::Guard& guard, prism_str user) {
  const prism_roster_complete event{sizeof event, 0, user};
  return guard.rosterComplete(&event);
}

inline prism_result receipt(host::Guard& guard, prism_str user, prism_str buddy, prism_str nickname,
                            prism_request_id request, std::uint32_t state = PRISM_RECEIPT_ACCEPTED,
                            prism_str text = {}) {
  const prism_receipt event{sizeof event, kindWith(nickname), state, 0, request, user, buddy, nickname, {}, text, 0};
  return guard.receipt(&event);
}

inline prism_result typing(host::Guard& guard, prism_str user, prism_str buddy, prism_str nickname,
                           std::uint32_t state) {
  const prism_typing event{sizeof event, kindWith(nickname), state, 0, user, buddy, nickname};
  return guard.typing(&event);
}

inline prism_result attention(host::Guard& guard, prism_str user, prism_str buddy, prism_str nickname, prism_str text) {
  const prism_attention event{sizeof event, kindWith(nickname), 0, user, buddy, nickname, text};
  return guard.attention(&event);
}

inline prism_result authorizationRequested(host::Guard& guard, prism_str user, prism_str buddy) {
  const prism_authorization event{sizeof event, 0, user, buddy};
  return guard.authorizationRequested(&event);
}

inline prism_result joined(host::Guard& guard, prism_str user, prism_str room, prism_str nickname,
                           std::uint32_t flags = 0) {
  prism_participant event{};
  event.struct_size = sizeof event;
  event.flags = flags;
  event.status = PRISM_STATUS_ONLINE;
  event.user = user;
  event.room = room;
  event.nickname = nickname;
  return guard.joined(&event);
}

inline prism_result joinFailed(host::Guard& guard, prism_str user, prism_str room, std::uint32_t error,
                               prism_str text) {
  const prism_join_failed event{sizeof event, error, user, room, text};
  return guard.joinFailed(&event);
}

struct RoomEntry {
  prism_str name;
  prism_str title;
};

inline prism_result roomList(host::Guard& guard, prism_str user, const prism_room* const* rooms, std::uint64_t count) {
  const prism_room_list event{sizeof event, 0, user, rooms, count};
  return guard.roomList(&event);
}

inline prism_result roomList(host::Guard& guard, prism_str user, const std::vector<RoomEntry>& entries) {
  std::vector<prism_room> rooms;
  std::vector<const prism_room*> pointers;
  rooms.reserve(entries.size());
  for (const RoomEntry& entry : entries) {
    rooms.push_back({sizeof(prism_room), 0, entry.name, entry.title});
    pointers.push_back(&rooms.back());
  }
  return roomList(guard, user, pointers.data(), pointers.size());
}

}  // namespace prism::tests
