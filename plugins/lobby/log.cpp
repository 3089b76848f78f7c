// SPDX-License-Identifier: MIT
#include "log.h"

#include <sys/vfs.h>

#include <filesystem>
#include <stdexcept>

namespace lobby {
namespace {

// The number of the tables' format, in the header of the file.
constexpr std::int64_t kFormat = 2;
constexpr std::int64_t kApplication = 0x6c6f6262;  // 'lobb'

constexpr const char* kTables = R"(
  CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    backend INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    key TEXT UNIQUE,
    place TEXT NOT NULL,
    author TEXT NOT NULL,
    nickname TEXT NOT NULL,
    recipient TEXT NOT NULL,
    about INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    xhtml TEXT NOT NULL,
    thread TEXT NOT NULL,
    data ANY NOT NULL,
    request TEXT NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 0,
    edited INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE reaction (
    message INTEGER NOT NULL,
    person TEXT NOT NULL,
    nickname TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (message, person)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX event_by_kind ON event (kind, id);
  CREATE INDEX message_by_place ON event (place, id) WHERE kind = 100;
  CREATE INDEX message_by_recipient ON event (lower(recipient), id) WHERE kind = 100 AND number = 1 AND delivered = 0;
)";

std::string select(const std::string& which) {
  return "SELECT id, time, backend, kind, coalesce(key, ''), place, author, nickname, recipient, about, number, text, "
         "xhtml, thread, data, request, edited FROM event " +
         which;
}

// Removes the reactions to messages that are not there any more.
constexpr const char* kRemoveReactions =
    "; DELETE FROM reaction WHERE message NOT IN (SELECT id FROM event WHERE kind = 100)";

constexpr int kPageSize = 4096;
constexpr int kPatienceMs = 250;
constexpr int kPatienceAtStartMs = 5'000;
constexpr prism::Time kHour = 3'600'000;

std::int64_t number(const Database& database, const char* pragma) {
  Statement statement(database, pragma);
  return statement.step() == SQLITE_ROW ? statement.integer(0) : 0;
}

// Makes the tables if the file is empty. Returns a sentence on failure.
std::string makeTables(Database* database) {
  Transaction transaction(*database);
  if (transaction.result() != SQLITE_OK) {
    return database->error();
  }
  const std::int64_t format = number(*database, "PRAGMA user_version");
  if (format == 0 && number(*database, "SELECT count(*) FROM sqlite_schema") == 0) {
    const std::string header = "PRAGMA user_version = " + std::to_string(kFormat) +
                               "; PRAGMA application_id = " + std::to_string(kApplication);
    if (database->run(kTables) != SQLITE_OK || database->run(header) != SQLITE_OK ||
        transaction.commit() != SQLITE_OK) {
      return database->error();
    }
    return {};
  }
  if (number(*database, "PRAGMA application_id") != kApplication) {
    return "it is a database of another program";
  }
  if (format != kFormat) {
    return "it has the format " + std::to_string(format) + ", and this version of the plugin knows format " +
           std::to_string(kFormat);
  }
  return {};
}

std::string openDatabase(Database* database, const std::string& path, const LogLimits& limits) {
  if (database->open(path) != SQLITE_OK) {
    return database->error();
  }
  sqlite3_busy_timeout(database->handle(), kPatienceAtStartMs);
  // Committed events outlive a crash of the process. A power failure may take the last ones, but damages nothing.
  for (const std::string& pragma :
       {std::string("trusted_schema = OFF"), "page_size = " + std::to_string(kPageSize),
        std::string("journal_mode = WAL"), std::string("synchronous = NORMAL"), std::string("wal_autocheckpoint = 250"),
        std::string("journal_size_limit = 4000000"), std::string("secure_delete = ON"),
        "max_page_count = " + std::to_string(limits.megabytes * 1024 * 1024 / kPageSize)}) {
    if (database->run("PRAGMA " + pragma) != SQLITE_OK) {
      return database->error();
    }
  }
  std::string failure = makeTables(database);
  sqlite3_busy_timeout(database->handle(), kPatienceMs);
  return failure;
}

// Returns true for NFS, SMB and CIFS (statfs(2)): processes on other machines could write to the database.
bool isNetworkDrive(const std::string& directory) {
  struct statfs drive {};
  if (::statfs(directory.c_str(), &drive) != 0) {
    return false;
  }
  const auto type = static_cast<std::uint32_t>(drive.f_type);
  return type == 0x6969U || type == 0x517BU || type == 0xFE534D42U || type == 0xFF534D42U;
}

Event eventOf(const Statement& row) {
  Event event;
  int column = 0;
  event.id = row.integer(column++);
  event.time = row.integer(column++);
  event.backend = row.integer(column++);
  event.kind = static_cast<Kind>(row.integer(column++));
  event.key = row.text(column++);
  event.place = row.text(column++);
  event.author = row.text(column++);
  event.nickname = row.text(column++);
  event.recipient = row.text(column++);
  event.about = row.integer(column++);
  event.number = row.integer(column++);
  event.text = row.text(column++);
  event.xhtml = row.text(column++);
  event.thread = row.text(column++);
  event.data = row.text(column++);
  event.request = row.text(column++);
  event.edited = row.integer(column++);
  return event;
}

}  // namespace

std::string_view sentenceOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFull:
      return "The gateway cannot store anything at the moment, because its disk is full.";
    case Outcome::kBusy:
    case Outcome::kStale:
      return "The gateway is busy. Please try again.";
    default:
      return "The gateway cannot store anything at the moment, because of a fault.";
  }
}

