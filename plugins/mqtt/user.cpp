// SPDX-License-Identifier: MIT
#include "user.h"

#include "names.h"
#include <prism/text.hpp>

#include <mqtt_protocol.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace mqtt {
namespace {

using prism::JoinError;
using std::chrono::milliseconds;

constexpr std::size_t kMostRooms = 200;
constexpr std::size_t kMostUnconfirmed = 100;       // messages
constexpr std::uint32_t kMostNumber = 268'435'455;  // MQTT 5 section 3.8.2.1.2
constexpr std::size_t kMostTopicShown = 200;        // bytes
constexpr milliseconds kLongestDelay(300'000);
// A connection that ends earlier counts as a failed attempt. So two clients with one id, who push each other out, do
// not do so for ever.
constexpr milliseconds kLasting(30'000);

bool isError(int reason) { return reason >= MQTT_RC_UNSPECIFIED; }

// Says why a filter cannot be subscribed to; empty if it can. libmosquitto takes strings that end with a NUL.
std::string faultOf(const std::string& topic) {
  if (topic.find('\0') != std::string::npos || !isText(topic) || mosquitto_sub_topic_check(topic.c_str()) != 0) {
    return "This is no topic of MQTT.";
  }
  return topic.compare(0, 7, "$share/") == 0 ? "Shared subscriptions are not possible here." : "";
}

bool matches(const std::string& filter, std::string_view topic) {
  bool result = false;
  return mosquitto_topic_matches_sub2(filter.data(), filter.size(), topic.data(), topic.size(), &result) == 0 && result;
}

}  // namespace

User::User(const Broker& broker, const prism::Login& login, std::function<void()> ended)
    : broker_(broker),
      host_(broker.host),
      user_(login.user),
      account_(login.legacy_name),
      password_(login.password),
      ended_(std::move(ended)) {
  connect();
}

// --- The connection

void User::connect() {
  ConnectionEvents& events = *this;
  connection_ = std::make_unique<Connection>(broker_, account_, password_, events);
}

void User::onConnected() {
  if (!logged_in_) {
    logged_in_ = true;
    host_.connected(user_);
    std::vector<std::string> names;
    std::vector<prism::RoomName> list;
    names.reserve(broker_.configuration.topics.size());
    for (const std::string& topic : broker_.configuration.topics) {
      list.push_back({names.emplace_back(nameOf(topic)), topic});
    }
    if (!list.empty()) {
      host_.roomList(user_, list);
    }
  } else {
    tellRooms("The connection to the broker is back.");
  }
  lasting_ = host_.after(kLasting, [this] { attempts_ = 0; });
  for (auto next = rooms_.begin(); next != rooms_.end();) {
    subscribe(next++);  // removes the room if it fails
  }
}

void User::onEnded(const End& end) {
  const std::string reason = end.text;
  const bool final = end.error != prism::ConnectionError::Network;
  for (auto& [id, message] : sent_) {
    fail(message, "The connection was lost before the broker has confirmed this message: " + reason + ".");
  }
  sent_.clear();
  if (!logged_in_ || final || attempts_ >= broker_.configuration.reconnect_attempts) {
    host_.disconnected(user_, end.error, "The connection to the broker has ended: " + reason + ".");
    const std::function<void()> ended = ended_;  // the original may end with the user
    ended();
    return;
  }
  if (connection_->isUp()) {
    tellRooms("The connection to the broker is lost, and will be made again: " + reason + ".");
  }
  lasting_.end();
  connection_.reset();
  reconnectLater();
}

// The delay doubles, and varies by a quarter: a broker that restarts does not meet all users at once.
void User::reconnectLater() {
  const auto doublings = static_cast<unsigned>(std::min<std::int64_t>(attempts_++, 20));
  const milliseconds delay = std::min(broker_.configuration.reconnect_delay * (1U << doublings), kLongestDelay);
  const milliseconds most_more = delay / 4;
  std::uniform_int_distribution<milliseconds::rep> more(0, most_more.count());
  reconnect_ = host_.after(delay + milliseconds(more(random_)), [this] { connect(); });
}

// --- Rooms

void User::join(const prism::Join& join) {
  const std::string name(join.room);
  const std::string topic = topicOf(name);
  if (const auto room = rooms_.find(name); room != rooms_.end()) {
    room->second.nickname = join.nickname;
    if (room->second.joined) {
      enter(name, room->second);  // a join that is under way is answered once
    }
    return;
  }
  if (const std::string fault = faultOf(topic); !fault.empty()) {
    refuse(name, JoinError::RoomNotFound, fault);
    return;
  }
  if (rooms_.size() >= kMostRooms) {
    refuse(name, JoinError::Other, "You have as many rooms as are possible.");
    return;
  }
  Room room;
  room.topic = topic;
  room.nickname = join.nickname;
  room.number = numberFor(topic);
  subscribe(rooms_.emplace(name, std::move(room)).first);
}

// A second subscription to the same filter replaces the first, so two rooms of one topic have one number.
std::uint32_t User::numberFor(const std::string& topic) {
  const auto same =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const auto& entry) { return entry.second.topic == topic; });
  if (same != rooms_.end()) {
    return same->second.number;
  }
  last_number_ = last_number_ % kMostNumber + 1;
  return last_number_;
}

