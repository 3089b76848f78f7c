// SPDX-License-Identifier: MIT
#include "operations/operations.h"

namespace purple {
namespace {

void inProgress(PurpleRoomlist* list, gboolean going_on) {
  withUser(list->account, "in_progress", [&](User& user) { user.rooms().list().changed(list, going_on == FALSE); });
}

void added(PurpleRoomlist* list, PurpleRoomlistRoom*) {
  withUser(list->account, "add_room", [&](User& user) { user.rooms().list().added(list); });
}

void destroyed(PurpleRoomlist* list) {
  withUser(list->account, "destroy", [&](User& user) { user.rooms().list().destroyed(); });
}

}  // namespace

void setRoomListOperations() {
  static PurpleRoomlistUiOps operations = [] {
    PurpleRoomlistUiOps set{};
    set.in_progress = inProgress;
    set.add_room = added;
    set.destroy = destroyed;
    return set;
  }();
  purple_roomlist_set_ui_ops(&operations);
}

}  // namespace purple
