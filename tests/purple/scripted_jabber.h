// SPDX-License-Identifier: MIT
// Fixture: the real host with the libpurple plugin for XMPP, and a scripted server.
#pragma once

#include "tests/purple/purple_test.h"
#include "tests/support/servers/scripted_xmpp.h"

#include <string>

namespace prism::tests {

class ScriptedJabber : public PurpleTest {
 protected:
  void SetUp() override { launch("", ""); }
  void launch(const std::string& more, const std::string& service) {
    launchPurple("prpl-jabber",
                 "connect_server = 127.0.0.1\nport = " + std::to_string(server_.port()) +
                     "\nauth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n" + more,
                 service);
  }

  void logInWith(const std::string& roster) {
    spectrum_->login("alice", {.legacy_name = "alice@localhost", .password = kCanary});
    server_.acceptLogin(roster);
    await("^CONNECTED user=\"alice\"$");
  }

  // A presence of a participant of the hall.
  static std::string presence(const std::string& nick, const std::string& status, const std::string& type = {}) {
    return "<presence from='hall@rooms.localhost/" + nick + "' " + type +
           "><x xmlns='http://jabber.org/protocol/muc#user'><item role='participant'/>" + status + "</x></presence>";
  }

  // alice enters the hall as A.
  void aliceJoins() {
    join("alice", "hall@rooms.localhost", "A");
    server_.expect("to='hall@rooms.localhost/A'");
    server_.send(presence("A", "<status code='110'/>"));
    await("^PARTICIPANT_CHANGED .*nickname=\"A\"");
  }

  ScriptedXmpp server_;
};

}  // namespace prism::tests
