// SPDX-License-Identifier: MIT
// Rooms: who may do what there, their settings, and their end.
#include "audience.h"

#include <utility>

namespace lobby {

void Audience::banned(const Event& event) {
  if (Room* room = network_.room(event.place); room && event.number != 0) {
    room->banned.insert_or_assign(folded(event.recipient), event.recipient);
  } else if (room) {
    room->banned.erase(folded(event.recipient));
  }
}

// A role ends with the stay in the room. A backend that starts reads it behind the entrance, or before a later one.
void Audience::role(const Event& event) {
  Room* room = network_.room(event.place);
  const Person* person = network_.find(event.recipient);
  const Occupant* occupant = room && person ? room->find(*person) : nullptr;
  if (occupant) {
    room->occupants.find(occupant->nickname)->second.role = static_cast<prism::Role>(event.number);
    showToRoom(*room, *person);
  }
}

void Audience::affiliation(const Event& event) {
  Room* room = network_.room(event.place);
  if (!room) {
    return;
  }
  const auto affiliation = static_cast<prism::Affiliation>(event.number);
  if (affiliation == prism::Affiliation::None) {
    room->affiliations.erase(folded(event.recipient));
  } else {
    room->affiliations.insert_or_assign(folded(event.recipient), Affiliated{event.recipient, affiliation});
  }
  if (const Person* person = network_.find(event.recipient)) {
    showToRoom(*room, *person);
  }
}

void Audience::configured(const Event& event) {
  Room* room = network_.room(event.place);
  if (!room) {
    return;
  }
  const RoomSettings before = std::exchange(room->settings, RoomSettings::decoded(event.data));
  if (before.title != room->settings.title) {
    for (const auto& [name, person] : network_.people()) {
      if (person.isHere()) {
        listRooms(person);
      }
    }
  }
  if (before.moderated != room->settings.moderated) {
    for (const auto& [nickname, occupant] : room->occupants) {
      showToRoom(*room, *occupant.person);
    }
  }
}

// Both the end of a room and its new beginning remove what was known of it, since the second replaces the first in the
// log.
void Audience::destroyed(const Event& event) {
  Room* room = network_.room(event.place);
  if (!room) {
    return;
  }
  std::string reason = "The room has been destroyed";
  reason += event.text.empty() ? "" : ": " + event.text;
  reason += event.data.empty() ? "" : "; go to " + event.data;
  const auto occupants = std::exchange(room->occupants, {});
  for (const auto& [nickname, gone] : occupants) {
    if (gone.person->isHere()) {
      prism::Participant participant = presenceFor(*room, gone, gone);
      participant.status = prism::Status::Offline;
      participant.status_text = reason;
      host_.participantChanged(participant);
    }
  }
  Room empty;
  empty.name = room->name;
  empty.is_destroyed = event.number != 0;
  *room = std::move(empty);
}

// Shows a participant to all in the room, if it is there.
void Audience::showToRoom(const Room& room, const Person& person) const {
  const Occupant* self = room.find(person);
  for (const auto& [nickname, viewer] : room.occupants) {
    if (self && viewer.person->isHere()) {
      showParticipant(room, viewer, *self);
    }
  }
}

void Audience::listRooms(const Person& person) const {
  std::vector<prism::RoomName> rooms;
  for (const auto& [name, room] : network_.rooms()) {
    if (!room.is_destroyed) {
      rooms.push_back({room.name, room.settings.title.empty() ? room.name : room.settings.title});
    }
  }
  host_.roomList(person.user, rooms);
}

}  // namespace lobby
