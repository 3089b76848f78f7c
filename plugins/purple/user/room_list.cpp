// SPDX-License-Identifier: MIT
#include "user/room_list.h"

#include "core/limits.h"
#include "text/shortened.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace purple {
namespace {

struct Found {
  std::string name;
  std::string title;
  int users;
};

// Returns the index of the number of users among a room's fields: the only visible number in all protocols.
std::optional<guint> numberOfUsersIn(PurpleRoomlist* list) {
  guint index = 0;
  for (GList* each = list->fields; each; each = each->next, ++index) {
    const auto* field = static_cast<const PurpleRoomlistField*>(each->data);
    if (field->type == PURPLE_ROOMLIST_FIELD_INT && field->hidden == FALSE) {
      return index;
    }
  }
  return std::nullopt;
}

}  // namespace

void RoomList::ask() {
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  if (protocol.roomlist_get_list) {
    asking_ = true;
    purple_roomlist_get_list(owner_.connection());
    asking_ = false;
  }
}

// Cancels the list at the limit. libpurple walks through the whole list to append a room, so its time grows with the
// square of the length.
void RoomList::added(PurpleRoomlist* list) {
  if (++count_ < kMostRooms || ending_) {
    return;
  }
  owner_.host().warning(owner_.user + ": the network has more than " + std::to_string(kMostRooms) +
                        " rooms; the list ends there");
  // Deferred: the protocol still uses the list after this event.
  ending_ = owner_.host().after(std::chrono::milliseconds(0), [this, list] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    purple_roomlist_cancel_get_list(list);  // calls changed()
  });
}

void RoomList::destroyed() { ending_.end(); }

void RoomList::changed(PurpleRoomlist* list, bool complete) {
  if (!complete) {
    count_ = 0;
    return;
  }
  ending_.end();
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  const std::optional<guint> users = numberOfUsersIn(list);
  std::vector<Found> rooms;
  for (GList* each = list->rooms; each; each = each->next) {
    auto* room = static_cast<PurpleRoomlistRoom*>(each->data);
    if ((room->type & PURPLE_ROOMLIST_ROOMTYPE_ROOM) == 0) {
      continue;
    }
    const std::string title(beginningOf(textOf(room->name), kMostOfName));
    const std::string name = PRISM_PURPLE_HAS(protocol, roomlist_room_serialize)
                                 ? takeString(protocol.roomlist_room_serialize(room))
                                 : title;
    rooms.push_back({name, title, users ? GPOINTER_TO_INT(g_list_nth_data(room->fields, *users)) : 0});
  }
  std::stable_sort(rooms.begin(), rooms.end(),
                   [](const Found& one, const Found& other) { return one.users > other.users; });
  std::vector<prism::RoomName> names;
  for (const Found& room : rooms) {
    names.push_back({room.name, room.title});
  }
  owner_.host().roomList(owner_.user, names);
  owner_.shared.memory.trimSoon();
}

}  // namespace purple
