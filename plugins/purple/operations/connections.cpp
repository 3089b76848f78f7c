// SPDX-License-Identifier: MIT
#include "operations/operations.h"

namespace purple {
namespace {

void progressed(PurpleConnection* connection, const char*, size_t, size_t) {
  withUser(connection, "connect_progress", [](User& user) { user.attributeCallback(); });
}

void connected(PurpleConnection* connection) {
  withUser(connection, "connected", [](User& user) {
    user.attributeCallback();
    user.connected();
  });
}

void disconnected(PurpleConnection* connection) {
  withUser(connection, "disconnected", [](User& user) { user.disconnected(); });
}

void failed(PurpleConnection* connection, PurpleConnectionError reason, const char* text) {
  withUser(connection, "report_disconnect_reason", [&](User& user) { user.failed(reason, textOf(text)); });
}

void notice(PurpleConnection* connection, const char* text) {
  withUser(connection, "notice", [&](User& user) { user.questions().tell(textOf(text)); });
}

}  // namespace

void setConnectionOperations() {
  static PurpleConnectionUiOps operations = [] {
    PurpleConnectionUiOps set{};
    set.connect_progress = progressed;
    set.connected = connected;
    set.disconnected = disconnected;
    set.report_disconnect_reason = failed;
    set.notice = notice;
    return set;
  }();
  purple_connections_set_ui_ops(&operations);
}

}  // namespace purple
