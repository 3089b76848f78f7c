// SPDX-License-Identifier: MIT
// Messages in both directions: PRIVMSG and NOTICE, in channels and in private, with the CTCP in them.
#pragma once

#include "protocol/message.h"
#include "protocol/outgoing_line.h"
#include "session/channels.h"
#include "session/context.h"
#include "session/history.h"
#include "session/observer.h"
#include "session/outbox.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Messages {
 public:
  // All of them must outlive this object.
  Messages(SessionContext& context, Outbox& outbox, Channels& channels, History& history)
      : context_(context), outbox_(outbox), channels_(channels), history_(history) {}

  // Sends a text with formatting codes, of any length. Returns false if nothing is sent: the queue is full, or the
  // target is not a valid name. In a channel the user sees it by Observer::channelMessage().
  bool send(std::string_view target, std::string_view text, ChatMessage::Kind kind);
  // Shows a message after it was sent to a channel of a server without echo-message.
  void echoLocally(const OutgoingLine& line);

  // PRIVMSG and NOTICE
  void onMessage(const Message& message);
  // Shows the lines of a batch of history: as many of the latest as the user wants.
  void showHistory(const std::vector<std::string>& lines);

 private:
  void show(const Message& message, bool from_history, std::int64_t seen_until);
  void showPrivate(const Message& message, const ChatMessage& chat);
  void onCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice);
  std::size_t roomFor(OutgoingLine::Kind kind, std::string_view target) const;

  SessionContext& context_;
  Outbox& outbox_;
  Channels& channels_;
  History& history_;
};

}  // namespace irc