// Without a connection it does nothing: onConnected() subscribes.
void User::subscribe(Rooms::iterator room) {
  if (!connection_ || !connection_->isUp()) {
    return;
  }
  auto& [name, wanted] = *room;
  // After a reconnect, the retained messages are known.
  const int result = connection_->subscribe(wanted.topic, wanted.number, !wanted.joined, &wanted.request);
  if (result != MOSQ_ERR_SUCCESS) {
    refuse(name, JoinError::Other, "Subscribing has failed: " + errorText(result) + ".");
    rooms_.erase(room);
  }
}

void User::onSubscribed(int id, int reason) {
  const auto room =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const auto& entry) { return entry.second.request == id; });
  if (room == rooms_.end()) {
    return;  // the user has left it
  }
  room->second.request = -1;
  if (isError(reason)) {
    const bool denied = reason == MQTT_RC_NOT_AUTHORIZED;
    refuse(room->first, denied ? JoinError::NotAuthorized : JoinError::Other,
           "The broker refuses the subscription: " + reasonText(reason) + ".");
    rooms_.erase(room);
  } else if (!room->second.joined) {
    enter(room->first, room->second);
  }
}

// The order is that of XEP-0045: participants, of which there are none but the user, the user, the subject.
void User::enter(const std::string& name, Room& room) {
  room.joined = true;
  host_.joined({user_, name, room.nickname});
  host_.subjectChanged({user_, name, {}, room.topic});
}

void User::refuse(const std::string& name, JoinError error, const std::string& text) const {
  host_.joinFailed({user_, name, error, text});
}

void User::leave(std::string_view name) {
  const auto room = rooms_.find(name);
  if (room == rooms_.end()) {
    return;
  }
  const std::string topic = room->second.topic;
  rooms_.erase(room);
  const bool elsewhere =
      std::any_of(rooms_.begin(), rooms_.end(), [&](const auto& entry) { return entry.second.topic == topic; });
  if (connection_ && !elsewhere) {
    connection_->unsubscribe(topic);
  }
}

std::string User::subscriptions() const {
  std::string list =
      rooms_.empty() ? "You are subscribed to nothing." : "Subscriptions, with the names of their rooms:";
  for (const auto& [name, room] : rooms_) {
    list += "\n" + room.topic + " (" + name + (room.joined ? ")" : ", not confirmed yet)");
  }
  return list;
}

// --- Messages from the broker

void User::onMessage(const Incoming& message) {
  if (!isText(message.topic)) {
    return;
  }
  const std::string text =
      (message.retained ? "(retained) " : "") + shownPayload(message.payload, broker_.configuration.payload);
  const std::vector<std::uint32_t>& numbers = message.subscriptions;
  for (auto& [name, room] : rooms_) {
    // Where the broker tells the subscription, it sends a message once for each that matches.
    const bool here = numbers.empty() ? matches(room.topic, message.topic)
                                      : std::find(numbers.begin(), numbers.end(), room.number) != numbers.end();
    if (!here) {
      continue;
    }
    if (!room.joined) {
      enter(name, room);  // a message may come before its SUBACK
    }
    show(name, room, message.topic, text, {});
  }
}

