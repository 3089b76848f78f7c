// SPDX-License-Identifier: MIT
#include "operations/operations.h"

namespace purple {
namespace {

bool isRoom(PurpleConversation* conversation) {
  return purple_conversation_get_type(conversation) == PURPLE_CONV_TYPE_CHAT;
}

void writeInRoom(PurpleConversation* conversation, const char* who, const char* html, PurpleMessageFlags flags,
                 time_t time, bool by_protocol) {
  withUser(conversation, "write_chat", [&](User& user) {
    if ((flags & (PURPLE_MESSAGE_SYSTEM | PURPLE_MESSAGE_ERROR)) != 0) {
      user.rooms().onSystemMessage(conversation, html, flags, by_protocol);
    } else {
      user.rooms().onMessage(conversation, who, html, flags, time);
    }
  });
}

// Called for messages of protocols only. libpurple's own messages go directly to write().
void writeRoom(PurpleConversation* conversation, const char* who, const char* html, PurpleMessageFlags flags,
               time_t time) {
  writeInRoom(conversation, who, html, flags, time, true);
}

void writeOneToOne(PurpleConversation* conversation, const char*, const char* html, PurpleMessageFlags flags,
                   time_t time) {
  withUser(conversation, "write_im", [&](User& user) {
    const char* name = purple_conversation_get_name(conversation);
    if (!user.rooms().onPrivateMessage(name, html, flags, time)) {
      user.chats().onMessage(name, html, flags, time);
    }
  });
}

void write(PurpleConversation* conversation, const char* name, const char*, const char* html, PurpleMessageFlags flags,
           time_t time) {
  if (isRoom(conversation)) {
    writeInRoom(conversation, name, html, flags, time, false);
  } else {
    writeOneToOne(conversation, name, html, flags, time);
  }
}

void addUsers(PurpleConversation* conversation, GList* participants, gboolean) {
  withUser(conversation, "chat_add_users",
           [&](User& user) { user.rooms().participantsJoined(conversation, participants); });
}

void renameUser(PurpleConversation* conversation, const char* from, const char* to, const char*) {
  withUser(conversation, "chat_rename_user",
           [&](User& user) { user.rooms().participantRenamed(conversation, from, to); });
}

void removeUsers(PurpleConversation* conversation, GList* names) {
  withUser(conversation, "chat_remove_users", [&](User& user) { user.rooms().participantsLeft(conversation, names); });
}

void updateUser(PurpleConversation* conversation, const char* name) {
  withUser(conversation, "chat_update_user", [&](User& user) { user.rooms().participantChanged(conversation, name); });
}

}  // namespace

void setConversationOperations() {
  static PurpleConversationUiOps operations = [] {
    PurpleConversationUiOps set{};
    set.write_chat = writeRoom;
    set.write_im = writeOneToOne;
    set.write_conv = write;
    set.chat_add_users = addUsers;
    set.chat_rename_user = renameUser;
    set.chat_remove_users = removeUsers;
    set.chat_update_user = updateUser;
    return set;
  }();
  purple_conversations_set_ui_ops(&operations);
}

}  // namespace purple
