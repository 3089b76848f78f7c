// SPDX-License-Identifier: MIT
#include "network.h"

#include <algorithm>
#include <iterator>

namespace lobby {

const Occupant* Room::find(std::string_view nickname) const {
  const auto found = occupants.find(nickname);
  return found == occupants.end() ? nullptr : &found->second;
}

const Occupant* Room::find(const Person& person) const {
  const auto found = std::find_if(occupants.begin(), occupants.end(),
                                  [&](const auto& entry) { return entry.second.person == &person; });
  return found == occupants.end() ? nullptr : &found->second;
}

prism::Affiliation Network::affiliation(const Room& room, std::string_view name) const {
  if (isModerator(name)) {
    return prism::Affiliation::Owner;
  }
  const auto found = room.affiliations.find(folded(name));
  return found == room.affiliations.end() ? prism::Affiliation::None : found->second.affiliation;
}

prism::Role Network::role(const Room& room, const Occupant& occupant) const {
  const std::string& name = occupant.person->name;
  if (isAdmin(room, name)) {
    return prism::Role::Moderator;
  }
  if (occupant.role != prism::Role::Unknown) {
    return occupant.role;
  }
  const bool is_member = affiliation(room, name) != prism::Affiliation::None;
  return room.settings.moderated && !is_member ? prism::Role::Visitor : prism::Role::Participant;
}

void Network::addRoom(std::string_view name) {
  if (const auto [room, is_new] = rooms_.try_emplace(folded(name)); is_new) {
    room->second.name = name;
  }
}

Person* Network::find(std::string_view name) {
  const auto found = people_.find(folded(name));
  return found == people_.end() ? nullptr : &found->second;
}

Person* Network::findUser(std::string_view user) {
  const auto session = sessions_.find(user);
  Person* person = session == sessions_.end() ? nullptr : find(session->second);
  return person && person->user == user ? person : nullptr;
}

void Network::beginSession(std::string_view user, std::string_view name) {
  sessions_.insert_or_assign(std::string(user), std::string(name));
}

void Network::endSession(std::string_view user) {
  if (Person* person = findUser(user)) {
    person->user.clear();
  }
  if (const auto session = sessions_.find(user); session != sessions_.end()) {
    sessions_.erase(session);
  }
}

Room* Network::room(std::string_view name) {
  const auto found = rooms_.find(folded(name));
  return found == rooms_.end() ? nullptr : &found->second;
}

Person& Network::add(std::string_view name) { return people_[folded(name)]; }

void Network::remove(const Person& person) { people_.erase(folded(person.name)); }

void Network::setSight(std::string_view owner, std::string_view viewer, Sight sight) {
  sights_[{folded(owner), folded(viewer)}] = sight;
}

std::optional<Sight> Network::sight(std::string_view owner, std::string_view viewer) const {
  const auto found = sights_.find({folded(owner), folded(viewer)});
  return found == sights_.end() ? std::nullopt : std::optional(found->second);
}

void Network::forgetUnanswered(std::string_view owner) {
  const std::string name = folded(owner);
  for (auto entry = sights_.lower_bound({name, {}}); entry != sights_.end() && entry->first.first == name;) {
    entry = entry->second == Sight::kAsked ? sights_.erase(entry) : std::next(entry);
  }
}

}  // namespace lobby
