// SPDX-License-Identifier: MIT
// Debian's Mosquitto with accounts for alice and bob, and the fixture that puts the plugin in front of it.
#pragma once

#include "tests/support/servers/network_test.h"
#include "tests/support/servers/server.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

// Nobody may subscribe to denied/#, or publish to readonly/#.
class Broker final : public Server {
 public:
  // `more` is appended to the configuration of the listener.
  explicit Broker(const std::optional<Certificate>& certificate = {}, const std::string& more = {});

  // Publishes any bytes as bob, and returns once the broker has confirmed them.
  void publish(const std::string& topic, std::string_view payload, bool retain = false) const;

 private:
  std::vector<std::string> command() const override;
  std::string configuration_;
};

// Returns why Mosquitto cannot run here, or an empty string if it can.
std::string whyNoBroker();

class MqttTest : public NetworkTest {
 protected:
  void SetUp() override { PRISM_NEEDS(whyNoBroker()); }

  // Starts the host, in which each fault of the plugin counts. `more` is appended to [mqtt].
  void launchMqtt(const std::string& server, const std::string& more = {}) {
    launchWith(
        {.host_program = hostProgram(),
         .configuration = "[service]\njid = mqtt.prism.test\nprotocol = mqtt\n[prism]\nplugin = mqtt\nstrict = 1\n"
                          "plugin_dir = " +
                          pluginDirectory() + "\n[mqtt]\nserver = " + server + "\nreconnect_delay = 50\n" + more});
  }

  // Starts the broker, and the host in front of it.
  void begin(const std::string& more = {}, const std::string& broker_options = {}) {
    broker_.emplace(std::nullopt, broker_options);
    broker_->start();
    launchMqtt(addressOf(broker_->port()), more);
  }

  void logIn(const std::string& user) { NetworkTest::logIn(user, kCanary); }

  // Returns the pattern that matches the text: names of rooms have | and +.
  static std::string escaped(const std::string& text) {
    std::string pattern;
    for (const char character : text) {
      pattern += std::string("|+$.#").find(character) == std::string::npos ? "" : "\\";
      pattern += character;
    }
    return pattern;
  }

  static std::string in(const std::string& user, const std::string& room) {
    return "^CONV_MESSAGE userName=\"" + user + "\" buddyName=\"" + escaped(room) + "\" ";
  }

  // Joins, and waits for the subject, which ends a join.
  void enter(const std::string& user, const std::string& room, const std::string& nickname) {
    join(user, room, nickname);
    await("^ROOM_SUBJECT_CHANGED userName=\"" + user + "\" buddyName=\"" + escaped(room) + "\"");
  }

  // Joins, and waits for the refusal.
  void expectRefusal(const std::string& user, const std::string& room, const std::string& reason) {
    join(user, room, user);
    await("^PARTICIPANT_CHANGED userName=\"" + user + "\" room=\"" + escaped(room) + "\" .* status=5 statusmessage=\"" +
          reason);
  }

  // Ends the host, which must have found no fault in the plugin.
  void TearDown() override {
    if (spectrum_) {
      spectrum_->exit();
      spectrum_->expectExit(0);
      EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
    }
    NetworkTest::TearDown();
  }

  std::optional<Broker> broker_;
};

}  // namespace prism::tests
