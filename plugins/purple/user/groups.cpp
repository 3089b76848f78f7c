// SPDX-License-Identifier: MIT
#include "user/groups.h"

#include "core/libpurple.h"

namespace purple {
namespace {

std::size_t groups_created = 0;  // since the last removal

// Returns true if a connected protocol would remove a group from the network too, where its user may want to keep it.
bool removalReachesNetwork() {
  for (GList* each = purple_connections_get_all(); each; each = each->next) {
    PurplePlugin* protocol = purple_connection_get_prpl(static_cast<PurpleConnection*>(each->data));
    if (protocol && infoOf(protocol).remove_group) {
      return true;
    }
  }
  return false;
}

}  // namespace

void groupCreated() { ++groups_created; }

void removeEmptyGroups() {
  static constexpr std::size_t kEvery = 64;
  if (groups_created < kEvery || removalReachesNetwork()) {
    return;
  }
  groups_created = 0;
  PurpleBlistNode* next = nullptr;
  for (PurpleBlistNode* node = purple_blist_get_root(); node; node = next) {
    next = purple_blist_node_get_sibling_next(node);
    if (PURPLE_BLIST_NODE_IS_GROUP(node) && !purple_blist_node_get_first_child(node)) {
      purple_blist_remove_group(reinterpret_cast<PurpleGroup*>(node));
    }
  }
}

}  // namespace purple
