// SPDX-License-Identifier: MIT
// The log of events: a database that all backends of the transport share. What a backend appends, the others read.
//
// It is bounded: messages are removed when they are too old, or when the database is full, and news after an hour. The
// file needs the shared memory of one machine (https://sqlite.org/wal.html), so it must not be on a network drive.
#pragma once

#include "database.h"
#include "event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lobby {

enum class Outcome {
  kDone,
  kStale,   // there are newer events; nothing was written
  kBusy,    // another process has locked the database for longer than a moment
  kFull,    // the disk is full, or the database has reached its limit
  kBroken,  // the database is damaged or cannot be read
};

// Returns a sentence for the user whose request was refused.
std::string_view sentenceOf(Outcome outcome);

struct LogLimits {
  std::int64_t days = 30;       // messages, and persons who are away, stay for so long
  std::int64_t megabytes = 64;  // of the database file
};

// All of it is [main]. A call takes at most a quarter of a second if another process has locked the database.
class Log {
 public:
  // Touches no file. No other function may be called before open().
  explicit Log(const LogLimits& limits);
  Log(const std::string& directory, const LogLimits& limits) : Log(limits) { open(directory); }

  // Opens the log in this directory, and makes it if it is missing. Throws a std::runtime_error, whose text is a
  // sentence for the administrator.
  void open(const std::string& directory);

  // Appends events in one transaction, and sets their ids. A state replaces the last one with its key. An edit changes
  // its message, and a retraction empties it. With `seen`, nothing is written if there are events after this one.
  Outcome append(std::vector<Event>* events, std::optional<std::int64_t> seen = {});

  // Each sets *ret_events, oldest first.
  Outcome states(std::vector<Event>* ret_events);
  Outcome people(std::vector<Event>* ret_events);                                  // kOnline or kOffline of each person
  Outcome after(std::int64_t id, std::vector<Event>* ret_events);                  // at most 200 events
  Outcome undelivered(std::string_view person, std::vector<Event>* ret_messages);  // at most 200 messages to a person
  // At most `limit` messages, those that have been retracted too.
  Outcome page(std::string_view place, std::int64_t after, std::int64_t before, bool newest, std::int64_t limit,
               std::vector<Event>* ret_messages);

  // Sets *ret_events to the last reactions of each person to a message: events of the kind kReacted without an id.
  Outcome reactions(std::int64_t message, std::vector<Event>* ret_events);

  // Return nothing if there is no such message or state, or if it cannot be read. A message that has been retracted
  // does not count.
  std::optional<Event> message(std::int64_t id);
  std::optional<Event> state(std::string_view key);

  // Returns the id of a state that has data; 0 if there is none, or if it cannot be read.
  std::int64_t idOfData(std::string_view key);

  // The id of the last event.
  std::int64_t last();

  // Removes what is too old.
  Outcome trim(prism::Time now);

  // Removes all events by or for a person.
  Outcome forget(std::string_view person);

  // What SQLite says about the last failure.
  std::string error() const { return sqlite3_errstr(failure_); }

 private:
  // Keeps the result if it is a failure.
  Outcome outcomeOf(int result);
  Outcome write(std::vector<Event>* events, std::optional<std::int64_t> seen);
  int insert(Event* event);
  int changeMessage(const Event& event);
  Outcome read(Statement* select, std::vector<Event>* ret_events);
  std::optional<Event> readOne(Statement* select);
  int removeOldest();

  const LogLimits limits_;
  Database database_;
  int failure_ = SQLITE_OK;
  Statement insert_, edit_, retract_, deliver_, react_, unreact_, unreact_all_, reactions_, last_, states_, people_,
      after_, undelivered_, oldest_, newest_, message_, state_, id_of_data_, forget_, forget_reactions_;
};

}  // namespace lobby
