// SPDX-License-Identifier: MIT
// Pages of old messages.
#include "lobby.h"

#include <algorithm>
#include <deque>
#include <limits>

namespace lobby {

void Lobby::announceHistory() {
  for (const auto kind : {prism::Conversation::Contact, prism::Conversation::Room, prism::Conversation::Private}) {
    prism::HistoryCapabilities can;
    can.kind = kind;
    can.latest = can.latest_after = can.before = can.after = can.by_id = true;
    // Messages to somebody who is away wait in the log: see deliverMissed(). What was said in a room is missed.
    can.asks_missed = can.asks_first = kind == prism::Conversation::Room && configuration_.missed > 0;
    can.most_missed = configuration_.missed;
    history_.setCapabilities(can);
  }
}

void Lobby::historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder) {
  constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
  const Person* reader = network_.findUser(request.user);
  const auto place = reader ? placeOfConversation(*reader, request) : std::nullopt;
  if (!place) {
    responder.failed();
    return;
  }
  const std::int64_t after = request.after ? numberOf(request.after->id) : 0;
  const std::int64_t before = request.before ? numberOf(request.before->id) : kEnd;
  std::vector<Event> events;
  const Outcome outcome = log_.page(*place, after, before, request.part == prism::HistoryPart::Newest,
                                    static_cast<std::int64_t>(request.limit), &events);
  if (outcome != Outcome::kDone) {
    responder.failed(sentenceOf(outcome));
    return;
  }
  prism::HistoryPage page;
  page.complete = events.size() < request.limit;
  // Two backends may write within a millisecond, and their clocks may differ. The order of the log counts.
  prism::Time last = 0;
  std::deque<StoredMessage> messages;
  std::deque<std::vector<Event>> reactions;
  for (const Event& event : events) {
    const bool in_room = request.kind == prism::Conversation::Room;
    const std::string_view nickname = in_room ? std::string_view(event.nickname) : request.nickname;
    const Sighting sighting{request.user, request.buddy, nickname, request.kind, reader->name};
    last = std::max(last, event.time);
    prism::HistoryEntry& entry = page.entries.emplace_back();
    entry.message = messages.emplace_back(event, log_).to(sighting, last);
    entry.message.carbon = !in_room && sighting.isBy(event.author);
    entry.retracted = event.isRetracted();
    entry.edited = event.edited != 0;
    entry.edited_time = event.edited;
    if (!entry.retracted && log_.reactions(event.id, &reactions.emplace_back()) == Outcome::kDone) {
      for (const Event& one : reactions.back()) {
        const bool own = sighting.isBy(one.author);
        entry.reactions.push_back(
            {split(one.data), in_room ? std::string_view(one.nickname) : std::string_view(), own});
      }
    }
  }
  responder.done(page);
}

std::optional<std::string> Lobby::placeOfConversation(const Person& reader, const prism::HistoryRequest& request) {
  if (request.kind == prism::Conversation::Contact) {
    return placeOf(reader.name, request.buddy);
  }
  const Room* room = network_.room(request.buddy);
  if (!room || !room->find(reader)) {
    return std::nullopt;
  }
  if (request.kind == prism::Conversation::Room) {
    return room->name;
  }
  const Occupant* other = room->find(request.nickname);
  return other ? std::optional(placeOf(reader.name, other->person->name, room->name)) : std::nullopt;
}

}  // namespace lobby