Log::Log(const LogLimits& limits)
    : limits_(limits),
      insert_(database_,
              "INSERT OR REPLACE INTO event (time, backend, kind, key, place, author, nickname, recipient, about, "
              "number, text, xhtml, thread, data, request) "
              "VALUES (?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      edit_(database_, "UPDATE event SET text = ?, xhtml = ?, edited = ? WHERE id = ? AND kind = 100"),
      retract_(database_,
               "UPDATE event SET text = '', xhtml = '', thread = '', data = '', about = 0, edited = 0, delivered = 1 "
               "WHERE id = ? AND kind = 100"),
      deliver_(database_, "UPDATE event SET delivered = 1 WHERE id = ? AND kind = 100"),
      react_(database_, "INSERT OR REPLACE INTO reaction (message, person, nickname, data) VALUES (?, ?, ?, ?)"),
      unreact_(database_, "DELETE FROM reaction WHERE message = ? AND person = ?"),
      unreact_all_(database_, "DELETE FROM reaction WHERE message = ?"),
      reactions_(database_, "SELECT person, nickname, data FROM reaction WHERE message = ? ORDER BY person LIMIT 100"),
      last_(database_, "SELECT seq FROM sqlite_sequence WHERE name = 'event'"),
      states_(database_, select("WHERE kind < 100 AND kind != 3 ORDER BY id")),  // a card is read when it is wanted
      people_(database_, select("WHERE kind IN (1, 2) ORDER BY id")),
      after_(database_, select("WHERE id > ? ORDER BY id LIMIT 200")),
      undelivered_(database_, select("WHERE kind = 100 AND number = 1 AND delivered = 0 AND lower(recipient) = ? "
                                     "ORDER BY id LIMIT 200")),
      oldest_(database_, select("WHERE kind = 100 AND place = ? AND id > ? AND id < ? ORDER BY id LIMIT ?")),
      newest_(database_, "SELECT * FROM (" +
                             select("WHERE kind = 100 AND place = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?") +
                             ") ORDER BY id"),
      message_(database_, select("WHERE id = ? AND kind = 100 AND (text != '' OR data != '')")),
      state_(database_, select("WHERE key = ?")),
      id_of_data_(database_, "SELECT id FROM event WHERE key = ? AND length(data) > 0"),
      forget_(database_, "DELETE FROM event WHERE ? IN (lower(author), lower(recipient))"),
      forget_reactions_(database_, "DELETE FROM reaction WHERE lower(person) = ?") {}

void Log::open(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) {
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  }
  if (error) {
    throw std::runtime_error("The lobby needs the directory " + directory + ": " + error.message() + ".");
  }
  if (isNetworkDrive(directory)) {
    throw std::runtime_error("The lobby's directory " + directory +
                             " is on a network drive, where its log does not work. Set lobby.directory.");
  }
  const std::string path = directory + "/log.sqlite";
  const std::string failure = openDatabase(&database_, path, limits_);
  if (!failure.empty()) {
    throw std::runtime_error(
        "The lobby cannot use its log " + path + ": " + failure +
        ". If the file is damaged, stop the transport and move the file away: then a new one is made.");
  }
}

Outcome Log::outcomeOf(int result) {
  const int kind = result & 0xff;  // without SQLite's details
  if (kind == SQLITE_OK || kind == SQLITE_ROW || kind == SQLITE_DONE) {
    return Outcome::kDone;
  }
  failure_ = result;
  return kind == SQLITE_BUSY || kind == SQLITE_LOCKED ? Outcome::kBusy
         : kind == SQLITE_FULL                        ? Outcome::kFull
                                                      : Outcome::kBroken;
}

Outcome Log::append(std::vector<Event>* events, std::optional<std::int64_t> seen) {
  Outcome outcome = write(events, seen);
  if (outcome == Outcome::kFull && removeOldest() == SQLITE_OK) {
    outcome = write(events, seen);
  }
  return outcome;
}

Outcome Log::write(std::vector<Event>* events, std::optional<std::int64_t> seen) {
  Transaction transaction(database_);
  if (transaction.result() != SQLITE_OK) {
    return outcomeOf(transaction.result());
  }
  if (seen && last() > *seen) {
    return Outcome::kStale;
  }
  for (Event& event : *events) {
    if (const int result = insert(&event); result != SQLITE_OK) {
      return outcomeOf(result);
    }
  }
  return outcomeOf(transaction.commit());
}

