// SPDX-License-Identifier: MIT
// The real host with the real IRC plugin, and a server that says what the test has it say.
#pragma once

#include "tests/irc/servers/irc_test.h"

#include <optional>
#include <string>

namespace prism::tests {

class ScriptedTest : public IrcTest {
 protected:
  // The server as it is configured for the plugin.
  std::string here() const { return at(server_.port()); }
  int port() const { return server_.port(); }

  void logInOnly(const std::string& password = {}, const std::map<std::string, std::string>& settings = {}) {
    spectrum_->login("alice", {.legacy_name = "alice", .password = password, .settings = settings});
  }

  // The next connection of the plugin.
  LineSocket& accept() { return irc_.emplace(server_.accept()); }

  // Launches the host, and logs alice in.
  LineSocket& aliceLogsIn(const Greeting& greeting = {}, const std::string& more = "") {
    launchIrc(here(), more);
    logInOnly();
    greet(accept(), greeting);
    await("^CONNECTED user=\"alice\"$");
    return *irc_;
  }

  // Lets alice in who has asked for it. `names` are those of the others, with their prefixes.
  void letIn(const std::string& room, const std::string& names = "") {
    irc_->expect("^JOIN .*" + room);
    admit(room, names);
  }

  // Alice asks for a room, and gets in.
  void aliceJoins(const std::string& room, const std::string& names = "") {
    join("alice", room, "alice");
    letIn(room, names);
    await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"" + room + "\"");
  }

  // What a server says when alice enters a room.
  void admit(const std::string& room, const std::string& names = "") {
    irc_->send(":alice!~alice@127.0.0.1 JOIN " + room);
    numeric("353", "= " + room + " :" + names + (names.empty() ? "" : " ") + "alice");
    numeric("366", room + " :End of NAMES list");
  }

  void numeric(const std::string& number, const std::string& rest) {
    irc_->send(":" + std::string(kScriptedName) + " " + number + " alice " + rest);
  }

  // Both what the server has said, and what the plugin made of it, has come when this returns.
  void settle() {
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
