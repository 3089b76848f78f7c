// SPDX-License-Identifier: MIT
// Batches, and what arrives in them: history, messages of several lines, and answers to labelled lines. Also what the
// user has seen of each conversation, and whose private messages have waited.
// https://ircv3.net/specs/extensions/batch, https://ircv3.net/specs/extensions/chathistory and
// https://ircv3.net/specs/extensions/multiline
#pragma once

#include "protocol/message.h"
#include "session/archive_page.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/kept_message.h"
#include "session/memory.h"
#include "session/outbox.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class History {
 public:
  // Both must outlive this object.
  History(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // The user has been shown a message of this time, ms: later history begins behind it.
  void remember(Channel& channel, std::int64_t server_time);
  // The same for private messages with `nick`.
  void remember(std::string_view nick, std::int64_t server_time, bool from_history);
  bool wasSeen(std::string_view nick, std::int64_t server_time, bool from_history);
  // A page of the archive has shown the latest messages, until this time.
  void onPageShown(std::string_view target, std::int64_t time, Channel* channel);

  // Asks the server who has written in private since the last message that was seen.
  void requestTargets();
  // CHATHISTORY TARGETS of the server: somebody has written, last at this time.
  void onTarget(std::string_view name, std::string_view time);
  // A private message with this person is about to be shown. Older ones may have been missed while the server has not
  // told whose.
  void beforePrivateMessage(std::string_view nick);
  // The server has refused CHATHISTORY TARGETS.
  void onTargetsRefused() { targets_ = 0; }
  // True if the server keeps messages for the user, and the user wants to see those that were missed.
  bool isOffered() const;

  // BATCH +name type
  void startBatch(std::string_view name, const Message& message);
  // Keeps a line of a batch of history, or of a message of several lines, until the batch ends. Returns false if it
  // belongs to none.
  bool keep(const Message& message, std::string_view line);

  // What a batch has brought.
  struct Ended {
    std::vector<KeptMessage> history;
    std::optional<KeptMessage> message;   // of several lines, and not of history
    std::optional<BatchSummary> summary;  // of a batch of history
  };
  // BATCH -name
  Ended endBatch(std::string_view name);

  // Returns the label of a line, or that of a batch that it is in; empty if there is none.
  std::string labelOf(const Message& message) const;

  void clear() {
    batches_.clear();
    private_limits_.clear();
    asked_.clear();
    targets_ = 0;
  }

 private:
  struct Batch {
    std::string type;
    std::string parent;
    std::string label;
    Charge charge;  // of the strings below
    std::vector<KeptMessage> history;
    // Of a message of several lines.
    std::string tags;
    std::string source;
    std::string target;
    std::string_view command = {};  // a literal
    std::string text;
    std::size_t lines = 0;
    bool cut = false;
    // Of history.
    PageRequest::Point first = {};
    PageRequest::Point last = {};

    bool isHistory() const { return type == "chathistory" || type == "draft/chathistory"; }
    bool isTargets() const { return type == "draft/chathistory-targets" || type == "chathistory-targets"; }
    bool isMultiline() const { return type == "draft/multiline" || type == "multiline"; }
  };

  void keepPiece(Batch* batch, const Message& message);
  std::optional<KeptMessage> assemble(Batch* batch);
  void keepInHistory(Batch* batch, KeptMessage message);
  // Returns the batch of a message, or one around it, for which `matches` returns true; nullptr if there is none.
  template <typename Matches>
  const Batch* findBatch(std::string_view name, const Matches& matches) const;

  static void count(Batch* batch, const Message& message);
  HistoryLimits& limitsOf(std::string_view nick);

  SessionContext& context_;
  Outbox& outbox_;
  std::map<std::string, Batch, std::less<>> batches_;
  std::map<std::string, HistoryLimits, std::less<>> private_limits_;  // by folded nickname, on this connection
  std::size_t targets_ = 0;                   // answers to CHATHISTORY TARGETS that may still come
  std::set<std::string, std::less<>> asked_;  // folded nicknames whose missed messages are wanted, on this connection
};

}  // namespace irc