// Changes the message that an event is about.
int Log::changeMessage(const Event& event) {
  switch (event.kind) {
    case Kind::kEdited:
      return edit_.bind(event.text, event.xhtml, event.time, event.about).run();
    case Kind::kRetracted: {
      const int result = retract_.bind(event.about).run();
      return result == SQLITE_OK ? unreact_all_.bind(event.about).run() : result;
    }
    case Kind::kReceived:
      return deliver_.bind(event.about).run();
    case Kind::kReacted:
      return event.data.empty() ? unreact_.bind(event.about, event.author).run()
                                : react_.bind(event.about, event.author, event.nickname, event.data).run();
    default:
      return SQLITE_OK;
  }
}

int Log::insert(Event* event) {
  int result = changeMessage(*event);
  if (result != SQLITE_OK) {
    return result;
  }
  result = insert_
               .bind(event->time, event->backend, static_cast<std::int64_t>(event->kind), event->key, event->place,
                     event->author, event->nickname, event->recipient, event->about, event->number, event->text,
                     event->xhtml, event->thread, event->data, event->request)
               .run();
  event->id = database_.lastId();
  return result;
}

std::int64_t Log::last() {
  const std::int64_t id = last_.bind().step() == SQLITE_ROW ? last_.integer(0) : 0;
  last_.reset();
  return id;
}

Outcome Log::states(std::vector<Event>* ret_events) { return read(&states_.bind(), ret_events); }

Outcome Log::people(std::vector<Event>* ret_events) { return read(&people_.bind(), ret_events); }

Outcome Log::after(std::int64_t id, std::vector<Event>* ret_events) { return read(&after_.bind(id), ret_events); }

Outcome Log::undelivered(std::string_view person, std::vector<Event>* ret_messages) {
  return read(&undelivered_.bind(folded(person)), ret_messages);
}

Outcome Log::page(std::string_view place, std::int64_t after, std::int64_t before, bool newest, std::int64_t limit,
                  std::vector<Event>* ret_messages) {
  return read(&(newest ? newest_ : oldest_).bind(place, after, before, limit), ret_messages);
}

Outcome Log::reactions(std::int64_t message, std::vector<Event>* ret_events) {
  ret_events->clear();
  int result = reactions_.bind(message).step();
  for (; result == SQLITE_ROW; result = reactions_.step()) {
    Event& event = ret_events->emplace_back();
    event.kind = Kind::kReacted;
    event.about = message;
    event.author = reactions_.text(0);
    event.nickname = reactions_.text(1);
    event.data = reactions_.text(2);
  }
  return outcomeOf(result);
}

std::optional<Event> Log::message(std::int64_t id) { return readOne(&message_.bind(id)); }

std::optional<Event> Log::state(std::string_view key) { return readOne(&state_.bind(key)); }

std::int64_t Log::idOfData(std::string_view key) {
  std::int64_t id = 0;
  if (id_of_data_.bind(key).step() == SQLITE_ROW) {
    id = id_of_data_.integer(0);
    id_of_data_.reset();
  }
  return id;
}

Outcome Log::read(Statement* select, std::vector<Event>* ret_events) {
  ret_events->clear();
  int result = select->step();
  for (; result == SQLITE_ROW; result = select->step()) {
    ret_events->push_back(eventOf(*select));
  }
  return outcomeOf(result);
}

std::optional<Event> Log::readOne(Statement* select) {
  std::optional<Event> event;
  if (select->step() == SQLITE_ROW) {
    event = eventOf(*select);
    select->reset();
  }
  return event;
}

Outcome Log::trim(prism::Time now) {
  Transaction transaction(database_);
  if (transaction.result() != SQLITE_OK) {
    return outcomeOf(transaction.result());
  }
  const std::string hour_ago = std::to_string(now - kHour);
  const std::string days_ago = std::to_string(now - limits_.days * 24 * kHour);
  // A person is forgotten with everything that belongs to the person. The subject of a room stays.
  const int result = database_.run("DELETE FROM event WHERE kind > 100 AND time < " + hour_ago +
                                   "; DELETE FROM event WHERE kind IN (2, 6, 9, 100) AND time < " + days_ago +
                                   "; DELETE FROM event WHERE kind IN (3, 4) AND lower(author) NOT IN "
                                   "(SELECT lower(author) FROM event WHERE kind IN (1, 2))" +
                                   kRemoveReactions);
  return outcomeOf(result == SQLITE_OK ? transaction.commit() : result);
}

Outcome Log::forget(std::string_view person) {
  const std::string name = folded(person);
  const int result = forget_reactions_.bind(name).run();
  return outcomeOf(result == SQLITE_OK ? forget_.bind(name).run() : result);
}

// Makes room in a full database: removes the news, and a tenth of the messages. A backend that has not read the news
// yet misses it.
int Log::removeOldest() {
  Transaction transaction(database_);
  if (transaction.result() != SQLITE_OK) {
    return transaction.result();
  }
  const int result = database_.run(
      std::string("DELETE FROM event WHERE kind > 100; DELETE FROM event WHERE kind = 100 AND id <= (SELECT id FROM "
                  "event WHERE kind = 100 ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 10 FROM event WHERE kind = "
                  "100))") +
      kRemoveReactions);
  return result == SQLITE_OK ? transaction.commit() : result;
}

}  // namespace lobby
