// SPDX-License-Identifier: MIT
// A network among the transport's own users: each logged-in user has all others as contacts and can join rooms. Each
// `room = name` in [lobby] makes a room; without any, there is one called `lobby`. All state is in memory. An example
// of a plugin in C++ that uses most of the API.
#include "room.h"
#include <prism/plugin.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lobby {
namespace {

class Lobby : public prism::Plugin {
 public:
  explicit Lobby(prism::Host host) : Plugin(host) {
    for (const std::string_view name : host.configList("lobby.room")) {
      rooms_.try_emplace(std::string(name), host);
    }
    if (rooms_.empty()) {
      rooms_.try_emplace("lobby", host);
    }
  }

  prism::Features features() override {
    prism::Features features;
    features.receipts = true;
    return features;
  }

  void login(const prism::Login& login) override {
    if (findByName(login.legacy_name)) {
      host().disconnected(login.user, prism::ConnectionError::NameInUse, "Somebody of this name is logged in already.");
      return;
    }
    Person& person = people_[std::string(login.user)];
    person.user = login.user;
    person.name = login.legacy_name;
    host().connected(login.user);
    std::vector<prism::RoomName> rooms;
    for (const auto& [name, room] : rooms_) {
      rooms.push_back({name, name});
    }
    host().roomList(login.user, rooms);
    for (const auto& [user, other] : people_) {
      show(other, person, {"Lobby"});
      show(person, other, {"Lobby"});
    }
  }

  void logout(std::string_view user) override {
    if (Person* person = find(user)) {
      for (auto& [name, room] : rooms_) {
        room.leave(*person);
      }
      setStatus(*person, prism::Status::Offline, "");
      people_.erase(people_.find(user));
    }
  }

  void statusChanged(std::string_view user, prism::Status status, std::string_view text) override {
    if (Person* person = find(user)) {
      setStatus(*person, status, text);
    }
  }

  // Adding a contact asks that user once for permission to see the presence.
  void buddyChanged(const prism::Buddy& buddy) override {
    const Person* asker = find(buddy.user);
    Person* asked = findByName(buddy.buddy);
    if (asker && asked && asker != asked && asked->may_see.try_emplace(asker->name, true).second) {
      host().authorizationRequested(asked->user, asker->name);
    }
  }

  void authorizationAnswered(std::string_view user, std::string_view buddy, bool accepted) override {
    if (Person* asked = find(user)) {
      asked->may_see[std::string(buddy)] = accepted;
      if (const Person* asker = findByName(buddy)) {
        show(*asked, *asker);
      }
    }
  }

  void message(const prism::Message& message) override {
    const Person* from = find(message.user);
    if (!from) {
      return;
    }
    if (message.kind != prism::MessageKind::Chat) {
      if (Room* there = room(message.buddy)) {
        there->say(message, *from);
      }
      return;
    }
    const Person* to = findByName(message.buddy);
    if (!to) {
      host().message({message.user, message.buddy, "Nobody of this name is logged in: nobody has read this."});
      return;
    }
    host().message({to->user, from->name, message.text, {}, message.kind, message.xhtml});
    if (!message.id.empty()) {
      host().messageAck(message.user, message.buddy, message.nickname, message.id);
    }
  }

  void typing(std::string_view user, std::string_view buddy, std::string_view, prism::Typing state) override {
    const Person* from = find(user);
    if (const Person* to = findByName(buddy); from && to) {
      host().typing(to->user, from->name, {}, state);
    }
  }

  void attention(std::string_view user, std::string_view buddy, std::string_view, std::string_view text) override {
    const Person* from = find(user);
    if (const Person* to = findByName(buddy); from && to) {
      host().attention(to->user, from->name, {}, text);
    }
  }

  void join(const prism::Join& join) override {
    const Person* person = find(join.user);
    if (Room* wanted = room(join.room); person && wanted) {
      wanted->enter(join, *person);
      return;
    }
    prism::Participant refusal{join.user, join.room, join.nickname};
    refusal.room_not_found = true;
    refusal.status_text = "There is no such room.";
    host().participantChanged(refusal);
  }

  void leave(std::string_view user, std::string_view name) override {
    const Person* person = find(user);
    if (Room* left = room(name); person && left) {
      left->leave(*person);
    }
  }

  void setSubject(std::string_view user, std::string_view name, std::string_view subject) override {
    const Person* person = find(user);
    if (Room* there = room(name); person && there) {
      there->setSubject(*person, subject);
    }
  }

  void ownVcard(const prism::VCard& vcard) override {
    cards_[std::string(vcard.user)] = {std::string(vcard.full_name), std::string(vcard.nickname),
                                       std::string(vcard.photo)};
  }

  void vcardWanted(std::string_view user, std::string_view buddy, std::string_view nickname) override {
    const Person* person = buddy.empty() ? find(user) : findByName(buddy);
    if (Room* there = room(buddy); there && !nickname.empty()) {
      person = there->find(nickname);
    }
    const Card card = person ? cards_[person->user] : Card{};
    const std::string full_name = person && card.full_name.empty() ? person->name : card.full_name;
    host().vcard({user, buddy, full_name, card.nickname, card.photo, nickname});
  }

 private:
  struct Card {
    std::string full_name, nickname, photo;
  };

  Person* find(std::string_view user) {
    const auto found = people_.find(user);
    return found == people_.end() ? nullptr : &found->second;
  }

  Person* findByName(std::string_view name) {
    for (auto& [user, person] : people_) {
      if (!LessIgnoringCase()(person.name, name) && !LessIgnoringCase()(name, person.name)) {
        return &person;
      }
    }
    return nullptr;
  }

  Room* room(std::string_view name) {
    const auto found = rooms_.find(name);
    return found == rooms_.end() ? nullptr : &found->second;
  }

  void setStatus(Person& person, prism::Status status, std::string_view text) {
    if (person.status == status && person.status_text == text) {
      return;
    }
    person.status = status;
    person.status_text = text;
    for (const auto& [user, viewer] : people_) {
      show(person, viewer);
    }
    for (const auto& [name, room] : rooms_) {
      room.show(person);
    }
  }

  // Sends the presence of `person` to `viewer`, as Offline if it is Invisible or if `viewer` was denied to see it.
  void show(const Person& person, const Person& viewer, std::vector<std::string_view> groups = {}) {
    if (&person == &viewer) {
      return;
    }
    prism::Buddy buddy{viewer.user, person.name, person.status, person.status_text};
    const auto asked = person.may_see.find(viewer.name);
    if (person.status == prism::Status::Invisible || (asked != person.may_see.end() && !asked->second)) {
      buddy.status = prism::Status::Offline;
      buddy.status_text = {};
    }
    buddy.groups = std::move(groups);
    host().buddyChanged(buddy);
  }

  std::map<std::string, Person, std::less<>> people_;  // the logged-in users, by user
  std::map<std::string, Card, std::less<>> cards_;     // by user; kept after logout: clients publish a vCard only once
  std::map<std::string, Room, LessIgnoringCase> rooms_;  // by name
};

}  // namespace
}  // namespace lobby

PRISM_PLUGIN(lobby::Lobby, "lobby", "Lobby", PRISM_VERSION, "", "lobby.room");
