// SPDX-License-Identifier: MIT
// Requests of the user that become one line each.
#pragma once

#include "session/context.h"
#include "session/outbox.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace irc {

// Functions that return bool return false if nothing is sent: the queue is full, or a name is invalid.
class Requests {
 public:
  // Both must outlive this object.
  Requests(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  bool setTopic(std::string_view channel, std::string_view topic);
  bool setNickname(std::string_view nickname);
  // The same for a nickname that the user has not typed: without a connection, the next login uses it.
  void takeNickname(std::string_view nickname);
  // An empty text: the user is back. The state holds for later connections too.
  void setAway(std::string_view text);
  bool listChannels(std::string_view arguments);
  bool command(std::string_view name, std::initializer_list<std::string_view> parameters);
  // Sends a line as it is, but CR, LF and NUL become spaces.
  bool raw(std::string_view line);

  // Sends the away state, if the user is away.
  void onRegistered();

 private:
  SessionContext& context_;
  Outbox& outbox_;
  std::string away_;
};

}  // namespace irc
