// SPDX-License-Identifier: MIT
// WHOIS: gathers the numerics of an answer until its end.
#pragma once

#include "protocol/message.h"
#include "session/context.h"
#include "session/observer.h"
#include "session/outbox.h"

#include <map>
#include <string>
#include <string_view>

namespace irc {

class Whois {
 public:
  // Both must outlive this object.
  Whois(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // Observer::whoisAnswered() follows. Returns false if nothing is sent: the name is invalid, or too many are pending.
  bool request(std::string_view nick);
  bool isPending(std::string_view nick) const;
  // True from the first numeric of the answer on.
  bool hasBegun(std::string_view nick) const;

  // A numeric of an answer, but for RPL_AWAY and RPL_ENDOFWHOIS.
  void onReply(int numeric, const Message& message);
  // Returns false if the text belongs to no pending WHOIS.
  bool onAway(std::string_view nick, std::string_view text);
  void onEnd(std::string_view nick);

  void clear() { answers_.clear(); }

 private:
  SessionContext& context_;
  Outbox& outbox_;
  std::map<std::string, WhoisAnswer, std::less<>> answers_;  // pending ones, by folded nickname
};

}  // namespace irc
