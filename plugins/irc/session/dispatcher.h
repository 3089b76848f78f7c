// SPDX-License-Identifier: MIT
// Dispatches lines of the server to the parts of a session that they concern.
#pragma once

#include "protocol/message.h"
#include "session/numeric_replies.h"
#include "session/parts.h"

#include <string_view>

namespace irc {

class Dispatcher {
 public:
  explicit Dispatcher(const Parts& parts) : parts_(parts), numerics_(parts_) {}

  void startConnection() { numerics_.startConnection(); }
  // True if a line is handled before the session is registered; the others wait for it.
  static bool handlesBeforeLogin(const Message& message);
  // `line` is the text of `message`.
  void dispatch(const Message& message, std::string_view line);

 private:
  using Handler = void (Dispatcher::*)(const Message& message);

  static Handler handlerOf(const Message& message);

  void onAck(const Message& message);
  void onAccount(const Message& message);
  void onAway(const Message& message);
  void onBatch(const Message& message);
  void onCap(const Message& message);
  void onChathistory(const Message& message);
  void onChghost(const Message& message);
  void onError(const Message& message);
  void onInvite(const Message& message);
  void onJoin(const Message& message);
  void onKick(const Message& message);
  void onMarkRead(const Message& message);
  void onMessage(const Message& message);
  void onMode(const Message& message);
  void onNick(const Message& message);
  void onPart(const Message& message);
  void onPing(const Message& message);
  void onPong(const Message& message);
  void onQuit(const Message& message);
  void onRedact(const Message& message);
  void onStandardReply(const Message& message);
  void onTagMessage(const Message& message);
  void onTopic(const Message& message);

  Parts parts_;
  NumericReplies numerics_;
};

}  // namespace irc
