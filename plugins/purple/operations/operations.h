// SPDX-License-Identifier: MIT
// The operations that libpurple requires of a user interface, each set in its own file. They find the user whom an
// event concerns, and pass the event on.
#pragma once

#include "core/event_loop.h"
#include "user/user.h"

namespace purple {

void setConversationOperations();
void setContactOperations();     // buddy list, authorization, privacy
void setConnectionOperations();  // connections and accounts
void setRequestOperations(Shared& shared);
void setNotifyOperations(Shared& shared);
void setRoomListOperations();
void setTransferOperations();
void connectSignals();
void connectXmppSignals(EventLoop& loop);  // `loop` must outlive libpurple

// Calls `what` with the user of an account, if there is one. Logs exceptions instead of passing them on.
template <typename What>
void withUser(PurpleAccount* account, const char* where, const What& what) noexcept {
  if (User* user = userOf(account)) {
    calledByLibpurple(user->host(), where, [&] { what(*user); });
  }
}

template <typename What>
void withUser(PurpleConnection* connection, const char* where, const What& what) noexcept {
  withUser(connection ? purple_connection_get_account(connection) : nullptr, where, what);
}

template <typename What>
void withUser(PurpleConversation* conversation, const char* where, const What& what) noexcept {
  withUser(conversation ? purple_conversation_get_account(conversation) : nullptr, where, what);
}

}  // namespace purple
