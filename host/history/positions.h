// SPDX-License-Identifier: MIT
// The positions of one user: the last message that the user was sent in each conversation, so that what is missed can
// be asked for behind it. They are stored, and read again at the next login.
#pragma once

#include "host/chat/conversation_name.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// A message of the network, or a time. Times are in milliseconds since 1970; 0: not known.
struct HistoryPoint {
  std::string id = {};
  std::int64_t time = 0;

  bool isGiven() const { return !id.empty() || time != 0; }
};

// The last ids of a conversation, as hashes: they have a size that no network chooses.
class RecentIds {
 public:
  static constexpr std::size_t kMost = 64;

  bool has(std::string_view id) const;
  void add(std::string_view id);

  // The hashes, the oldest first.
  const std::vector<std::uint64_t>& hashes() const { return hashes_; }
  void addHash(std::uint64_t hash);

 private:
  std::vector<std::uint64_t> hashes_;
};

// The position in one conversation.
class HistoryPosition {
 public:
  ConversationKind kind = ConversationKind::kContact;
  std::string buddy = {};
  std::string nickname = {};

  ConversationName name() const { return {kind, buddy, nickname}; }
  const HistoryPoint& last() const { return last_; }
  bool isGuessed() const { return guessed_; }

  // The user was sent a message by an event. `time`: 0 if the event had none; it was sent `now` then.
  void note(std::string_view id, std::int64_t time, std::int64_t now);
  // The same for a message of a page behind the position.
  void noteMissed(std::string_view id, std::int64_t time, std::int64_t now);
  // The same for a message of a page that the user has asked for: there may be others between it and the position.
  void noteShown(std::string_view id) { ids_.add(id); }
  // The network has told its id of a message that the user has sent.
  void noteSent(std::string_view id, bool is_latest, std::int64_t now);
  // The plugin has told the position, with its time. Returns false if that changes nothing.
  bool set(std::string_view id, std::int64_t time, std::int64_t now);

  // From hold() to release(), the position that counts and is stored is that of the time of hold(), since messages
  // behind it are still to come. hold() after hold() does nothing.
  void hold();
  // Returns true if that moves the position.
  bool release();
  // All messages up to this one of a page behind the position have been sent. Only while the position is held.
  void moveHold(const HistoryPoint& to);
  // The position behind which messages may be missing.
  const HistoryPoint& base() const { return held_ ? held_->point : last_; }
  bool isBaseGuessed() const { return held_ ? held_->guessed : guessed_; }
  // The time before which no message is missing. If that of the position is this machine's, it has a margin, but it is
  // not before the last time that the network has told.
  std::int64_t seenUntil() const;
  // Returns true if so many messages were sent since hold() that their ids are forgotten: the position moves on.
  bool isOverheld() const { return held_ && sent_since_ > RecentIds::kMost; }

  // Returns true if the user was not sent this message of a page, since hold(). `by_id`: the page begins behind the id
  // of the position.
  bool isNew(std::string_view id, std::int64_t time, bool by_id) const;

 private:
  friend class HistoryPositions;

  struct Held {
    HistoryPoint point;
    bool guessed;
    std::int64_t exact;
  };

  std::int64_t baseExact() const { return held_ ? held_->exact : exact_; }

  HistoryPoint last_;
  bool guessed_ = false;    // the time of last_ is that of this machine's clock
  std::int64_t exact_ = 0;  // the latest time that the network has told; 0: none
  std::optional<Held> held_;
  std::int64_t live_since_ = 0;  // the time of the first event since hold(); 0: none
  bool live_guessed_ = false;    // that time is this machine's, until set() tells the network's
  std::size_t sent_since_ = 0;   // hold()
  RecentIds ids_;
};

class HistoryPositions {
 public:
  static constexpr std::size_t kMost = 500;
  static constexpr std::size_t kMostBytes = std::size_t{192} * 1024;  // stored

  // The time by which the clock of the network and that of this machine may differ.
  static constexpr std::int64_t kClockMargin = 30'000;

  // Returns nullptr if there is none.
  HistoryPosition* find(const ConversationName& name);
  // Makes an empty one if there is none. Beyond kMost, the oldest one is dropped.
  HistoryPosition& at(const ConversationName& name);

  std::size_t size() const { return positions_.size(); }

  void visit(const std::function<void(HistoryPosition&)>& visit);

  // Returns what is to be stored; "" if there is no position.
  std::string text() const;
  // Adds what was stored. Positions that are known here and not older stay. Damaged text ends the reading; older
  // positions than 90 days are left out.
  void read(std::string_view text, std::int64_t now);

 private:
  std::map<std::string, HistoryPosition, std::less<>> positions_;  // by conversation key
  std::string key_;                                                // reused
};

}  // namespace prism::host
