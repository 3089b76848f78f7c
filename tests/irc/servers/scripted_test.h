// SPDX-License-Identifier: MIT
// Fixture: the real host with the IRC plugin, and a scripted server.
#pragma once

#include "tests/irc/servers/irc_test.h"

#include <optional>
#include <string>

namespace prism::tests {

class ScriptedTest : public IrcTest {
 protected:
  // The server's address for the configuration.
  std::string serverAddress() const { return addressOf(server_.port()); }
  int port() const { return server_.port(); }

  void startLogin(const std::string& password = {}, const std::map<std::string, std::string>& settings = {}) {
    spectrum_->login("alice", {.legacy_name = "alice", .password = password, .settings = settings});
  }

  // Accepts the plugin's next connection.
  LineSocket& accept() { return irc_.emplace(server_.accept()); }

  // Starts the host, and logs alice in.
  LineSocket& aliceLogsIn(const Greeting& greeting = {}, const std::string& more = "") {
    launchIrc(serverAddress(), more);
    startLogin();
    greet(accept(), greeting);
    await("^CONNECTED user=\"alice\"$");
    return *irc_;
  }

  // Waits for alice's JOIN, and admits her. `names` lists the other members, with prefixes.
  void awaitAndAnswerJoin(const std::string& room, const std::string& names = "") {
    irc_->expect("^JOIN .*" + room);
    answerJoin(room, names);
  }

  // Joins alice to a room, up to its subject.
  void aliceJoins(const std::string& room, const std::string& names = "") {
    join("alice", room, "alice");
    awaitAndAnswerJoin(room, names);
    awaitEntered("alice", room);
  }

  // Sends a server's answer to JOIN: the JOIN itself and the names.
  void answerJoin(const std::string& room, const std::string& names = "") {
    irc_->send(":alice!~alice@127.0.0.1 JOIN " + room);
    numeric("353", "= " + room + " :" + names + (names.empty() ? "" : " ") + "alice");
    numeric("366", room + " :End of NAMES list");
  }

  void numeric(const std::string& number, const std::string& rest) {
    irc_->send(":" + std::string(kScriptedName) + " " + number + " alice " + rest);
  }

  // Waits until the plugin has handled everything that the server sent, and its frames have arrived.
  void awaitRoundTrip() {
    const std::string token = "settled-" + std::to_string(++settled_);
    irc_->send("PING :" + token);
    irc_->expect("^PONG :?" + token + "$");
    collect();
  }

  ScriptedServer server_;
  std::optional<LineSocket> irc_;
  int settled_ = 0;
};

}  // namespace prism::tests
