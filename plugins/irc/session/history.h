// SPDX-License-Identifier: MIT
// Batches, and the history of channels that arrives in them: https://ircv3.net/specs/extensions/batch and
// https://ircv3.net/specs/extensions/chathistory
#pragma once

#include "protocol/message.h"
#include "session/channel.h"
#include "session/context.h"
#include "session/memory.h"
#include "session/outbox.h"

#include <cstddef>
#include <cstdint>
#include <map>
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
  // Keeps a line of a batch of history until the batch ends. Returns false if it belongs to none.
  bool keep(const Message& message, std::string_view line);
  // Returns the lines that were kept of a batch.
  std::vector<std::string> takeLines(std::string_view batch);
  void endBatch(std::string_view name);
  // Returns true if the message is in a batch that answers a labelled line of the outbox.
  bool isLabelled(const Message& message) const;

  void clear() {
    batches_.clear();
    private_limits_.clear();
    targets_ = 0;
  }

 private:
  struct Batch {
    std::string type;
    std::string parent;
    bool labelled = false;
    Charge charge;  // of `history`
    std::vector<std::string> history;
  };

  // Returns the batch of a message, or one around it, for which `matches` returns true; nullptr if there is none.
  template <typename Matches>
  const Batch* findBatch(const Message& message, const Matches& matches) const;

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
