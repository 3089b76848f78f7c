// SPDX-License-Identifier: MIT
// The services of a network (NickServ): identifies the user to them, and regains a nickname that they hold.
#pragma once

#include "protocol/message.h"
#include "session/context.h"
#include "session/joins.h"
#include "session/outbox.h"

#include <chrono>
#include <string_view>

namespace irc {

class Services {
 public:
  // All of them must outlive this object.
  Services(SessionContext& context, Outbox& outbox, Joins& joins) : context_(context), outbox_(outbox), joins_(joins) {}

  void startConnection();
  // Identifies the user, unless SASL has done it. `may_identify` is false if the password is known to be wrong.
  // `held` tells that the server has refused the wanted nickname, although nobody uses it.
  void onRegistered(bool authenticated, bool may_identify, bool held);

  // RPL_LOGGEDIN, ACCOUNT, or MODE +r of the user: refused channels are tried again, and so is a held nickname.
  void onIdentified();
  // RPL_LOGGEDOUT, or MODE -r.
  void onUnidentified();
  // MODE of the user.
  void onOwnMode(const Message& message);
  // The user's nickname has changed. `was_regaining`: before that, the session was trying to get the wanted one back.
  void onOwnNick(bool was_regaining);
  // The server refuses a nickname: that of a request of the user, or the wanted one. `held`: nobody uses it.
  void onNicknameRefused(std::string_view nick, std::string_view text, bool held);
  // NOTICE: the services may be back, or have released the wanted nickname.
  void onNotice(std::string_view nick);
  // True for the echo of the line that has identified the user, which has the password.
  bool isOwnIdentification(const Message& message) const;
  // Nobody has this nickname. Returns true if it is that of the services.
  bool onAbsent(std::string_view nick);
  // A capability is offered anew: the services may be back.
  void onCapabilities();
  // Tries a held nickname again, and to identify: no event tells when the nickname is free, or the services are back.
  void poll();

 private:
  std::string_view name() const;  // of the services; empty if there are none to identify to
  bool isServices(std::string_view nick) const;
  void identify();
  void identifyAgain();
  void regain();

  SessionContext& context_;
  Outbox& outbox_;
  Joins& joins_;
  bool may_identify_ = false;
  bool absent_ = false;           // the services were away
  unsigned identifications_ = 0;  // attempts on this connection
  bool held_ = false;             // the services hold the wanted nickname
  unsigned enforcements_ = 0;     // times that the services have taken the nickname, on this connection
  std::chrono::milliseconds tried_at_{0};
};

}  // namespace irc
