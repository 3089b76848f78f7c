// SPDX-License-Identifier: MIT
// A room of the lobby with its occupants.
#pragma once

#include <prism/plugin.hpp>

#include <map>
#include <string>
#include <string_view>

namespace lobby {

// Orders names of persons and rooms without regard to case: XMPP folds them to lower case.
struct LessIgnoringCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

struct Person {
  std::string user, name, status_text;
  prism::Status status = prism::Status::Online;
  std::map<std::string, bool, LessIgnoringCase> may_see;  // by who has asked to see the presence; false: denied
};

class Room {
 public:
  explicit Room(prism::Host host) : host_(host) {}

  // Adds an occupant and sends the list of occupants; sends the list again if the person is in the room already.
  // Refuses a nickname that another person has. `person` must leave() before it is destroyed.
  void enter(const prism::Join& join, const Person& person);

  // Removes the person, if in the room, and tells the other occupants.
  void leave(const Person& person);

  // Sends a message to all occupants, the author included, or a private message to one of them.
  void say(const prism::Message& message, const Person& author);

  void setSubject(const Person& person, std::string_view subject);

  // Sends the presence of the person, if in the room, to all occupants.
  void show(const Person& person) const;

  // Returns the occupant with this nickname, or nullptr.
  const Person* find(std::string_view nickname) const;

 private:
  struct Occupant {
    const Person* person;
    std::string name;  // the room's name as this occupant has written it
  };
  using Occupants = std::map<std::string, Occupant, std::less<>>;  // by nickname

  Occupants::const_iterator find(const Person& person) const;
  static prism::Participant presenceFor(const Occupant& viewer, Occupants::const_reference whom, bool has_left = false);
  void showTo(const Occupant& viewer, Occupants::const_reference whom, bool has_left = false) const;

  prism::Host host_;
  Occupants occupants_;
  std::string subject_, subject_by_;
};

}  // namespace lobby