// Topics have no authors: without a nickname, the room itself speaks.
void User::show(const std::string& name, const Room& room, std::string_view topic, std::string_view text,
                std::string_view nickname) const {
  std::string line;
  if (isFilter(room.topic)) {
    line = std::string(prism::utf8Prefix(topic, kMostTopicShown)) + ": ";
  }
  host_.message({user_, name, line.append(text), nickname, prism::Conversation::Room});
}

void User::tellRooms(const std::string& text) const {
  for (const auto& [name, room] : rooms_) {
    if (room.joined) {
      host_.message({user_, name, text, {}, prism::Conversation::Room});
    }
  }
}

// --- Messages of the user

void User::message(const prism::Message& message) {
  Sent sent;
  sent.room = message.buddy;
  sent.text = message.text;
  sent.request = message.receipt_wanted ? message.request : 0;
  const auto room = rooms_.find(message.buddy);
  if (message.kind != prism::Conversation::Room) {
    host_.message({user_, message.buddy, "Nobody gets this: MQTT has topics, which are rooms here, and no people.",
                   message.nickname, message.kind});
  } else if (room == rooms_.end() || !room->second.joined) {
    fail(sent, "You are not in this room.");
  } else if (isFilter(room->second.topic)) {
    fail(sent, "This room shows several topics. To publish to one of them: /publish TOPIC TEXT");
  } else {
    sent.topic = room->second.topic;
    send(std::move(sent), false);
  }
}

void User::publish(const std::string& topic, std::string_view text, bool retain, prism::CommandResponder responder) {
  Sent sent;
  sent.topic = topic;
  sent.text = text;
  sent.responder = std::move(responder);
  if (isFilter(topic) || !faultOf(topic).empty()) {
    fail(sent, "This is no topic to publish to.");
    return;
  }
  send(std::move(sent), retain);
}

void User::send(Sent message, bool retain) {
  if (sent_.size() >= kMostUnconfirmed) {
    fail(message, "Not sent: the broker has not confirmed your earlier messages yet.");
    return;
  }
  int id = 0;
  const int result =
      connection_ ? connection_->publish(message.topic, message.text, retain, &id) : int{MOSQ_ERR_NO_CONN};
  if (result == MOSQ_ERR_NO_CONN) {
    fail(message, "Not sent: there is no connection to the broker at the moment.");
  } else if (result != MOSQ_ERR_SUCCESS) {
    fail(message, "Not sent: " + errorText(result) + ".");
  } else if (broker_.configuration.qos == 0) {
    succeed(message);  // nothing is confirmed
  } else {
    sent_.insert_or_assign(id, std::move(message));
  }
}

void User::onPublished(int id, int reason) {
  const auto place = sent_.find(id);
  if (place == sent_.end()) {
    return;
  }
  if (isError(reason)) {
    fail(place->second, "The broker refuses this message: " + reasonText(reason) + ".");
  } else {
    succeed(place->second);
  }
  sent_.erase(place);
}

// The message appears in every room that its topic belongs to, once, by the user.
void User::succeed(Sent& message) const {
  for (const auto& [name, room] : rooms_) {
    if (room.joined && matches(room.topic, message.topic)) {
      show(name, room, message.topic, message.text, room.nickname);
    }
  }
  if (message.request != 0) {
    tell(message, prism::ReceiptState::Accepted, {});
  }
  message.responder.done("Published to " + message.topic + ".");
}

void User::tell(const Sent& message, prism::ReceiptState state, std::string_view text) const {
  prism::Receipt receipt{user_, message.room, {}, message.request, state, text};
  receipt.kind = prism::Conversation::Room;
  host_.receipt(receipt);
}

void User::fail(Sent& message, const std::string& text) const {
  if (message.responder) {
    message.responder.failed(text);
  } else if (message.request != 0) {
    tell(message, prism::ReceiptState::Failed, text);
  } else {
    host_.message({user_, message.room, text, {}, prism::Conversation::Room});
  }
}

}  // namespace mqtt
