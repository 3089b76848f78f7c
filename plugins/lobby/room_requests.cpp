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
    if (!person || !room) {
      host().joinFailed({join.user, join.room, prism::JoinError::RoomNotFound, "There is no such room."});
      return;
    }
    if (room->banned.count(folded(person->name)) != 0) {
      host().joinFailed({join.user, join.room, prism::JoinError::Banned, "You have been banned from this room."});
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
    outcome = record({event}, read_);
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
  if (self) {
    Event event = eventOf(Kind::kSubject, *person);
    event.key = keyOf("subject", room->name);
    event.place = room->name;
    event.nickname = self->nickname;
    event.text = subject.subject;
    recordState(event);
  }
}

}  // namespace lobby
