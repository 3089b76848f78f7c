// SPDX-License-Identifier: MIT
// A user: rooms that are subscriptions, messages that wait for the broker's confirmation, and a connection that is made
// again when it breaks.
#pragma once

#include "connection.h"
#include <prism/commands.hpp>
#include <prism/plugin.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

namespace mqtt {

class User final : private ConnectionEvents {
 public:
  // Begins the login. `broker` must outlive the user. `ended` is called when the plugin has ended the session; it may
  // destroy the user.
  User(const Broker& broker, const prism::Login& login, std::function<void()> ended);

  void join(const prism::Join& join);
  void leave(std::string_view name);
  void message(const prism::Message& message);
  void publish(const std::string& topic, std::string_view text, bool retain, prism::CommandResponder responder);
  std::string subscriptions() const;

 private:
  struct Room {
    std::string topic;
    std::string nickname;
    std::uint32_t number = 0;  // of the subscription
    int request = -1;          // the id of the SUBSCRIBE that is not answered
    bool joined = false;
  };
  using Rooms = std::map<std::string, Room, std::less<>>;  // by the name of the join

  // A message that the broker has not confirmed yet. `responder` is that of the command, if it was one.
  struct Sent {
    std::string room, topic, text;
    prism::RequestId request = 0;  // 0: nobody wants a receipt
    prism::CommandResponder responder;
  };

  void onConnected() override;
  void onSubscribed(int id, int reason) override;
  void onPublished(int id, int reason) override;
  void onMessage(const Incoming& message) override;
  void onEnded(const End& end) override;

  void connect();
  void reconnectLater();
  void subscribe(Rooms::iterator room);
  std::uint32_t numberFor(const std::string& topic);
  void enter(const std::string& name, Room& room);
  void refuse(const std::string& name, prism::JoinError error, const std::string& text) const;
  void send(Sent message, bool retain);
  void succeed(Sent& message) const;
  void fail(Sent& message, const std::string& text) const;
  void tell(const Sent& message, prism::ReceiptState state, std::string_view text) const;
  void show(const std::string& name, const Room& room, std::string_view topic, std::string_view text,
            std::string_view nickname) const;
  void tellRooms(const std::string& text) const;

  const Broker& broker_;
  const prism::Host host_;
  const std::string user_;
  const std::string account_;
  const std::string password_;
  const std::function<void()> ended_;
  Rooms rooms_;
  std::map<int, Sent> sent_;  // by the id of the PUBLISH
  std::uint32_t last_number_ = 0;
  bool logged_in_ = false;
  std::int64_t attempts_ = 0;  // to reconnect, in a row
  prism::Timer reconnect_;
  prism::Timer lasting_;
  std::minstd_rand random_{std::random_device()()};
  std::unique_ptr<Connection> connection_;  // ends before what its events use
};

}  // namespace mqtt
