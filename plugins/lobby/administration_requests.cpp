// SPDX-License-Identifier: MIT
// Roles, affiliations, settings and the end of a room. network.h says who may do what.
#include "lobby.h"

namespace lobby {

using prism::Affiliation;
using prism::Role;
using prism::RoomsOutcome;

void Lobby::setRole(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  const bool makes_moderator = change.role == Role::Moderator;
  const auto moderation = moderationOf(change, makes_moderator ? Rank::kAdmin : Rank::kModerator, responder);
  if (!moderation) {
    return;
  }
  const Occupant* occupant = moderation->room->find(change.nickname);
  if (!occupant) {
    responder.refuse(RoomsOutcome::NotFound);
    return;
  }
  if (!makes_moderator && network_.isAdmin(*moderation->room, occupant->person->name)) {
    responder.refuse(RoomsOutcome::Conflict, "Admins and owners of a room are its moderators.");
    return;
  }
  Event event = changeOf(Kind::kRole, *moderation, occupant->person->name, change.reason);
  event.key = keyOf("role", moderation->room->name, occupant->person->name);
  event.number = static_cast<std::int64_t>(change.role);
  answerBy(record(event), responder);
}

void Lobby::setAffiliation(const prism::RoomsChange& change, const prism::RoomsResponder& responder) {
  const bool concerns_admins = change.affiliation == Affiliation::Admin || change.affiliation == Affiliation::Owner;
  const auto moderation = moderationOf(change, concerns_admins ? Rank::kOwner : Rank::kAdmin, responder);
  if (!moderation) {
    return;
  }
  const Room& room = *moderation->room;
  const auto person = log_.state(keyOf("person", change.account));
  if (!person) {
    responder.refuse(RoomsOutcome::NotFound);
    return;
  }
  if (network_.isModerator(person->author)) {
    responder.refuse(RoomsOutcome::Conflict, "The administrator of the gateway has made this person an owner.");
    return;
  }
  if (network_.isAdmin(room, person->author) && !network_.isOwner(room, moderation->moderator->person->name)) {
    responder.refuse(RoomsOutcome::Forbidden);
    return;
  }
  std::vector<Event> events;
  if (room.banned.count(folded(person->author)) != 0) {
    events.push_back(banOf(*moderation, person->author, false, change.reason));
  }
  events.push_back(changeOf(Kind::kAffiliation, *moderation, person->author, change.reason));
  events.back().key = keyOf("affiliation", room.name, person->author);
  events.back().number = static_cast<std::int64_t>(change.affiliation);
  answerBy(record(std::move(events)), responder);
}

void Lobby::getSettings(const prism::RoomsSettingsQuery& query, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf({query.user, query.room}, Rank::kOwner, responder)) {
    std::string number;
    responder.settings(moderation->room->settings.form(&number));
  }
}

void Lobby::configure(const prism::RoomsConfiguration& configuration, const prism::RoomsResponder& responder) {
  const auto moderation = moderationOf({configuration.user, configuration.room}, Rank::kOwner, responder);
  if (!moderation) {
    return;
  }
  RoomSettings settings = moderation->room->settings;
  if (!settings.change(configuration.values)) {
    responder.refuse(RoomsOutcome::NotFound);
    return;
  }
  Event event = changeOf(Kind::kConfigured, *moderation, {}, {});
  event.key = keyOf("settings", moderation->room->name);
  event.data = settings.encoded();
  answerBy(record(event), responder);
}

// The room begins anew when a moderator of the configuration enters it: see join().
void Lobby::destroyRoom(const prism::RoomsDestroy& destroy, const prism::RoomsResponder& responder) {
  if (const auto moderation = moderationOf({destroy.user, destroy.room}, Rank::kOwner, responder)) {
    Event event = changeOf(Kind::kDestroyed, *moderation, {}, destroy.reason);
    event.key = keyOf("destroyed", moderation->room->name);
    event.number = 1;
    event.data = destroy.alternative;
    answerBy(record(event), responder);
  }
}

Event Lobby::changeOf(Kind kind, const Moderation& moderation, std::string_view whom, std::string_view reason) {
  Event event = eventOf(kind, *moderation.moderator->person);
  event.place = moderation.room->name;
  event.recipient = whom;
  event.text = reason;
  return event;
}

}  // namespace lobby
