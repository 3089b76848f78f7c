// SPDX-License-Identifier: MIT
// What happens to messages later, in both directions: reactions (TAGMSG), redactions (REDACT) and read markers
// (MARKREAD).
// https://ircv3.net/specs/client-tags/react, https://ircv3.net/specs/extensions/message-redaction and
// https://ircv3.net/specs/extensions/read-marker
#pragma once

#include "protocol/message.h"
#include "session/channels.h"
#include "session/context.h"
#include "session/history.h"
#include "session/observer.h"
#include "session/outbox.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace irc {

class Followups {
 public:
  // All of them must outlive this object.
  Followups(SessionContext& context, Outbox& outbox, Channels& channels, History& history)
      : context_(context), outbox_(outbox), channels_(channels), history_(history) {}

  void startConnection() { marked_.clear(); }

  // Each sends a request of the user about the message `id`. Returns false if nothing is sent: the server does not
  // carry it, the queue is full, or a name is invalid.
  bool react(std::string_view target, std::string_view id, std::string_view reaction, bool added,
             const OriginPtr& origin);
  bool redact(std::string_view target, std::string_view id, std::string_view reason, const OriginPtr& origin);
  // The user has read up to this message. Does nothing if the time of the message is not known any more.
  void markRead(std::string_view target, std::string_view id);

  // Lines of the server. They are ignored in a channel that the user has not entered.
  void onTagMessage(const Message& message, bool from_history);
  void onRedact(const Message& message, bool from_history);
  void onMarkRead(const Message& message);

 private:
  bool resolve(const Message& message, bool from_history, ChatAct* act) const;
  bool isOwnLine(const Message& message) const;
  bool advanceMark(const std::string& conversation, std::int64_t time);

  SessionContext& context_;
  Outbox& outbox_;
  Channels& channels_;
  History& history_;
  std::map<std::string, std::int64_t, std::less<>> marked_;  // by folded conversation: the time of the mark, ms
};

}  // namespace irc
