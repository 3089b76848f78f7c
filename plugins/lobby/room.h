// SPDX-License-Identifier: MIT
// A room of the lobby, and who is in it.
#pragma once

#include <prism/plugin.hpp>

#include <map>
#include <string>
#include <string_view>

namespace lobby {

// Compares names of people and rooms, which are the same in either case: XMPP knows them in lower case.
struct Before {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

struct Person {
  std::string user, name, status_text;
  prism::Status status = prism::Status::Online;
  std::map<std::string, bool, Before> may_see;  // who has asked to see the presence; false: and was denied it
};

class Room {
 public:
  explicit Room(prism::Host host) : host_(host) {}

  // Lets somebody in, or tells them again who is there; or refuses. `person` is to leave before it ends.
  void enter(const prism::Join& join, const Person& person);

  // The others see somebody go, if they were here.
  void leave(const Person& person);

  // Everybody, the author included, gets a message; only one participant gets a private one.
  void say(const prism::Message& message, const Person& author);

  void setSubject(const Person& person, std::string_view subject);

  // Everybody sees the presence of somebody, if they are here.
  void show(const Person& person) const;

  // Who goes by a nickname here, or nullptr.
  const Person* find(std::string_view nickname) const;

 private:
  struct Occupant {
    const Person* person;
    std::string name;  // what this one calls the room
  };
  using Occupants = std::map<std::string, Occupant, std::less<>>;  // by nickname

  Occupants::const_iterator find(const Person& person) const;
  void showTo(const Occupant& viewer, Occupants::const_reference whom, bool gone = false) const;

  prism::Host host_;
  Occupants occupants_;
  std::string subject_, subject_by_;
};

}  // namespace lobby
