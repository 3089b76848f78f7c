// SPDX-License-Identifier: MIT
// A network among the transport's own users: each logged-in user has all others as contacts and can join rooms. Each
// `room = name` in [lobby] makes a room; without any, there is one called `lobby`. All state is in memory. An example
// of a plugin in C++ that uses most of the API.
#include "room.h"
#include <prism/commands.hpp>
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
    defineCommands();
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

  void statusChanged(const prism::Presence& presence) override {
    if (Person* person = find(presence.user)) {
      setStatus(*person, presence.status, presence.text);
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

  void authorizationAnswered(const prism::AuthorizationAnswer& answer) override {
    if (Person* asked = find(answer.user)) {
      asked->may_see[std::string(answer.buddy)] = answer.accepted;
      if (const Person* asker = findByName(answer.buddy)) {
        show(*asked, *asker);
      }
    }
  }

  void message(const prism::Message& message) override {
    const Person* from = find(message.user);
    if (!from) {
      return;
    }
    if (message.kind != prism::Conversation::Contact) {
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
    if (message.receipt_wanted) {
      host().receipt({message.user, message.buddy, {}, message.id, prism::ReceiptState::Delivered});
    }
  }

  void typing(const prism::Typing& typing) override {
    const Person* from = typing.kind == prism::Conversation::Contact ? find(typing.user) : nullptr;
    if (const Person* to = findByName(typing.buddy); from && to) {
      host().typing({to->user, from->name, {}, typing.state});
    }
  }

  void attention(const prism::Attention& attention) override {
    const Person* from = attention.kind == prism::Conversation::Contact ? find(attention.user) : nullptr;
    if (const Person* to = findByName(attention.buddy); from && to) {
      host().attention({to->user, from->name, {}, attention.text});
    }
  }

  void join(const prism::Join& join) override {
    const Person* person = find(join.user);
    if (Room* wanted = room(join.room); person && wanted) {
      wanted->enter(join, *person);
      return;
    }
    host().joinFailed({join.user, join.room, prism::JoinError::RoomNotFound, "There is no such room."});
  }

  void leave(const prism::Leave& leave) override {
    const Person* person = find(leave.user);
    if (Room* left = room(leave.room); person && left) {
      left->leave(*person);
    }
  }

  void setSubject(const prism::Subject& subject) override {
    const Person* person = find(subject.user);
    if (Room* there = room(subject.room); person && there) {
      there->setSubject(*person, subject.subject);
    }
  }

  void ownVcard(const prism::VCard& vcard) override {
    cards_[std::string(vcard.user)] = {std::string(vcard.full_name), std::string(vcard.vcard_nickname),
                                       std::string(vcard.photo)};
  }

  void vcardWanted(const prism::VCardRequest& request) override {
    const Person* person = request.buddy.empty() ? find(request.user) : findByName(request.buddy);
    if (Room* there = room(request.buddy); there && !request.nickname.empty()) {
      person = there->find(request.nickname);
    }
    const Card card = person ? cards_[person->user] : Card{};
    const std::string full_name = person && card.full_name.empty() ? person->name : card.full_name;
    host().vcard({request.user, request.buddy, full_name, card.nickname, card.photo, request.nickname});
  }

 private:
  struct Card {
    std::string full_name, nickname, photo;
  };

  using Answer = prism::CommandAnswer;
  using Invocation = prism::Invocation;

  void defineCommands() {
    const auto in_room = prism::CommandPlace::Room;
    commands_.define(
        {{"who", "lists who is logged in", {}, [this](const Invocation&, Answer answer) { answer.done(who()); }},
         {"topic",
          "sets the subject of the room",
          {{"text", prism::ValueKind::LongText}},
          [this](const Invocation& typed, Answer) {
            setSubject({typed.user, typed.buddy, {}, typed.values[0]});
          },
          in_room},
         {"invite",
          "asks somebody into the room",
          {{"name", prism::ValueKind::Contact}, {"reason", prism::ValueKind::LongText, false}},
          [this](const Invocation& typed, Answer answer) { invite(typed, std::move(answer)); },
          in_room}});
  }

  std::string who() const {
    std::string list = "Logged in:";
    for (const auto& [user, person] : people_) {
      if (person.status != prism::Status::Invisible) {
        const bool here = person.status == prism::Status::Online || person.status == prism::Status::FreeForChat;
        const std::string text = person.status_text.empty() ? "" : ": " + person.status_text;
        list += "\n" + person.name + (here ? "" : " (away" + text + ")");
      }
    }
    return list;
  }

  void invite(const Invocation& typed, Answer answer) {
    const Person* inviter = find(typed.user);
    const Person* invited = findByName(typed.values[0]);
    if (!inviter || !invited) {
      answer.failed("Nobody of this name is logged in.");
      return;
    }
    host().roomInvited({invited->user, typed.buddy, inviter->name, typed.values[1]});
    answer.done(invited->name + " is invited.");
  }

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

  prism::Commands commands_{host()};
  std::map<std::string, Person, std::less<>> people_;  // the logged-in users, by user
  std::map<std::string, Card, std::less<>> cards_;     // by user; kept after logout: clients publish a vCard only once
  std::map<std::string, Room, LessIgnoringCase> rooms_;  // by name
};

}  // namespace
}  // namespace lobby

PRISM_PLUGIN(lobby::Lobby, "lobby", "Lobby", PRISM_VERSION, "", "lobby.room");
