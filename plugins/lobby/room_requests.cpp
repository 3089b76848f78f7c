// SPDX-License-Identifier: MIT
// Joining and leaving rooms, and their subjects.
#include "lobby.h"

namespace lobby {

void Lobby::join(const prism::Join& join) {
  Outcome outcome = Outcome::kStale;
  for (int tries = 0; outcome == Outcome::kStale && tries < kMostTries; ++tries) {
    readLog();
    const Person* person = network_.findUser(join.user);
    const Room* room = network_.room(join.room);
    const bool begins = person && room && room->is_destroyed && network_.isModerator(person->name);
    if (!person || !room || (room->is_destroyed && !begins)) {
      host().joinFailed({join.user, join.room, prism::JoinError::RoomNotFound, "There is no such room."});
      return;
    }
    if (room->banned.count(folded(person->name)) != 0) {
      host().joinFailed({join.user, join.room, prism::JoinError::Banned, "You have been banned from this room."});
      return;
    }
    if (room->settings.members_only && network_.affiliation(*room, person->name) == prism::Affiliation::None) {
      host().joinFailed({join.user, join.room, prism::JoinError::NotAuthorized, "This room is for its members only."});
      return;
    }
    if (const auto most = static_cast<std::size_t>(room->settings.most_occupants);
        most != 0 && room->occupants.size() >= most && !room->find(*person) && !network_.isAdmin(*room, person->name)) {
      host().joinFailed({join.user, join.room, prism::JoinError::RoomFull, "This room is full."});
      return;
    }
    const Occupant* there = room->find(join.nickname);
    if (there && there->person != person) {
      host().joinFailed(
          {join.user, join.room, prism::JoinError::NicknameInUse, "Somebody else goes by this nickname here."});
      return;
    }
    Event event = eventOf(Kind::kEntered, *person);
    event.key = keyOf("in", room->name, person->name);
    event.place = room->name;
    event.nickname = join.nickname;
    event.text = join.room;
    std::vector<Event> events;
    if (begins) {
      events.push_back(eventOf(Kind::kDestroyed, *person));
      events.back().key = keyOf("destroyed", room->name);
      events.back().place = room->name;
    }
    events.push_back(std::move(event));
    outcome = record(std::move(events), read_);
  }
  if (outcome != Outcome::kDone) {
    host().joinFailed({join.user, join.room, prism::JoinError::Other, sentenceOf(outcome)});
  }
}

void Lobby::leave(const prism::Leave& leave) {
  const Person* person = network_.findUser(leave.user);
  const Room* room = network_.room(leave.room);
  if (person && room && room->find(*person)) {
    Event event = eventOf(Kind::kLeft, *person);
    event.key = keyOf("in", room->name, person->name);
    event.place = room->name;
    recordState(event);
  }
}

void Lobby::setSubject(const prism::Subject& subject) {
  const Person* person = network_.findUser(subject.user);
  const Room* room = network_.room(subject.room);
  const Occupant* self = person && room ? room->find(*person) : nullptr;
  if (self && !room->settings.anybody_sets_subject && network_.role(*room, *self) != prism::Role::Moderator) {
    prism::Message refusal{subject.user, self->room, "Only moderators set the subject of this room."};
    refusal.kind = prism::Conversation::Room;
    host().message(refusal);
  } else if (self) {
    Event event = eventOf(Kind::kSubject, *person);
    event.key = keyOf("subject", room->name);
    event.place = room->name;
    event.nickname = self->nickname;
    event.text = subject.subject;
    recordState(event);
  }
}

}  // namespace lobby
