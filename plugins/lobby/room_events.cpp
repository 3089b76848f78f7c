// SPDX-License-Identifier: MIT
// Rooms: who is there, and the subject.
#include "audience.h"

namespace lobby {

// The presence of an occupant, as `viewer` gets it.
prism::Participant Audience::presenceFor(const Room& room, const Occupant& viewer, const Occupant& whom) const {
  const Person& person = *whom.person;
  prism::Participant participant{viewer.person->user, viewer.room, whom.nickname, person.status, person.status_text};
  // To Spectrum, Offline means that a participant has left, so a participant in the room is always shown as present.
  if (person.status == prism::Status::Offline || person.status == prism::Status::Invisible) {
    participant.status = prism::Status::Online;
  }
  participant.me = viewer.person == whom.person;
  participant.account = person.name;
  // A person with no more and no fewer rights than everybody is shown without a role, unless a moderator has given it.
  const prism::Affiliation affiliation = network_.affiliation(room, person.name);
  const prism::Role role = network_.role(room, whom);
  if (affiliation != prism::Affiliation::None) {
    participant.affiliation = affiliation;
  }
  if (role != prism::Role::Participant || whom.role != prism::Role::Unknown) {
    participant.role = role;
  }
  return participant;
}

void Audience::showParticipant(const Room& room, const Occupant& viewer, const Occupant& whom) const {
  if (whom.person->card != 0 && viewer.person != whom.person) {
    showPicture(*whom.person, viewer.person->user, viewer.room, whom.nickname);
  }
  host_.participantChanged(presenceFor(room, viewer, whom));
}

void Audience::entered(const Event& event) {
  Room* room = network_.room(event.place);
  const Person* person = network_.find(event.author);
  if (!room || !person) {
    return;
  }
  if (const Occupant* before = room->find(*person); before && before->nickname != event.nickname) {
    leave(*room, *person, {});
  }
  const Occupant self{person, event.nickname, event.text};
  room->occupants.insert_or_assign(event.nickname, self);
  const bool is_here = person->isHere();
  for (const auto& [nickname, other] : room->occupants) {
    if (is_here && other.person != person) {
      showParticipant(*room, self, other);
    }
  }
  if (is_here) {
    host_.joined(presenceFor(*room, self, self));
    host_.subjectChanged({person->user, self.room, room->subject_by, room->subject});
  }
  for (const auto& [nickname, other] : room->occupants) {
    if (other.person != person && other.person->isHere()) {
      showParticipant(*room, other, self);
    }
  }
}

void Audience::left(const Event& event) {
  Room* room = network_.room(event.place);
  const Person* person = network_.find(event.author);
  if (room && person) {
    leave(*room, *person, event);
  }
}

void Audience::leave(Room& room, const Person& person, const Event& why) {
  const Occupant* self = room.find(person);
  if (!self) {
    return;
  }
  const auto departure = static_cast<Departure>(why.number);
  const Occupant gone = *self;
  room.occupants.erase(gone.nickname);
  const auto tell = [&](const Occupant& viewer) {
    if (viewer.person->isHere()) {
      prism::Participant participant = presenceFor(room, viewer, gone);
      participant.status = prism::Status::Offline;
      participant.status_text = why.text;
      participant.kicked = departure == Departure::kKicked;
      participant.banned = departure == Departure::kBanned;
      participant.actor = why.recipient;
      host_.participantChanged(participant);
    }
  };
  for (const auto& [nickname, viewer] : room.occupants) {
    tell(viewer);
  }
  if (departure != Departure::kOwnWish) {
    tell(gone);
  }
}

void Audience::subject(const Event& event) {
  Room* room = network_.room(event.place);
  if (!room) {
    return;
  }
  room->subject = event.text;
  room->subject_by = event.nickname;
  for (const auto& [nickname, reader] : room->occupants) {
    if (reader.person->isHere()) {
      host_.subjectChanged({reader.person->user, reader.room, room->subject_by, room->subject});
    }
  }
}

void Audience::invited(const Event& event) {
  if (const Person* person = network_.find(event.recipient); person && person->isHere()) {
    host_.roomInvited({person->user, event.place, event.author, event.text});
  }
}

void Audience::showInRooms(const Person& person) {
  for (const auto& [name, room] : network_.rooms()) {
    showToRoom(room, person);
  }
}

}  // namespace lobby
