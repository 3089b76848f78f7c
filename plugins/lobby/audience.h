// SPDX-License-Identifier: MIT
// Keeps the state of the network, and tells the users of this backend what they can see of an event. Each backend does
// so with each event of the log, also with its own.
#pragma once

#include "log.h"
#include "network.h"
#include "stored_message.h"
#include <prism/avatar.hpp>
#include <prism/chat.hpp>
#include <prism/plugin.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace lobby {

class Audience {
 public:
  Audience(prism::Host host, Log& log, Network& network, std::int64_t own_backend)
      : host_(host), chat_(host), avatar_(host), log_(log), network_(network), own_backend_(own_backend) {}

  void tell(const Event& event);

  // A message that was sent while its recipient was not logged in.
  void deliverLate(const Event& message);

  // Tells the viewer what the viewer may know of a contact who is logged in.
  void showContact(const Person& contact, const Person& viewer) const { show(contact, viewer); }

  // Returns kReceived events about the messages that were delivered since the last call.
  std::vector<Event> takeReceived();

 private:
  // People, in people_events.cpp.
  void online(const Event& event);
  void offline(const Event& event);
  void sight(const Event& event);
  void show(const Person& person, const Person& viewer, std::vector<std::string_view> groups = {}) const;
  void card(const Event& event);
  void showPicture(const Person& person, std::string_view viewer, std::string_view buddy,
                   std::string_view nickname = {}) const;

  // Rooms, in room_events.cpp.
  void entered(const Event& event);
  void left(const Event& event);
  void subject(const Event& event);
  prism::Participant presenceFor(const Room& room, const Occupant& viewer, const Occupant& whom) const;
  void showParticipant(const Room& room, const Occupant& viewer, const Occupant& whom) const;
  void invited(const Event& event);
  void leave(Room& room, const Person& person, const Event& why);
  void showInRooms(const Person& person);

  // Their administration, in administration_events.cpp.
  void banned(const Event& event);
  void role(const Event& event);
  void affiliation(const Event& event);
  void configured(const Event& event);
  void destroyed(const Event& event);
  void showToRoom(const Room& room, const Person& person) const;
  void listRooms(const Person& person) const;

  // Conversations, in chat_events.cpp.
  void message(const Event& event, prism::Time time = 0);
  void edited(const Event& event);
  void retracted(const Event& event);
  void reacted(const Event& event);
  void read(const Event& event);
  void accepted(const Event& message);
  void received(const Event& event);
  void sendReceipt(std::string_view author, const std::vector<std::string_view>& request, prism::Conversation kind,
                   prism::ReceiptState state, std::int64_t id);
  void typing(const Event& event);
  void attention(const Event& event);
  void forEachReader(const Event& event, const std::function<void(const Sighting&)>& visit);

  prism::Host host_;
  prism::Chat chat_;
  prism::Avatar avatar_;
  Log& log_;
  Network& network_;
  const std::int64_t own_backend_;
  std::vector<Event> received_;
};

}  // namespace lobby
