// SPDX-License-Identifier: MIT
// The life of the plugin, and its way with the log.
#include "lobby.h"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace lobby {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kTick{5};
constexpr milliseconds kLockRelease{100};  // from the end of a process to that of its locks, at most
constexpr prism::Time kTrimEvery = 600'000;

}  // namespace

Lobby::Lobby(prism::Host host)
    : Plugin(host),
      configuration_(host),
      log_(configuration_.limits),
      backends_(configuration_.directory),
      avatar_(host),
      history_(host),
      commands_(host),
      settings_(host),
      prompts_(host) {
  for (const std::string& name : configuration_.rooms) {
    network_.addRoom(name);
  }
  for (const std::string& name : configuration_.moderators) {
    network_.addModerator(name);
  }
  prism::Chat chat(host);
  for (const auto kind : {prism::Conversation::Contact, prism::Conversation::Room, prism::Conversation::Private}) {
    prism::ChatCapabilities can;
    can.kind = kind;
    can.edit = can.retract = can.reply = can.react = can.thread = can.mark = true;
    can.deliver = kind == prism::Conversation::Contact;
    chat.setCapabilities(can);
  }
  announceHistory();
  announceModeration();
  defineCommands();
  settings_.define({{kTellsRead, prism::ValueKind::Boolean, "Tell others which messages you have read", "", "1"}});
  const prism::Metrics metrics(host);
  written_ = metrics.counter("events_written_total", "Events that this backend has written to the log.");
  told_ = metrics.counter("events_read_total", "Events that this backend has read from the log.");
}

prism::Result Lobby::start() {
  log_.open(configuration_.directory);
  bell_ = Bell(configuration_.directory);
  Event started;
  started.kind = Kind::kStarted;
  started.time = now();
  std::vector<Event> events{started};
  if (log_.append(&events) != Outcome::kDone) {
    throw std::runtime_error("The lobby cannot write to its log in " + configuration_.directory + ": " + log_.error() +
                             ".");
  }
  read_ = events[0].id;
  backends_.begin(read_);
  audience_.emplace(host(), log_, network_, read_);
  if (log_.states(&events) != Outcome::kDone) {
    throw std::runtime_error("The lobby cannot read its log in " + configuration_.directory + ": " + log_.error() +
                             ".");
  }
  for (const Event& event : events) {
    audience_->tell(event);
  }
  if (bell_.fd() < 0) {
    host().warning("This machine has no inotify watches left: users on different backends get messages seconds later.");
  } else {
    bell_watch_ = host().watch(bell_.fd(), prism::Ready::Readable, [this](prism::Ready) { onBell(); });
  }
  tick_ = host().every(kTick, [this] { onTick(); });
  onTick();
  backends_.removeFiles();
  return prism::Result::Ok;
}

prism::Features Lobby::features() {
  prism::Features features;
  features.receipts = true;
  return features;
}

Outcome Lobby::record(std::vector<Event> events, std::optional<std::int64_t> seen) {
  for (Event& event : events) {
    event.time = now();
    event.backend = backends_.own();
  }
  const Outcome outcome = log_.append(&events, seen);
  if (outcome == Outcome::kDone) {
    has_failed_ = false;
    written_.add(static_cast<std::uint32_t>(events.size()));
    for (const Event& event : events) {
      unwritten_.erase(event.key);
    }
    bell_.ring();
    readLog();
  } else if (outcome != Outcome::kStale && !std::exchange(has_failed_, true)) {
    host().error("The log in " + configuration_.directory + " cannot be written: " + log_.error() +
                 ". Messages are refused until it can.");
  }
  return outcome;
}

void Lobby::recordState(Event event) {
  if (record(event) != Outcome::kDone) {
    const std::string key = event.key;
    unwritten_.insert_or_assign(key, std::move(event));
  }
}

void Lobby::readLog() {
  if (reading_) {
    return;  // the loop below reads what was written meanwhile
  }
  struct Reading {
    explicit Reading(bool* flag) : flag_(flag) { *flag_ = true; }
    ~Reading() { *flag_ = false; }
    bool* flag_;
  } const reading(&reading_);
  std::vector<Event> events;
  while (log_.after(read_, &events) == Outcome::kDone && !events.empty()) {
    told_.add(static_cast<std::uint32_t>(events.size()));
    for (const Event& event : events) {
      read_ = event.id;
      audience_->tell(event);
    }
    recordReceived();
  }
}

// Another program may have locked the log right now: then onTick() tries again, so that no receipt is lost.
void Lobby::recordReceived() {
  std::vector<Event> all = std::exchange(unreceived_, {});
  for (Event& received : audience_->takeReceived()) {
    if (all.size() < kMostUnreceived) {
      all.push_back(std::move(received));
    }
  }
  if (!all.empty() && record(all) != Outcome::kDone) {
    unreceived_ = std::move(all);
  }
}

void Lobby::onBell() {
  if (bell_.read()) {
    sweep_ = host().after(kLockRelease, [this] { sweep(); });
  }
  readLog();
}

void Lobby::onTick() {
  sweep();
  recordReceived();
  for (const auto& [key, event] : std::map<std::string, Event>(unwritten_)) {
    if (record(event) != Outcome::kDone) {
      break;
    }
  }
  if (now() - trimmed_ >= kTrimEvery && log_.trim(now()) == Outcome::kDone) {
    trimmed_ = now();
  }
}

void Lobby::sweep() {
  for (int tries = 0; tries < kMostTries; ++tries) {
    readLog();
    std::map<std::int64_t, bool> runs;
    std::vector<Event> events;
    for (const auto& [name, person] : network_.people()) {
      const auto [backend, is_new] = runs.try_emplace(person.backend, true);
      if (is_new) {
        backend->second = backends_.runs(person.backend);
      }
      if (person.backend == backends_.own() ? !person.isHere() : !backend->second) {
        const std::vector<Event> goodbye = goodbyeOf(person, true);
        events.insert(events.end(), goodbye.begin(), goodbye.end());
      }
    }
    if (events.empty() || record(std::move(events), read_) != Outcome::kStale) {
      return;
    }
  }
}

std::vector<Event> Lobby::goodbyeOf(const Person& person, bool offline) {
  std::vector<Event> events;
  for (const auto& [name, room] : network_.rooms()) {
    if (room.find(person)) {
      events.push_back(eventOf(Kind::kLeft, person));
      events.back().place = room.name;
      events.back().key = keyOf("in", room.name, person.name);
    }
  }
  if (offline) {
    events.push_back(eventOf(Kind::kOffline, person));
    events.back().key = keyOf("person", person.name);
  }
  return events;
}

prism::Time Lobby::now() { return prism::timeOf(std::chrono::system_clock::now()); }

Event Lobby::eventOf(Kind kind, const Person& author) {
  Event event;
  event.kind = kind;
  event.author = author.name;
  return event;
}

}  // namespace lobby

PRISM_PLUGIN(
    lobby::Lobby, "lobby", "Lobby", PRISM_VERSION, "",
    "service.working_dir lobby.room lobby.moderator lobby.keep_days lobby.keep_megabytes lobby.missed lobby.directory");
