// SPDX-License-Identifier: MIT
// Events that libpurple reports only by signals.
#include "operations/jabber_files.h"
#include "operations/operations.h"

namespace purple {
namespace {

void disabled(PurpleAccount* account, void*) {
  withUser(account, "account-disabled", [](User& user) { user.disabled(); });
}

// A protocol frees its connection, and forgets that transfers use it.
void signingOff(PurpleConnection* connection, void*) {
  withUser(connection, "signing-off", [](User& user) { user.cancelTransfers(); });
}

void typing(PurpleAccount* account, const char* who, void* state) {
  withUser(account, "typing",
           [&](User& user) { user.onTyping(who, static_cast<prism::TypingState>(GPOINTER_TO_UINT(state))); });
}

void attention(PurpleAccount* account, const char* who, PurpleConversation*, guint, void*) {
  withUser(account, "got-attention", [&](User& user) { user.onAttention(who); });
}

// Clears the history of a conversation, which libpurple keeps without limit for a graphical client.
void forgetHistory(PurpleAccount*, const char*, const char*, PurpleConversation* conversation, PurpleMessageFlags,
                   void*) {
  purple_conversation_clear_message_history(conversation);
}

void conversationCreated(PurpleConversation* conversation, void*) {
  withUser(conversation, "conversation-created", [&](User& user) { user.chats().conversationCreated(conversation); });
}

void conversationDeleted(PurpleConversation* conversation, void*) {
  withUser(conversation, "deleting-conversation",
           [&](User& user) { user.chats().conversationDestroyed(conversation); });
}

void roomJoined(PurpleConversation* conversation, void*) {
  withUser(conversation, "chat-joined", [&](User& user) { user.rooms().joined(conversation); });
}

void joinFailed(PurpleConnection* connection, GHashTable* components, void*) {
  withUser(connection, "chat-join-failed", [&](User& user) { user.rooms().joinFailed(components); });
}

void roomLeft(PurpleConversation* conversation, void*) {
  withUser(conversation, "chat-left", [&](User& user) {
    const char* name = purple_conversation_get_name(conversation);
    user.questions().withdrawOf(std::string(textOf(purple_normalize(user.account(), name))));
    user.rooms().left(conversation);
  });
}

void topicChanged(PurpleConversation* conversation, const char* who, const char*, void*) {
  withUser(conversation, "chat-topic-changed", [&](User& user) { user.rooms().topicChanged(conversation, who); });
}

// Returns 0: the invitation is neither accepted nor rejected yet.
int invited(PurpleAccount* account, const char* inviter, const char* room, const char* text, GHashTable* components,
            void*) {
  withUser(account, "chat-invited",
           [&](User& user) { user.rooms().invitations().received(inviter, room, text, components); });
  return 0;
}

void fileOffered(PurpleXfer* transfer, void*) {
  jabberFiles().onOffered(transfer);
  withUser(purple_xfer_get_account(transfer), "file-recv-request", [&](User& user) { user.files().offered(transfer); });
}

void fileReceived(PurpleXfer* transfer, void*) {
  jabberFiles().onEnded(transfer);
  withUser(purple_xfer_get_account(transfer), "file-recv-complete",
           [&](User& user) { user.files().received(transfer); });
}

void fileCancelled(PurpleXfer* transfer, void*) {
  jabberFiles().onEnded(transfer);
  withUser(purple_xfer_get_account(transfer), "file-recv-cancel",
           [&](User& user) { user.files().cancelled(transfer); });
}

void sendingEnded(PurpleXfer* transfer, void*) {
  withUser(purple_xfer_get_account(transfer), "file-send-complete or -cancel",
           [&](User& user) { user.outgoingFiles().ended(transfer); });
}

void transferCreated(PurpleXfer* transfer) {
  withUser(purple_xfer_get_account(transfer), "new_xfer", [&](User& user) { user.outgoingFiles().created(transfer); });
}

template <typename Function>
void connect(void* from, const char* signal, Function* function, void* data = nullptr) {
  static int handle;
  purple_signal_connect(from, signal, &handle, reinterpret_cast<PurpleCallback>(function), data);
}

}  // namespace

void connectSignals() {
  connect(purple_accounts_get_handle(), "account-disabled", disabled);
  connect(purple_connections_get_handle(), "signing-off", signingOff);
  void* conversations = purple_conversations_get_handle();
  connect(conversations, "buddy-typing", typing, GUINT_TO_POINTER(PRISM_TYPING_COMPOSING));
  connect(conversations, "buddy-typed", typing, GUINT_TO_POINTER(PRISM_TYPING_PAUSED));
  connect(conversations, "buddy-typing-stopped", typing, GUINT_TO_POINTER(PRISM_TYPING_ACTIVE));
  connect(conversations, "got-attention", attention);
  connect(conversations, "wrote-im-msg", forgetHistory);
  connect(conversations, "wrote-chat-msg", forgetHistory);
  connect(conversations, "conversation-created", conversationCreated);
  connect(conversations, "deleting-conversation", conversationDeleted);
  connect(conversations, "chat-joined", roomJoined);
  connect(conversations, "chat-join-failed", joinFailed);
  connect(conversations, "chat-left", roomLeft);
  connect(conversations, "chat-topic-changed", topicChanged);
  connect(conversations, "chat-invited", invited);
  connect(purple_xfers_get_handle(), "file-recv-request", fileOffered);
  connect(purple_xfers_get_handle(), "file-recv-complete", fileReceived);
  connect(purple_xfers_get_handle(), "file-recv-cancel", fileCancelled);
  connect(purple_xfers_get_handle(), "file-send-complete", sendingEnded);
  connect(purple_xfers_get_handle(), "file-send-cancel", sendingEnded);
}

void setTransferOperations() {
  static PurpleXferUiOps operations = [] {
    PurpleXferUiOps set{};
    set.new_xfer = transferCreated;
    return set;
  }();
  purple_xfers_set_ui_ops(&operations);
}

}  // namespace purple
