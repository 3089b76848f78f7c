// SPDX-License-Identifier: MIT
// Dispatches numerics of the server to the parts of a session, or shows them.
#pragma once

#include "protocol/message.h"
#include "session/parts.h"

#include <span>
#include <string>
#include <string_view>

namespace irc {

class NumericReplies {
 public:
  // `parts` must outlive this object.
  explicit NumericReplies(const Parts& parts) : parts_(parts) {}

  void startConnection() { rekeyed_ = false; }
  // True if a numeric is handled from RPL_WELCOME on.
  static bool handlesBeforeLogin(int numeric);
  void dispatch(int numeric, const Message& message);

 private:
  using Handler = void (NumericReplies::*)(int numeric, const Message& message);
  struct Entry {
    int numeric;
    Handler handler;
    bool before_login = false;  // it is handled from RPL_WELCOME on; the others once the session is registered
  };
  static const std::span<const Entry> kReplies;  // by ascending numeric
  static const std::span<const Entry> kErrors;   // by ascending numeric

  static const Entry* find(std::span<const Entry> table, int numeric);

  void doNothing(int numeric, const Message& message);
  void showText(int numeric, const Message& message);
  void showParameters(int numeric, const Message& message);

  void onMyInfo(int numeric, const Message& message);
  void onIsupport(int numeric, const Message& message);
  void onLuserChannels(int numeric, const Message& message);
  void onMotd(int numeric, const Message& message);
  void onEndOfMotd(int numeric, const Message& message);
  void onVisibleHost(int numeric, const Message& message);
  void onLoggedIn(int numeric, const Message& message);
  void onLoggedOut(int numeric, const Message& message);

  void onTopic(int numeric, const Message& message);
  void onTopicWhoTime(int numeric, const Message& message);
  void onNamReply(int numeric, const Message& message);
  void onEndOfNames(int numeric, const Message& message);
  void onList(int numeric, const Message& message);
  void onListEnd(int numeric, const Message& message);
  void onInviting(int numeric, const Message& message);
  void onModesAre(int numeric, const Message& message);
  void onMask(int numeric, const Message& message);
  void onBan(int numeric, const Message& message);
  void onEndOfBans(int numeric, const Message& message);

  void onAway(int numeric, const Message& message);
  void onUserhost(int numeric, const Message& message);
  void onIson(int numeric, const Message& message);
  void onMonitor(int numeric, const Message& message);
  void onWhoReply(int numeric, const Message& message);
  void onWhois(int numeric, const Message& message);
  void onEndOfWhois(int numeric, const Message& message);

  void onNoSuchNick(int numeric, const Message& message);
  void onUnknownCommand(int numeric, const Message& message);
  void onNicknameRefused(int numeric, const Message& message);
  void onMonitorListFull(int numeric, const Message& message);
  void onOtherError(int numeric, const Message& message);

  const Parts& parts_;
  std::string away_shown_;  // the nickname and the away text that the user was shown last
  bool rekeyed_ = false;    // on this connection
};

}  // namespace irc
