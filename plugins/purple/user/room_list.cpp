// SPDX-License-Identifier: MIT
#include "user/room_list.h"

#include "core/limits.h"
#include "user/room_components.h"
#include <prism/text.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace purple {
namespace {

// Rooms that come into the contact list within this time are told together.
constexpr std::chrono::seconds kTogether{1};
// After such a room, a list is requested again.
constexpr std::chrono::seconds kBeforeNextList{10};

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

// Returns the categories that the network has told without their rooms.
std::vector<PurpleRoomlistRoom*> closedCategoriesOf(PurpleRoomlist* list, std::size_t most) {
  std::vector<PurpleRoomlistRoom*> closed;
  for (GList* each = list->rooms; each && closed.size() < most; each = each->next) {
    auto* category = static_cast<PurpleRoomlistRoom*>(each->data);
    if ((category->type & PURPLE_ROOMLIST_ROOMTYPE_CATEGORY) != 0 && category->expanded_once == FALSE) {
      closed.push_back(category);
    }
  }
  return closed;
}

// Returns the name with the categories that the room is in: "Server / Room".
std::string titleOf(const PurpleRoomlistRoom* room) {
  std::string title(textOf(room->name));
  for (const PurpleRoomlistRoom* category = room->parent; category && title.size() <= kMostOfName;
       category = category->parent) {
    title = std::string(textOf(category->name)) + " / " + title;
  }
  return std::string(prism::utf8Prefix(title, kMostOfName));
}

}  // namespace

void RoomList::ask() {
  if (!owner_.protocol().roomlist_get_list) {
    onRoomAdded();
    return;
  }
  asking_ = true;
  purple_roomlist_get_list(owner_.connection());
  asking_ = false;
}

void RoomList::onRoomAdded() {
  if (!owner_.shared.configuration.room_list || ended_) {
    return;
  }
  const bool has_list = owner_.protocol().roomlist_get_list;
  known_ = owner_.host().after(has_list ? kBeforeNextList : kTogether, [this, has_list] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    if (has_list && owner_.connected()) {
      ask();
    } else {
      tell(nullptr);
    }
  });
}

std::string RoomList::listedName(std::string_view room) const { return names_.find(room); }

void RoomList::stop() {
  known_.end();
  next_.end();
  growing_.reset();
}

void RoomList::end() {
  ended_ = true;
  stop();
}

// Cancels the list at the limit. libpurple walks through the whole list to append a room, so its time grows with the
// square of the length.
void RoomList::added(PurpleRoomlist* list) {
  if (++count_ < kMostRooms || ending_) {
    return;
  }
  owner_.reportLimit("The network has more than " + std::to_string(kMostRooms) +
                     " rooms: the list of rooms ends there.");
  // Deferred: the protocol still uses the list after this event.
  ending_ = owner_.host().after(std::chrono::milliseconds(0), [this, list] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    purple_roomlist_cancel_get_list(list);  // calls changed()
  });
}

void RoomList::destroyed() { ending_.end(); }

void RoomList::changed(PurpleRoomlist* list, bool complete) {
  if (expanding_ || ended_) {
    return;  // expanding_: a category that was there at once
  }
  if (!complete) {
    count_ = growing_ ? count_ : 0;
    return;
  }
  ending_.end();
  if (!expandCategories(list)) {
    tell(list);
    growing_.reset();
  }
}

// Asks for the rooms of the categories that came without them. Returns false if there is none.
bool RoomList::expandCategories(PurpleRoomlist* list) {
  expanded_ = growing_ ? expanded_ : 0;
  if (!owner_.connected() || !PRISM_PURPLE_HAS(owner_.protocol(), roomlist_expand_category) || count_ >= kMostRooms ||
      closedCategoriesOf(list, kMostCategories - expanded_).empty()) {
    return false;
  }
  if (!growing_) {
    purple_roomlist_ref(list);
    growing_.reset(list);
  }
  // Deferred: the protocol still uses the list after this event.
  next_ = owner_.host().after(std::chrono::milliseconds(0), [this] {
    const GlibContext::Turn turn(owner_.shared.libpurple.glib());
    expanding_ = true;
    // Asking may end the connection, and with it growing_.
    for (PurpleRoomlistRoom* category : closedCategoriesOf(growing_.get(), kMostCategories - expanded_)) {
      if (!growing_) {
        break;
      }
      category->expanded_once = TRUE;
      ++expanded_;
      purple_roomlist_expand_category(growing_.get(), category);
    }
    expanding_ = false;
    if (growing_ && purple_roomlist_get_in_progress(growing_.get()) == FALSE) {
      changed(growing_.get(), true);
    }
  });
  return true;
}

void RoomList::tell(PurpleRoomlist* list) {
  if (!owner_.connected()) {
    return;
  }
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  const std::optional<guint> users = list ? numberOfUsersIn(list) : std::nullopt;
  std::vector<Found> rooms;
  for (GList* each = list ? list->rooms : nullptr; each; each = each->next) {
    auto* room = static_cast<PurpleRoomlistRoom*>(each->data);
    if ((room->type & PURPLE_ROOMLIST_ROOMTYPE_ROOM) == 0) {
      continue;
    }
    const std::string name = PRISM_PURPLE_HAS(protocol, roomlist_room_serialize)
                                 ? takeString(protocol.roomlist_room_serialize(room))
                                 : std::string(prism::utf8Prefix(textOf(room->name), kMostOfName));
    rooms.push_back({name, titleOf(room), users ? GPOINTER_TO_INT(g_list_nth_data(room->fields, *users)) : 0});
  }
  std::stable_sort(rooms.begin(), rooms.end(),
                   [](const Found& one, const Found& other) { return one.users > other.users; });
  std::set<std::string> listed;
  for (const Found& room : rooms) {
    listed.insert(room.name);
  }
  std::vector<Found> known;
  for (PurpleChat* room : roomsInContactList(owner_)) {
    const std::string title(prism::utf8Prefix(textOf(purple_chat_get_name(room)), kMostOfName));
    const std::string name = roomNameOf(owner_, purple_chat_get_components(room), title);
    if (known.size() < kMostRooms && listed.insert(name).second) {
      known.push_back({name, title, 0});
    }
  }
  rooms.insert(rooms.begin(), known.begin(), known.end());
  rooms.resize(std::min(rooms.size(), kMostRooms));
  std::vector<prism::RoomName> names;
  names_.clear();
  for (const Found& room : rooms) {
    names.push_back({room.name, room.title});
    if (owner_.comparesBytes()) {
      names_.add(room.name);
    }
  }
  owner_.host().roomList(owner_.user, names);
  owner_.shared.memory.trimSoon();
}

}  // namespace purple
