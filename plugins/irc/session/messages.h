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

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace irc {

class Messages {
 public:
  // All of them must outlive this object.
  Messages(SessionContext& context, Outbox& outbox, Channels& channels, History& history)
      : context_(context), outbox_(outbox), channels_(channels), history_(history) {}

  void startConnection() { echoes_.clear(); }

  // Sends a text with formatting codes, of any length. Returns false if nothing is sent: the queue is full, or the
  // target is not a valid name. In a channel the user sees it by Observer::channelMessage().
  bool send(std::string_view target, std::string_view text, ChatMessage::Kind kind);
  // The number of messages to `target` that wait for flood control, and the time until the last of them is sent.
  std::size_t waitingFor(std::string_view target) const { return outbox_.waitingFor(target); }
  std::chrono::milliseconds delayOf(std::string_view target) const { return outbox_.delayFor(target); }
  // Drops the messages to `target` that wait; all messages if it is empty. Returns their number.
  std::size_t drop(std::string_view target) { return outbox_.dropMessages(target); }
  // Returns true if `name` is one of the last people that the user has written to.
  bool wasWrittenTo(std::string_view name) const;

  // A message has been written to the connection: shows it, or waits for the server to echo it.
  void onSent(const OutgoingLine& line);

  // PRIVMSG and NOTICE
  void onMessage(const Message& message);
  // Shows the lines of a batch of history: as many of the latest as the user wants.
  void showHistory(const std::vector<std::string>& lines);

 private:
  void echoLocally(const OutgoingLine& line);
  bool isEcho(const Message& message, const ChatMessage& chat);
  std::int64_t timeOf(const Message& message) const;
  void show(const Message& message, bool from_history);
  void showPrivate(const Message& message, const ChatMessage& chat);
  void onCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice);
  std::size_t roomFor(OutgoingLine::Kind kind, std::string_view target) const;

  SessionContext& context_;
  Outbox& outbox_;
  Channels& channels_;
  History& history_;
  std::vector<std::string> recent_targets_;  // folded
  // Private messages without a label that the server will echo: the folded target, and the text without codes.
  std::vector<std::pair<std::string, std::string>> echoes_;
};

}  // namespace irc
