// SPDX-License-Identifier: MIT
// What the log says of the network now: who is logged in, and who is in which room. Each backend has it in memory.
#pragma once

#include "event.h"
#include "room_settings.h"
#include <prism/plugin.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace lobby {

// Somebody who is logged in, on whatever backend.
struct Person {
  std::string name;
  std::string jid;
  std::string user;  // the JID again if the session is one of this backend; else empty
  std::int64_t backend = 0;
  std::int64_t session = 0;  // differs in each session on a backend
  prism::Status status = prism::Status::Online;
  std::string status_text;
  std::int64_t card = 0;  // the id of the event with the vCard; 0: that has no photo

  bool isHere() const { return !user.empty(); }
};

struct Occupant {
  const Person* person = nullptr;
  std::string nickname;
  std::string room;                         // the room's name as this person has written it
  prism::Role role = prism::Role::Unknown;  // that a moderator has given
};

struct Affiliated {
  std::string name;
  prism::Affiliation affiliation;
};

struct Room {
  std::string name;
  std::map<std::string, Occupant, std::less<>> occupants;  // by nickname
  std::map<std::string, std::string> banned;               // names of persons, by folded name
  std::map<std::string, Affiliated> affiliations;          // members, admins and owners, by folded name
  RoomSettings settings;
  bool is_destroyed = false;
  std::string subject, subject_by;

  // Each returns nullptr if there is no such occupant.
  const Occupant* find(std::string_view nickname) const;
  const Occupant* find(const Person& person) const;
};

class Network {
 public:
  void addRoom(std::string_view name);
  void addModerator(std::string_view name) { moderators_.insert(folded(name)); }

  // Returns true for those whom the configuration names. They own all rooms.
  bool isModerator(std::string_view name) const { return moderators_.count(folded(name)) != 0; }

  const std::set<std::string>& moderators() const { return moderators_; }  // folded names

  // The rights of somebody in a room. Moderators kick, and give and take the voice. Admins also ban, and make
  // moderators and members. Owners do everything.
  prism::Affiliation affiliation(const Room& room, std::string_view name) const;
  bool isOwner(const Room& room, std::string_view name) const {
    return affiliation(room, name) == prism::Affiliation::Owner;
  }
  bool isAdmin(const Room& room, std::string_view name) const {
    return isOwner(room, name) || affiliation(room, name) == prism::Affiliation::Admin;
  }
  prism::Role role(const Room& room, const Occupant& occupant) const;

  // The sessions of this backend: they begin and end with login() and logout(), whatever the log says.
  void beginSession(std::string_view user, std::string_view name);
  void endSession(std::string_view user);
  bool hasSession(std::string_view user) const { return sessions_.count(user) != 0; }

  // Each returns nullptr if there is none.
  Person* find(std::string_view name);
  Person* findUser(std::string_view user);  // with a session
  Room* room(std::string_view name);

  Person& add(std::string_view name);
  void remove(const Person& person);  // who is in no room

  // What the owner of a presence has answered to somebody who wants to see it; nothing if it is not known.
  void setSight(std::string_view owner, std::string_view viewer, Sight sight);
  std::optional<Sight> sight(std::string_view owner, std::string_view viewer) const;
  void forgetUnanswered(std::string_view owner);

  const std::map<std::string, Person>& people() const { return people_; }
  std::map<std::string, Room>& rooms() { return rooms_; }

 private:
  std::set<std::string> moderators_;                             // folded names
  std::map<std::string, Person> people_;                         // by folded name
  std::map<std::string, Room> rooms_;                            // by folded name
  std::map<std::string, std::string, std::less<>> sessions_;     // names by user
  std::map<std::pair<std::string, std::string>, Sight> sights_;  // by folded names of owner and viewer
};

}  // namespace lobby
