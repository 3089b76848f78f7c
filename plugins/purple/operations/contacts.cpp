#include "operations/operations.h"

namespace purple {
namespace {

void changed(PurpleAccount* account, const char* name) {
  withUser(account, "a contact", [&](User& user) { user.contacts().changed(textOf(name)); });
}

void update(PurpleBuddyList*, PurpleBlistNode* node) {
  if (node && PURPLE_BLIST_NODE_IS_BUDDY(node)) {
    auto* buddy = reinterpret_cast<PurpleBuddy*>(node);
    changed(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));
  }
}

// The list is the network's. libpurple keeps no copy of it on disk where it is told that somebody else does.
void saveNothing(PurpleBlistNode*) {}
void saveNothingOf(PurpleAccount*) {}

void* requestAuthorization(PurpleAccount* account, const char* who, const char*, const char*, const char*, gboolean,
                           PurpleAccountRequestAuthorizationCb authorize, PurpleAccountRequestAuthorizationCb deny,
                           void* data) {
  void* handle = nullptr;
  withUser(account, "request_authorize",
           [&](User& user) { handle = user.contacts().authorizationRequested(who, authorize, deny, data); });
  return handle;
}

void closeRequest(void* handle) {
  forEachUser([handle](User& user) { return user.contacts().authorizationClosed(handle); });
}

}  // namespace

void setContactOperations() {
  static PurpleBlistUiOps list = [] {
    PurpleBlistUiOps set{};
    set.update = update;
    set.remove = update;
    set.save_node = saveNothing;
    set.remove_node = saveNothing;
    set.save_account = saveNothingOf;
    return set;
  }();
  purple_blist_set_ui_ops(&list);
  static PurpleAccountUiOps accounts = [] {
    PurpleAccountUiOps set{};
    set.request_authorize = requestAuthorization;
    set.close_account_request = closeRequest;
    return set;
  }();
  purple_accounts_set_ui_ops(&accounts);
  static PurplePrivacyUiOps privacy = [] {
    PurplePrivacyUiOps set{};
    set.permit_added = set.permit_removed = set.deny_added = set.deny_removed = changed;
    return set;
  }();
  purple_privacy_set_ui_ops(&privacy);
}

}  // namespace purple
