#include "user/room_list.h"

#include <string>
#include <utility>
#include <vector>

namespace purple {

void RoomList::ask() {
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  if (protocol.roomlist_get_list) {
    asking_ = true;
    purple_roomlist_get_list(owner_.connection());
    asking_ = false;
  }
}

void RoomList::changed(PurpleRoomlist* list, bool complete) {
  if (!complete) {
    return;
  }
  const PurplePluginProtocolInfo& protocol = owner_.protocol();
  std::vector<std::pair<std::string, std::string>> rooms;
  for (GList* each = list->rooms; each; each = each->next) {
    auto* room = static_cast<PurpleRoomlistRoom*>(each->data);
    if ((room->type & PURPLE_ROOMLIST_ROOMTYPE_ROOM) == 0) {
      continue;
    }
    const std::string title(textOf(room->name));
    const std::string name =
        PRISM_PURPLE_HAS(protocol, roomlist_room_serialize) ? taken(protocol.roomlist_room_serialize(room)) : title;
    rooms.emplace_back(name, title);
  }
  std::vector<prism::RoomName> names;
  for (const auto& [name, title] : rooms) {
    names.push_back({name, title});
  }
  owner_.host().roomList(owner_.user, names);
}

}  // namespace purple
