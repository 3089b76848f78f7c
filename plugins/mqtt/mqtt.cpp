// SPDX-License-Identifier: MIT
// Topics of an MQTT broker as rooms. This file is the plugin as the host sees it; start here. Each user (user.h) has a
// connection (connection.h), which puts libmosquitto on the host's event loop.
#include "names.h"
#include "user.h"
#include <prism/commands.hpp>
#include <prism/plugin.hpp>

#include <mosquitto.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#ifndef PRISM_VERSION  // built outside the source tree of Prism
#define PRISM_VERSION "0.1.0"
#endif

namespace mqtt {
namespace {

class Mqtt : public prism::Plugin {
 public:
  explicit Mqtt(prism::Host host) : Plugin(host), broker_(host, Configuration(host)) {
    using Responder = prism::CommandResponder;
    using Type = prism::ValueKind;
    commands_.define({{"publish",
                       "publishes a text to a topic",
                       {{"retain",
                         Type::Choice,
                         false,
                         "--retain",
                         "The broker keeps the message for later subscribers.",
                         {},
                         "-",
                         {"--retain"}},
                        {"topic", Type::Text},
                        {"text", Type::LongText}},
                       [this](const prism::Invocation& typed, const Responder& responder) {
                         if (User* user = find(typed.user)) {
                           user->publish(std::string(typed.values[1]), typed.values[2], !typed.values[0].empty(),
                                         responder);
                         } else {
                           responder.failed();
                         }
                       }},
                      {"subscriptions",
                       "lists the topics that you are subscribed to",
                       {},
                       [this](const prism::Invocation& typed, const Responder& responder) {
                         const User* user = find(typed.user);
                         responder.done(user ? user->subscriptions() : "");
                       }}});
  }

  prism::Features features() override {
    prism::Features features;
    features.receipts = true;
    return features;
  }

  void login(const prism::Login& login) override {
    const std::string name(login.user);
    users_[name] = std::make_unique<User>(broker_, login, [this, name] { users_.erase(name); });
  }

  void logout(std::string_view user) override {
    if (const auto place = users_.find(user); place != users_.end()) {
      users_.erase(place);
    }
  }

  void message(const prism::Message& message) override {
    if (User* user = find(message.user)) {
      user->message(message);
    }
  }

  void join(const prism::Join& join) override {
    if (User* user = find(join.user)) {
      user->join(join);
    }
  }

  void leave(const prism::Leave& leave) override {
    if (User* user = find(leave.user)) {
      user->leave(leave.room);
    }
  }

 private:
  // libmosquitto's global state, which must outlive the connections.
  struct Library {
    Library() { mosquitto_lib_init(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    ~Library() { mosquitto_lib_cleanup(); }
  };

  User* find(std::string_view user) {
    const auto place = users_.find(user);
    return place == users_.end() ? nullptr : place->second.get();
  }

  const Library library_;
  const Broker broker_;
  prism::Commands commands_{host()};
  std::map<std::string, std::unique_ptr<User>, std::less<>> users_;  // the sessions, by user
};

}  // namespace
}  // namespace mqtt

PRISM_PLUGIN(mqtt::Mqtt, "mqtt", "MQTT", PRISM_VERSION, "protocol:mqtt",
             "mqtt.server mqtt.tls mqtt.ca_file mqtt.client_id mqtt.qos mqtt.keepalive mqtt.max_payload "
             "mqtt.messages_per_second mqtt.reconnect_attempts mqtt.reconnect_delay mqtt.topic");
