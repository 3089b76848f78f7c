// SPDX-License-Identifier: MIT
#include "tests/soak/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace prism::soak {

using pbnetwork::WrapperMessage;

Model::Model(int users, int rooms) : people_(index(users)), occupants_(index(rooms)) {}

void Model::login(int user) {
  Person& person = people_[index(user)];
  if (person.online) {
    // The host first logs the user out, and later repeats the presence that it knows.
    const bool presence_said = person.presence_said;
    const int status = person.status;
    const std::string text = person.text;
    logout(user);
    login(user);
    if (presence_said) {
      this->status(user, status, text);
    }
    return;
  }
  person.online = true;
  person.status = pbnetwork::STATUS_ONLINE;
  expect(WrapperMessage::TYPE_CONNECTED);
  expect(WrapperMessage::TYPE_ROOM_LIST);
  expect(WrapperMessage::TYPE_BUDDY_CHANGED, 2 * online_.size());
  online_.insert(user);
  ++person.session;
  for (const Waiting& message : std::exchange(person.waiting, {})) {
    const Person& author = people_[index(message.from)];
    if (!author.online) {
      expect(WrapperMessage::TYPE_BUDDY_CHANGED);
    }
    person.inbox.push_back({personName(message.from), "", message.text});
    if (message.receipt && author.online && author.session == message.session) {
      expect(WrapperMessage::TYPE_CONV_MESSAGE_ACK);
    }
  }
}

void Model::logout(int user) {
  Person& person = people_[index(user)];
  for (const int room : std::set<int>(person.rooms)) {
    leave(user, room);
  }
  online_.erase(user);
  expect(WrapperMessage::TYPE_BUDDY_CHANGED, online_.size());
  Person offline;
  offline.session = person.session;
  offline.waiting = std::move(person.waiting);
  offline.inbox = std::move(person.inbox);  // messages already sent to the user
  // Who has got no answer can ask again.
  std::set_difference(person.seen_by.begin(), person.seen_by.end(), person.asked_by.begin(), person.asked_by.end(),
                      std::inserter(offline.seen_by, offline.seen_by.end()));
  person = std::move(offline);
}

void Model::status(int user, int status, const std::string& text) {
  Person& person = people_[index(user)];
  person.presence_said = true;
  if (person.status == status && person.text == text) {
    return;
  }
  person.status = status;
  person.text = text;
  expect(WrapperMessage::TYPE_BUDDY_CHANGED, online_.size() - 1);
  for (const int room : person.rooms) {
    expect(WrapperMessage::TYPE_PARTICIPANT_CHANGED, occupants_[index(room)].size());
  }
}

void Model::message(int from, int to, const std::string& text, bool receipt) {
  Person& reader = people_[index(to)];
  if (reader.session == 0) {
    people_[index(from)].inbox.push_back(
        {personName(to), "", "Your message was not delivered: Nobody of this name is known here."});
    return;
  }
  if (!reader.online) {
    reader.waiting.push_back({from, people_[index(from)].session, text, receipt});
    return;
  }
  reader.inbox.push_back({personName(from), "", text});
  if (receipt) {
    expect(WrapperMessage::TYPE_CONV_MESSAGE_ACK);
  }
}

void Model::join(int user, int room) {
  std::set<int>& occupants = occupants_[index(room)];
  expect(WrapperMessage::TYPE_PARTICIPANT_CHANGED, occupants.size());  // the user sees all others
  occupants.insert(user);
  people_[index(user)].rooms.insert(room);
  expect(WrapperMessage::TYPE_PARTICIPANT_CHANGED, occupants.size());  // all, the user included, see the user
}

void Model::leave(int user, int room) {
  occupants_[index(room)].erase(user);
  people_[index(user)].rooms.erase(room);
  expect(WrapperMessage::TYPE_PARTICIPANT_CHANGED, occupants_[index(room)].size());
}

void Model::roomMessage(int user, int room, const std::string& text) {
  for (const int reader : occupants_[index(room)]) {
    people_[index(reader)].inbox.push_back({roomName(room), personName(user), text});
  }
}

void Model::typing(int, int to) {
  if (people_[index(to)].online) {
    expect(WrapperMessage::TYPE_BUDDY_TYPING);
  }
}

void Model::addContact(int user, int contact) {
  Person& asked = people_[index(contact)];
  // Adding a contact who requested authorization grants it, so the contact sees the user.
  if (people_[index(user)].asked_by.erase(contact) != 0 && asked.online) {
    expect(WrapperMessage::TYPE_BUDDY_CHANGED);
  }
  if (asked.online && user != contact && asked.seen_by.insert(user).second) {
    asked.asked_by.insert(user);
    expect(WrapperMessage::TYPE_AUTH_REQUEST);
  }
}

std::string Model::take(const testing::Frame& frame) {
  ++frames_;
  if (frame.type != WrapperMessage::TYPE_CONV_MESSAGE) {
    if (frame.type < 0 || index(frame.type) >= come_.size()) {
      return "a frame that is none: " + describe(frame);
    }
    ++come_[index(frame.type)];
    return {};
  }
  ++messages_;
  const auto message = frame.as<pbnetwork::ConversationMessage>();
  const int user = std::stoi(message.username().substr(1));
  std::deque<Expected>& inbox = people_.at(index(user)).inbox;
  const Expected come{message.buddyname(), message.nickname(), message.message()};
  if (inbox.empty() || !(inbox.front() == come)) {
    return fmt::format("{} has come; expected was {}", describe(frame),
                       inbox.empty() ? "nothing for this user"
                                     : fmt::format("\"{}\" from {} {}", inbox.front().text, inbox.front().from,
                                                   inbox.front().nickname));
  }
  inbox.pop_front();
  return {};
}

std::string Model::difference() const {
  for (int user = 0; user < users(); ++user) {
    const std::deque<Expected>& inbox = people_[index(user)].inbox;
    if (!inbox.empty()) {
      return fmt::format("{} messages for {} have not come, the first is \"{}\" from {}", inbox.size(), userName(user),
                         inbox.front().text, inbox.front().from);
    }
  }
  for (std::size_t type = 0; type < expected_.size(); ++type) {
    const bool sign_of_life = type == WrapperMessage::TYPE_PONG || type == WrapperMessage::TYPE_STATS;
    if (!sign_of_life && expected_[type] != come_[type]) {
      return fmt::format("{}: {} were expected, {} have come", testing::typeName(static_cast<int>(type)),
                         expected_[type], come_[type]);
    }
  }
  return {};
}

}  // namespace prism::soak
