// SPDX-License-Identifier: MIT
// Messages in both directions: PRIVMSG and NOTICE, in channels and in private, with the CTCP in them.
#pragma once

#include "protocol/message.h"
#include "protocol/outgoing_line.h"
#include "session/channels.h"
#include "session/context.h"
#include "session/followups.h"
#include "session/history.h"
#include "session/kept_message.h"
#include "session/observer.h"
#include "session/outbox.h"
#include "session/sent_labels.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class Messages {
 public:
  // All of them must outlive this object.
  Messages(SessionContext& context, Outbox& outbox, Channels& channels, History& history, Followups& followups)
      : context_(context), outbox_(outbox), channels_(channels), history_(history), followups_(followups) {}

  void startConnection() { echoes_.clear(); }

  // What a message may have in addition to its text.
  struct Extras {
    std::string_view reply_to = {};  // the id of the message that it answers; only if the server carries replies
    OriginPtr origin = {};
  };
  // Sends a text with formatting codes, of any length. Returns false if nothing is sent: the queue is full, or the
  // target is not a valid name. In a channel the user sees it by Observer::channelMessage().
  bool send(std::string_view target, std::string_view text, ChatMessage::Kind kind, const Extras& extras);
  bool send(std::string_view target, std::string_view text, ChatMessage::Kind kind) {
    return send(target, text, kind, Extras());
  }
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
  // Shows the lines of a batch of history: as many of the latest messages as the user wants.
  void showHistory(const std::vector<KeptMessage>& lines);

  // Shows the answer to a request for a page of the archive.
  void showPage(const PageRequest& request, const BatchSummary& batch, const std::vector<KeptMessage>& lines);

  // An error with a label. Returns true if it is the answer to a line whose request is told of it, or whose errors
  // nobody is told.
  bool onError(const Message& message);
  // ACK with a label: there is no other answer.
  void onAck(const Message& message);

 private:
  std::vector<OutgoingLine> linesOf(std::string_view target, std::string_view text, ChatMessage::Kind kind) const;
  void echoLocally(const OutgoingLine& line);
  std::optional<SentLine> takeEcho(const Message& message, const ChatMessage& chat);
  void report(const SentLine& sent, const ChatMessage& chat) const;
  std::int64_t timeOf(const Message& message) const;
  void show(const Message& message, bool from_history);
  std::optional<ChatRecord> readArchived(const Message& message, const PageRequest& request);
  static void cutToLimit(const PageRequest& request, ArchivePage* page);
  void showChangesOf(const std::vector<KeptMessage>& lines);
  void showPrivate(const Message& message, const ChatMessage& chat);
  void rememberId(const std::string& conversation, ChatMessage* chat, std::int64_t server_time,
                  const std::optional<SentLine>& sent);
  void onCtcp(std::string_view nick, std::string_view command, std::string_view arguments, bool notice);
  std::size_t roomFor(OutgoingLine::Kind kind, std::string_view target) const;

  // A message without a label that the server will echo.
  struct Echo {
    std::string target;  // folded
    std::string text;    // without codes
    SentLine line;
  };

  SessionContext& context_;
  Outbox& outbox_;
  Channels& channels_;
  History& history_;
  Followups& followups_;
  std::vector<std::string> recent_targets_;  // folded
  std::vector<Echo> echoes_;
};

}  // namespace irc
