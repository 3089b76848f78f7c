// SPDX-License-Identifier: MIT
#include "room.h"

#include <algorithm>
#include <cctype>

namespace lobby {

bool LessIgnoringCase::operator()(std::string_view a, std::string_view b) const {
  const auto before = [](unsigned char x, unsigned char y) { return std::tolower(x) < std::tolower(y); };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
}

void Room::enter(const prism::Join& join, const Person& person) {
  const Person* there = find(join.nickname);
  if (there && there != &person) {
    host_.joinFailed(
        {join.user, join.room, prism::JoinError::NicknameInUse, "Somebody else goes by this nickname here."});
    return;
  }
  if (!there) {
    leave(person);  // the person may be in the room with another nickname
  }
  const auto self =
      occupants_.insert_or_assign(std::string(join.nickname), Occupant{&person, std::string(join.room)}).first;
  const auto visitOthers = [&](const auto& visit) {
    for (const auto& occupant : occupants_) {
      if (occupant.second.person != &person) {
        visit(occupant);
      }
    }
  };
  visitOthers([&](Occupants::const_reference other) { showTo(self->second, other); });
  host_.joined(presenceFor(self->second, *self));
  visitOthers([&](Occupants::const_reference other) { showTo(other.second, *self); });
  host_.subjectChanged({join.user, join.room, subject_by_, subject_});
}

void Room::leave(const Person& person) {
  if (const auto self = find(person); self != occupants_.end()) {
    const auto gone = occupants_.extract(self);
    for (const auto& [nickname, viewer] : occupants_) {
      showTo(viewer, {gone.key(), gone.mapped()}, true);
    }
  }
}

void Room::say(const prism::Message& message, const Person& author) {
  const auto self = find(author);
  if (self == occupants_.end()) {
    return;
  }
  for (const auto& [nickname, reader] : occupants_) {
    if (message.kind == prism::Conversation::Room || nickname == message.nickname) {
      host_.message({reader.person->user, reader.name, message.text, self->first, message.kind, message.xhtml});
    }
  }
}

void Room::setSubject(const Person& person, std::string_view subject) {
  const auto self = find(person);
  if (self == occupants_.end()) {
    return;
  }
  subject_ = subject;
  subject_by_ = self->first;
  for (const auto& [nickname, reader] : occupants_) {
    host_.subjectChanged({reader.person->user, reader.name, subject_by_, subject_});
  }
}

void Room::show(const Person& person) const {
  if (const auto self = find(person); self != occupants_.end()) {
    for (const auto& [nickname, viewer] : occupants_) {
      showTo(viewer, *self);
    }
  }
}

const Person* Room::find(std::string_view nickname) const {
  const auto found = occupants_.find(nickname);
  return found == occupants_.end() ? nullptr : found->second.person;
}

Room::Occupants::const_iterator Room::find(const Person& person) const {
  return std::find_if(occupants_.begin(), occupants_.end(),
                      [&](Occupants::const_reference entry) { return entry.second.person == &person; });
}

prism::Participant Room::presenceFor(const Occupant& viewer, Occupants::const_reference whom, bool has_left) {
  const Person& person = *whom.second.person;
  prism::Participant participant{viewer.person->user, viewer.name, whom.first, person.status, person.status_text};
  // To Spectrum, Offline means that a participant has left, so a participant in the room is always shown as present.
  if (has_left) {
    participant.status = prism::Status::Offline;
  } else if (person.status == prism::Status::Offline || person.status == prism::Status::Invisible) {
    participant.status = prism::Status::Online;
  }
  participant.me = viewer.person == &person;
  return participant;
}

void Room::showTo(const Occupant& viewer, Occupants::const_reference whom, bool has_left) const {
  host_.participantChanged(presenceFor(viewer, whom, has_left));
}

}  // namespace lobby
