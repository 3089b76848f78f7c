// SPDX-License-Identifier: MIT
// Requests of moderators in rooms, and invitations.
#include "lobby.h"

namespace lobby {

using prism::RoomsOutcome;

void Lobby::announceModeration() const {
  prism::RoomsCapabilities can;
  can.kick = can.ban = can.list = can.invite = true;
  can.set_role = can.set_affiliation = can.configure = can.destroy = true;
  prism::Rooms(host()).setCapabilities(can);
}

void Lobby::kick(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, Rank::kModerator, responder)) {
    const Occupant* occupant = moderation->room->find(change.nickname);
    if (!occupant) {
      responder.refuse(RoomsOutcome::NotFound);
      return;
    }
    if (outranks(*moderation, occupant->person->name)) {
      responder.refuse(RoomsOutcome::Forbidden);
      return;
    }
    answerBy(record(removalOf(*moderation, *occupant->person, Departure::kKicked, change.reason)), responder);
  }
}

void Lobby::ban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, Rank::kAdmin, responder)) {
    const Occupant* occupant = moderation->room->find(change.nickname);
    const auto person = log_.state(keyOf("person", occupant ? occupant->person->name : std::string(change.account)));
    if (!person) {
      responder.refuse(RoomsOutcome::NotFound);
      return;
    }
    if (outranks(*moderation, person->author)) {
      responder.refuse(RoomsOutcome::Forbidden);
      return;
    }
    std::vector<Event> events{banOf(*moderation, person->author, true, change.reason)};
    if (moderation->room->affiliations.count(folded(person->author)) != 0) {
      events.push_back(changeOf(Kind::kAffiliation, *moderation, person->author, change.reason));
      events.back().key = keyOf("affiliation", moderation->room->name, person->author);
      events.back().number = static_cast<std::int64_t>(prism::Affiliation::None);
    }
    const Person* banned = network_.find(person->author);
    if (banned && moderation->room->find(*banned)) {
      events.push_back(removalOf(*moderation, *banned, Departure::kBanned, change.reason));
    }
    answerBy(record(std::move(events)), responder);
  }
}

void Lobby::unban(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf(change, Rank::kAdmin, responder)) {
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
  const Room* room = network_.room(query.room);
  if (room && query.affiliation == prism::Affiliation::Outcast) {
    for (const auto& [key, name] : room->banned) {
      members.push_back({name});
    }
  } else if (room) {
    for (const auto& [key, one] : room->affiliations) {
      if (one.affiliation == query.affiliation && !network_.isModerator(one.name)) {
        members.push_back({one.name});
      }
    }
    if (query.affiliation == prism::Affiliation::Owner) {
      for (const std::string& name : network_.moderators()) {
        members.push_back({name});
      }
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

std::optional<Lobby::Moderation> Lobby::moderationOf(const prism::RoomsChange& change, Rank rank,
                                                     const prism::RoomsResponder& responder) {
  readLog();
  const Person* person = network_.findUser(change.user);
  const Room* room = network_.room(change.room);
  const Occupant* self = person && room ? room->find(*person) : nullptr;
  const bool may = self && (rank == Rank::kOwner   ? network_.isOwner(*room, person->name)
                            : rank == Rank::kAdmin ? network_.isAdmin(*room, person->name)
                                                   : network_.role(*room, *self) == prism::Role::Moderator);
  if (!may) {
    responder.refuse(RoomsOutcome::Forbidden);
    return std::nullopt;
  }
  return Moderation{room, self};
}

// Admins and owners can be removed by owners only, and those of the configuration by nobody.
bool Lobby::outranks(const Moderation& moderation, std::string_view name) const {
  const Room& room = *moderation.room;
  return network_.isModerator(name) ||
         (network_.isAdmin(room, name) && !network_.isOwner(room, moderation.moderator->person->name));
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
