// SPDX-License-Identifier: MIT
// Batches, and what arrives in them: the history of channels, messages of several lines, and answers to labelled lines.
// https://ircv3.net/specs/extensions/batch, https://ircv3.net/specs/extensions/chathistory and
// https://ircv3.net/specs/extensions/multiline
#pragma once

#include "protocol/message.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/kept_message.h"
#include "session/memory.h"
#include "session/outbox.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

class History {
 public:
  // Both must outlive this object.
  History(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // Requests the latest messages of a channel since the last one that was seen.
  void request(const Channel& channel);
  // The user has been shown a message of this time, ms: later history begins behind it.
  void remember(Channel& channel, std::int64_t server_time);
  // The same for private messages, by the folded nickname of the other person.
  void remember(const std::string& folded_nick, std::int64_t server_time, bool from_history);
  bool wasSeen(const std::string& folded_nick, std::int64_t server_time, bool from_history);
  // Requests the private messages that a bouncer has kept since the last one that was seen.
  void requestPrivate();
  // CHATHISTORY TARGETS of the server: somebody who has written.
  void onTarget(std::string_view name);
  // True if the server keeps messages for the user, and the user wants to see them.
  bool isOffered() const;

  // BATCH +name type
  void startBatch(std::string_view name, const Message& message);
  // Keeps a line of a batch of history, or of a message of several lines, until the batch ends. Returns false if it
  // belongs to none.
  bool keep(const Message& message, std::string_view line);

  // What a batch has brought.
  struct Ended {
    std::vector<KeptMessage> history;
    std::optional<KeptMessage> message;  // of several lines, and not of history
  };
  // BATCH -name
  Ended endBatch(std::string_view name);

  // Returns the label of a line, or that of a batch that it is in; empty if there is none.
  std::string labelOf(const Message& message) const;

  void clear() {
    batches_.clear();
    private_limits_.clear();
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

    bool isHistory() const { return type == "chathistory" || type == "draft/chathistory"; }
    bool isMultiline() const { return type == "draft/multiline" || type == "multiline"; }
  };

  void keepPiece(Batch* batch, const Message& message);
  std::optional<KeptMessage> assemble(Batch* batch);
  void keepInHistory(Batch* batch, KeptMessage message);
  // Returns the batch of a message, or one around it, for which `matches` returns true; nullptr if there is none.
  template <typename Matches>
  const Batch* findBatch(std::string_view name, const Matches& matches) const;

  std::string countOf(std::uint32_t messages) const;
  void requestLatest(std::string_view target, std::int64_t after);
  HistoryLimits& limitsOf(const std::string& folded_nick);

  SessionContext& context_;
  Outbox& outbox_;
  std::map<std::string, Batch, std::less<>> batches_;
  std::map<std::string, HistoryLimits, std::less<>> private_limits_;  // by folded nickname, on this connection
  std::size_t targets_ = 0;  // answers to CHATHISTORY TARGETS that may still come
};

}  // namespace irc
