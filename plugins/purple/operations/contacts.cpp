// SPDX-License-Identifier: MIT
#include "operations/operations.h"
#include "user/groups.h"

namespace purple {
namespace {

void changed(PurpleAccount* account, const char* name) {
  withUser(account, "a contact", [&](User& user) { user.contacts().changed(textOf(name)); });
}

void nodeCreated(PurpleBlistNode* node) {
  if (node && PURPLE_BLIST_NODE_IS_GROUP(node)) {
    groupCreated();
  } else if (node && PURPLE_BLIST_NODE_IS_CHAT(node)) {
    PurpleAccount* const account = purple_chat_get_account(reinterpret_cast<PurpleChat*>(node));
    withUser(account, "a room", [&](User& user) { user.rooms().list().onRoomAdded(); });
  }
}

void update(PurpleBuddyList*, PurpleBlistNode* node) {
  if (node && PURPLE_BLIST_NODE_IS_BUDDY(node)) {
    auto* buddy = reinterpret_cast<PurpleBuddy*>(node);
    changed(purple_buddy_get_account(buddy), purple_buddy_get_name(buddy));
  }
}

// libpurple writes no copy of the contact list to disk if the user interface has these functions. The network stores
// it, or OwnContacts does.
void saveNothing(PurpleBlistNode*) {}
void saveNothingOf(PurpleAccount*) {}

// libpurple's request to show a form for a new contact. The user has already chosen the contact, so there is no form.
void addContact(PurpleAccount* account, const char* who, const char* group, const char* alias) {
  withUser(account, "request_add_buddy",
           [&](User& user) { user.contacts().addSearchResult(textOf(who), textOf(alias), textOf(group)); });
}

// Names the room to the user: rooms cannot be added to the contact list, but can be joined.
void addRoom(PurpleAccount* account, PurpleGroup*, const char* alias, const char* name) {
  withUser(account, "request_add_chat", [&](User& user) {
    const std::string_view room = textOf(name);
    user.questions().tell("The network offers the room " + std::string(room.empty() ? textOf(alias) : room) + ".");
  });
}

// Passes on the alias and text of an event as a notice, since Spectrum's event has no field for them.
void noticeWithText(User& user, const char* who, const char* alias, const char* words) {
  std::string text(textOf(alias));
  if (const std::string_view said = textOf(words); !said.empty()) {
    text += (text.empty() ? "" : ": ") + std::string(said);
  }
  if (!text.empty()) {
    user.chats().notice(purple_normalize(user.account(), who), text);
  }
}

void* requestAuthorization(PurpleAccount* account, const char* who, const char*, const char* alias, const char* words,
                           gboolean, PurpleAccountRequestAuthorizationCb authorize,
                           PurpleAccountRequestAuthorizationCb deny, void* data) {
  void* handle = nullptr;
  withUser(account, "request_authorize", [&](User& user) {
    handle = user.contacts().authorizationRequested(who, authorize, deny, data);
    noticeWithText(user, who, alias, words);
  });
  return handle;
}

void addedBySomebody(PurpleAccount* account, const char* who, const char*, const char* alias, const char* words) {
  withUser(account, "notify_added", [&](User& user) {
    user.chats().notice(purple_normalize(account, who), "has added you as a contact.");
    noticeWithText(user, who, alias, words);
  });
}

void closeRequest(void* handle) {
  forEachUser([handle](User& user) { return user.contacts().authorizationClosed(handle); });
}

}  // namespace

void setContactOperations() {
  static PurpleBlistUiOps list = [] {
    PurpleBlistUiOps set{};
    set.new_node = nodeCreated;
    set.update = update;
    set.remove = update;
    set.request_add_buddy = addContact;
    set.request_add_chat = addRoom;
    set.save_node = saveNothing;
    set.remove_node = saveNothing;
    set.save_account = saveNothingOf;
    return set;
  }();
  purple_blist_set_ui_ops(&list);
  static PurpleAccountUiOps accounts = [] {
    PurpleAccountUiOps set{};
    set.notify_added = addedBySomebody;
    set.request_add = addedBySomebody;
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
