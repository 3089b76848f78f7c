// SPDX-License-Identifier: MIT
// What moderators do in rooms, and invitations. Moderators are named in the configuration.
#include "lobby.h"

namespace lobby {

using prism::RoomsOutcome;

void Lobby::announceModeration() const {
  prism::RoomsCapabilities can;
  can.kick = can.ban = can.list = can.invite = true;
  can.affiliations = {prism::Affiliation::Outcast};
  prism::Rooms(host()).setCapabilities(can);
}

void Lobby::kick(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, responder)) {
    const Occupant* occupant = moderation->room->find(change.nickname);
    if (!occupant) {
      responder.refuse(RoomsOutcome::NotFound);
      return;
    }
    answerBy(record(removalOf(*moderation, *occupant->person, Departure::kKicked, change.reason)), responder);
  }
}

void Lobby::ban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, responder)) {
    const Occupant* occupant = moderation->room->find(change.nickname);
    const auto person = log_.state(keyOf("person", occupant ? occupant->person->name : std::string(change.account)));
    if (!person) {
      responder.refuse(RoomsOutcome::NotFound);
      return;
    }
    std::vector<Event> events{banOf(*moderation, person->author, true, change.reason)};
    const Person* banned = network_.find(person->author);
    if (banned && moderation->room->find(*banned)) {
      events.push_back(removalOf(*moderation, *banned, Departure::kBanned, change.reason));
    }
    answerBy(record(std::move(events)), responder);
  }
}

void Lobby::unban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, responder)) {
    const auto banned = moderation->room->banned.find(folded(change.account));
    if (banned == moderation->room->banned.end()) {
      responder.refuse(RoomsOutcome::NotFound);
      return;
    }
    answerBy(record(banOf(*moderation, banned->second, false, change.reason)), responder);
  }
}

void Lobby::listAffiliation(const prism::RoomsQuery& query, const prism::RoomsResponder& responder) {
  std::vector<prism::RoomsMember> members;
  if (const Room* room = network_.room(query.room); room && query.affiliation == prism::Affiliation::Outcast) {
    for (const auto& [key, name] : room->banned) {
      members.push_back({name});
    }
  }
  responder.members(members);
}

void Lobby::invite(const prism::RoomsInvite& invite, const prism::RoomsResponder& responder) {
  const Person* inviter = network_.findUser(invite.user);
  const Person* invited = network_.find(invite.invitee);
  const Room* room = network_.room(invite.room);
  if (!inviter || !invited || !room) {
    responder.refuse(RoomsOutcome::NotFound, "Nobody of this name is logged in.");
    return;
  }
  Event event = eventOf(Kind::kInvited, *inviter);
  event.recipient = invited->name;
  event.place = room->name;
  event.text = invite.reason;
  answerBy(record(event), responder);
}

std::optional<Lobby::Moderation> Lobby::moderationOf(const prism::RoomsChange& change,
                                                     const prism::RoomsResponder& responder) {
  readLog();
  const Person* person = network_.findUser(change.user);
  const Room* room = network_.room(change.room);
  const Occupant* self = person && room ? room->find(*person) : nullptr;
  if (!self || !network_.isModerator(person->name)) {
    responder.refuse(RoomsOutcome::Forbidden);
    return std::nullopt;
  }
  return Moderation{room, self};
}

Event Lobby::removalOf(const Moderation& moderation, const Person& person, Departure departure,
                       std::string_view reason) {
  Event event = eventOf(Kind::kLeft, person);
  event.key = keyOf("in", moderation.room->name, person.name);
  event.place = moderation.room->name;
  event.number = static_cast<std::int64_t>(departure);
  event.recipient = moderation.moderator->nickname;
  event.text = reason;
  return event;
}

Event Lobby::banOf(const Moderation& moderation, std::string_view name, bool banned, std::string_view reason) {
  Event event = eventOf(Kind::kBanned, *moderation.moderator->person);
  event.key = keyOf("ban", moderation.room->name, name);
  event.place = moderation.room->name;
  event.recipient = name;
  event.number = banned ? 1 : 0;
  event.text = reason;
  return event;
}

void Lobby::answerBy(Outcome outcome, const prism::RoomsResponder& responder) {
  if (outcome == Outcome::kDone) {
    responder.done();
  } else {
    responder.refuse(RoomsOutcome::Failed, sentenceOf(outcome));
  }
}

}  // namespace lobby
