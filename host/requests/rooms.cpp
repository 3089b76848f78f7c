// SPDX-License-Identifier: MIT
// The member functions of Requests for rooms.
#include "host/base/abi.h"
#include "host/log/session_log.h"
#include "host/requests/requests.h"

namespace prism::host {

void Requests::join(std::string_view payload) {
  pbnetwork::Room join;
  const SecretField password(payload, pbnetwork::Room::kPasswordFieldNumber);
  Session* session = decode("JOIN_ROOM", password, &join) ? sessionOfClient("JOIN_ROOM", join.username()) : nullptr;
  if (!session || !hasName("JOIN_ROOM", join.room()) ||
      !isText("JOIN_ROOM", join.room(), join.nickname(), view(password.value()))) {
    return;
  }
  // After CONNECTED, Spectrum repeats the joins that it sent before. The repeated join is ignored.
  if (Room* room = session->findRoom(join.room()); room && room->joined_early && session->login.isConnected()) {
    room->joined_early = false;
    if (room->nickname == join.nickname() || room->requested_nickname == join.nickname()) {
      return;
    }
  }
  prism_join request{};
  request.struct_size = sizeof request;
  request.user = borrowed(join.username());
  request.room = borrowed(join.room());
  request.nickname = borrowed(join.nickname());
  request.password = password.value();
  logJoin(join.username(), join.room(), join.nickname());
  session->enterRoom(join.room(), join.nickname());
  prompts_.onNetworkName(join.username(), join.room());
  const Plugin::Call call = plugin_.callWithSecret("join", &prism_plugin::join, &request);
  session = sessions_.find(join.username());  // the plugin may have ended the session
  const bool unanswered = call != Plugin::Call::kDone && session && session->findRoom(join.room());
  // Without a nickname there is nothing to refuse: the network uses raw XML, and its room names are no JIDs.
  if (unanswered && !join.nickname().empty()) {
    const prism_join_failed refused{sizeof refused, PRISM_JOIN_ERROR_ROOM_NOT_FOUND, request.user, request.room,
                                    call == Plugin::Call::kMissing
                                        ? PRISM_STR("This network has no rooms.")
                                        : PRISM_STR("Joining has failed because of a fault in the gateway.")};
    guard_.joinFailed(&refused);
  }
}

// Spectrum also sends LEAVE_ROOM for contacts, when the user's presence to them becomes unavailable, and after a
// refused join.
void Requests::leave(std::string_view payload) {
  pbnetwork::Room leave;
  Session* session = decode("LEAVE_ROOM", payload, &leave) ? sessionOfClient("LEAVE_ROOM", leave.username()) : nullptr;
  if (session && session->findRoom(leave.room())) {
    logLeave(leave.username(), leave.room());
    session->leaveRoom(leave.room());
    const prism_leave request{sizeof request, 0, borrowed(leave.username()), borrowed(leave.room())};
    plugin_.call("leave", &prism_plugin::leave, &request);
  }
}

void Requests::setSubject(std::string_view payload) {
  pbnetwork::ConversationMessage subject;
  if (decode("ROOM_SUBJECT_CHANGED", payload, &subject) &&
      sessionOfClient("ROOM_SUBJECT_CHANGED", subject.username()) &&
      hasName("ROOM_SUBJECT_CHANGED", subject.buddyname()) &&
      isText("ROOM_SUBJECT_CHANGED", subject.buddyname(), subject.message())) {
    const prism_subject request{sizeof request,
                                0,
                                borrowed(subject.username()),
                                borrowed(subject.buddyname()),
                                PRISM_STR(""),
                                borrowed(subject.message()),
                                0};
    plugin_.call("set_subject", &prism_plugin::set_subject, &request);
  }
}

}  // namespace prism::host
