#include "operations/operations.h"

namespace purple {
namespace {

void inProgress(PurpleRoomlist* list, gboolean going_on) {
  withUser(list->account, "in_progress", [&](User& user) { user.rooms().list().changed(list, going_on == FALSE); });
}

}  // namespace

void setRoomListOperations() {
  static PurpleRoomlistUiOps operations = [] {
    PurpleRoomlistUiOps set{};
    set.in_progress = inProgress;
    return set;
  }();
  purple_roomlist_set_ui_ops(&operations);
}

}  // namespace purple
