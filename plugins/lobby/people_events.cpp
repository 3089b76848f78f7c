// SPDX-License-Identifier: MIT
// People: who is logged in, with what status, and who may see it.
#include "audience.h"

#include <utility>

namespace lobby {

void Audience::tell(const Event& event) {
  switch (event.kind) {
    case Kind::kOnline:
      return online(event);
    case Kind::kOffline:
      return offline(event);
    case Kind::kSight:
      return sight(event);
    case Kind::kEntered:
      return entered(event);
    case Kind::kLeft:
      return left(event);
    case Kind::kBanned:
      return banned(event);
    case Kind::kRole:
      return role(event);
    case Kind::kAffiliation:
      return affiliation(event);
    case Kind::kConfigured:
      return configured(event);
    case Kind::kDestroyed:
      return destroyed(event);
    case Kind::kSubject:
      return subject(event);
    case Kind::kInvited:
      return invited(event);
    case Kind::kMessage:
      return event.isRetracted() ? void() : message(event);  // before this backend has read it
    case Kind::kEdited:
      return edited(event);
    case Kind::kRetracted:
      return retracted(event);
    case Kind::kReacted:
      return reacted(event);
    case Kind::kRead:
      return read(event);
    case Kind::kReceived:
      return received(event);
    case Kind::kTyping:
      return typing(event);
    case Kind::kAttention:
      return attention(event);
    case Kind::kCard:
      return card(event);
    case Kind::kNone:
    case Kind::kStarted:
      return;
  }
}

void Audience::online(const Event& event) {
  Person* known = network_.find(event.author);
  const bool is_here = event.backend == own_backend_ && network_.hasSession(event.recipient);
  const bool is_new = !known || known->backend != event.backend || known->session != event.about;
  Person& person = known ? *known : network_.add(event.author);
  person.name = event.author;
  person.jid = event.recipient;
  person.backend = event.backend;
  person.session = event.about;
  person.status = static_cast<prism::Status>(event.number);
  person.status_text = event.text;
  person.user = is_here ? person.jid : std::string();
  if (is_new) {
    person.card = log_.idOfData(keyOf("card", person.name));
    network_.forgetUnanswered(person.name);  // the last logout may not have been read: the login has replaced it
  }
  if (is_new && is_here) {
    host_.connected(person.user);
    listRooms(person);
  }
  for (const auto& [name, other] : network_.people()) {
    if (is_new) {
      show(other, person, {"Lobby"});
    }
    show(person, other, is_new ? std::vector<std::string_view>{"Lobby"} : std::vector<std::string_view>());
  }
  showInRooms(person);
}

void Audience::offline(const Event& event) {
  const Person* known = network_.find(event.author);
  if (!known) {
    return;
  }
  Person person = *known;
  for (auto& [name, room] : network_.rooms()) {
    leave(room, *known, {});
  }
  network_.remove(*known);
  network_.forgetUnanswered(person.name);
  person.status = prism::Status::Offline;
  person.status_text.clear();
  for (const auto& [name, viewer] : network_.people()) {
    show(person, viewer);
  }
  if (person.isHere()) {  // another backend has taken this one for dead
    host_.disconnected(person.user, prism::ConnectionError::Network, "The gateway has lost this session.");
    network_.endSession(person.user);
  }
}

void Audience::sight(const Event& event) {
  const auto sight = static_cast<Sight>(event.number);
  const Person* owner = network_.find(event.author);
  const Person* viewer = network_.find(event.recipient);
  if (sight == Sight::kAsked) {
    if (owner && viewer) {  // a question ends with the session of either
      network_.setSight(event.author, event.recipient, sight);
      if (owner->isHere()) {
        host_.authorizationRequested(owner->user, viewer->name);
      }
    }
    return;
  }
  network_.setSight(event.author, event.recipient, sight);
  if (owner && viewer) {
    show(*owner, *viewer);
  }
}

// Sends the presence of `person` to `viewer`, as Offline if it is Invisible, or if `viewer` may not see it.
void Audience::show(const Person& person, const Person& viewer, std::vector<std::string_view> groups) const {
  if (&person == &viewer || !viewer.isHere()) {
    return;
  }
  prism::Buddy buddy{viewer.user, person.name, person.status, person.status_text};
  const auto sight = network_.sight(person.name, viewer.name);
  if (person.status == prism::Status::Invisible || sight == Sight::kDenied || sight == Sight::kBlocked) {
    buddy.status = prism::Status::Offline;
    buddy.status_text = {};
  }
  buddy.groups = std::move(groups);
  if (person.card != 0) {
    showPicture(person, viewer.user, person.name);
  }
  host_.buddyChanged(buddy);
}

void Audience::card(const Event& event) {
  Person* const person = network_.find(event.author);
  const std::int64_t before = person ? person->card : 0;
  const std::int64_t now = event.data.empty() ? 0 : event.id;
  if (!person || before == now) {
    return;
  }
  person->card = now;
  for (const auto& [name, viewer] : network_.people()) {
    if (viewer.isHere() && &viewer != person) {
      showPicture(*person, viewer.user, person->name);
    }
  }
  for (const auto& [name, room] : network_.rooms()) {
    const Occupant* const self = room.find(*person);
    for (const auto& [nickname, viewer] : room.occupants) {
      if (self && viewer.person->isHere() && viewer.person != person) {
        showPicture(*person, viewer.person->user, viewer.room, self->nickname);
      }
    }
  }
}

// The host asks Lobby::pictureWanted() for the bytes, once for all users.
void Audience::showPicture(const Person& person, std::string_view viewer, std::string_view buddy,
                           std::string_view nickname) const {
  if (person.card == 0) {
    avatar_.remove(viewer, buddy, nickname);
  } else {
    avatar_.set({viewer, buddy, nickname, pictureId(person.card)});
  }
}

}  // namespace lobby
