// SPDX-License-Identifier: MIT
// Sessions, presence, permissions to see it, and vCards.
#include "lobby.h"

namespace lobby {

// connected() is called when the event is read: see Audience::online().
void Lobby::login(const prism::Login& login) {
  Person person;
  person.name = login.legacy_name;
  Outcome outcome = Outcome::kStale;
  for (int tries = 0; outcome == Outcome::kStale && tries < kMostTries; ++tries) {
    readLog();
    const Person* known = network_.find(person.name);
    if (known && known->jid != login.user) {
      sweep();  // the other one may have been on a backend that has just ended
      known = network_.find(person.name);
    }
    if (known && known->jid != login.user) {
      network_.endSession(login.user);
      host().disconnected(login.user, prism::ConnectionError::NameInUse, "Somebody of this name is logged in already.");
      return;
    }
    std::vector<Event> events;
    if (known) {  // as the user of a backend that has ended, or that Spectrum has taken the user from
      events = goodbyeOf(*known, false);
    }
    person.session = read_;
    events.push_back(onlineOf(person, login.user));
    network_.beginSession(login.user, person.name);
    outcome = record(std::move(events), read_);
  }
  if (outcome != Outcome::kDone) {
    network_.endSession(login.user);
    host().disconnected(login.user, prism::ConnectionError::Network, sentenceOf(outcome));
    return;
  }
  deliverMissed(person.name);
}

Event Lobby::onlineOf(const Person& person, std::string_view jid) {
  Event event = eventOf(Kind::kOnline, person);
  event.key = keyOf("person", person.name);
  event.recipient = jid;
  event.about = person.session;
  event.number = static_cast<std::int64_t>(person.status);
  event.text = person.status_text;
  return event;
}

void Lobby::deliverMissed(std::string_view name) {
  std::vector<Event> messages;
  while (log_.undelivered(name, &messages) == Outcome::kDone && !messages.empty()) {
    for (const Event& message : messages) {
      audience_->deliverLate(message);
    }
    if (std::vector<Event> received = audience_->takeReceived();
        received.empty() || record(std::move(received)) != Outcome::kDone) {
      return;
    }
  }
}

// If the events cannot be written, sweep() writes them later.
void Lobby::logout(std::string_view user) {
  const Person* person = network_.findUser(user);
  network_.endSession(user);
  if (person) {
    unwritten_.erase(keyOf("person", person->name));
    record(goodbyeOf(*person, true));
  }
}

void Lobby::statusChanged(const prism::Presence& presence) {
  const Person* person = network_.findUser(presence.user);
  if (!person) {
    return;
  }
  if (person->status == presence.status && person->status_text == presence.text) {
    unwritten_.erase(keyOf("person", person->name));  // another one, which came in between
    return;
  }
  Person changed = *person;
  changed.status = presence.status;
  changed.status_text = presence.text;
  recordState(onlineOf(changed, presence.user));
}

// The contacts are the people whom the log knows. Those who have been forgotten are removed from Spectrum's roster.
void Lobby::roster(std::string_view user, const std::vector<prism::Buddy>& buddies) {
  readLog();
  const Person* viewer = network_.findUser(user);
  std::vector<Event> people;
  if (!viewer || log_.people(&people) != Outcome::kDone) {
    return;
  }
  std::map<std::string, std::string> known;  // names by folded name
  for (const Event& person : people) {
    known.emplace(folded(person.author), person.author);
  }
  for (const prism::Buddy& buddy : buddies) {
    const auto name = known.find(folded(buddy.buddy));
    if (const Person* contact = network_.find(buddy.buddy)) {
      audience_->showContact(*contact, *viewer);
    } else if (name != known.end()) {
      host().buddyChanged({user, name->second, prism::Status::Offline});
    }
  }
  host().rosterComplete(user);
}

// Adding a contact asks that user once for permission to see the presence.
void Lobby::buddyChanged(const prism::Buddy& buddy) {
  const Person* asker = network_.findUser(buddy.user);
  const Person* asked = network_.find(buddy.buddy);
  if (asker && asked && asker != asked && !network_.sight(asked->name, asker->name)) {
    record(sightOf(*asked, asker->name, Sight::kAsked));
  }
}

void Lobby::authorizationAnswered(const prism::AuthorizationAnswer& answer) {
  if (const Person* asked = network_.findUser(answer.user)) {
    recordState(sightOf(*asked, answer.buddy, answer.accepted ? Sight::kGranted : Sight::kDenied));
  }
}

void Lobby::buddyBlocked(const prism::Block& block) {
  if (const Person* person = network_.findUser(block.user)) {
    recordState(sightOf(*person, block.buddy, block.blocked ? Sight::kBlocked : Sight::kGranted));
  }
}

Event Lobby::sightOf(const Person& owner, std::string_view viewer, Sight sight) {
  Event event = eventOf(Kind::kSight, owner);
  event.key = keyOf("sight", owner.name, viewer);
  event.recipient = viewer;
  event.number = static_cast<std::int64_t>(sight);
  return event;
}

// Kept after the logout: clients publish a vCard only once.
void Lobby::ownVcard(const prism::VCard& vcard) {
  if (const Person* person = network_.findUser(vcard.user)) {
    Event event = eventOf(Kind::kCard, *person);
    event.key = keyOf("card", person->name);
    event.text = vcard.full_name;
    event.nickname = vcard.vcard_nickname;
    event.data = vcard.photo;
    recordState(event);
  }
}

std::string Lobby::personOf(std::string_view user, std::string_view buddy, std::string_view nickname) {
  if (buddy.empty()) {
    const Person* person = network_.findUser(user);
    return person ? person->name : "";
  }
  if (!nickname.empty()) {
    const Room* room = network_.room(buddy);
    const Occupant* occupant = room ? room->find(nickname) : nullptr;
    return occupant ? occupant->person->name : "";
  }
  return std::string(buddy);
}

// The photo is here, also of a person who is not logged in, so the host need not add it.
void Lobby::vcardWanted(const prism::VCardRequest& request) {
  const std::string name = personOf(request.user, request.buddy, request.nickname);
  const auto person = log_.state(keyOf("person", name));
  const Event card = log_.state(keyOf("card", name)).value_or(Event());
  const std::string full_name = person && card.text.empty() ? person->author : card.text;
  host().vcard({request.user, request.buddy, full_name, card.nickname, card.data, request.nickname});
}

void Lobby::pictureWanted(const prism::PictureRequest& request) {
  const std::string name = personOf(request.user, request.buddy, request.nickname);
  const Event card = log_.state(keyOf("card", name)).value_or(Event());
  if (card.data.empty()) {
    avatar_.remove(request.user, request.buddy, request.nickname);
  } else {
    avatar_.set({request.user, request.buddy, request.nickname, pictureId(card.id), {}, card.data});
  }
}

}  // namespace lobby
