// SPDX-License-Identifier: MIT
// Fixture: the real host with the IRC plugin, between a simulated Spectrum 2 and a real IRC server.
#pragma once

#include "tests/irc/servers/ergo.h"
#include "tests/irc/servers/scripted_server.h"
#include "tests/support/servers/client.h"
#include "tests/support/servers/network_test.h"
#include "tests/support/servers/ngircd.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace prism::tests {

class IrcTest : public NetworkTest {
 protected:
  // Starts the host. `more` is appended to the section [irc], and may begin further sections. By default there is no
  // flood control, and reconnects come almost at once.
  void launchIrc(const std::string& server, const std::string& more = "") {
    std::string settings;
    for (const char* setting : {"flood_interval = 0\n", "reconnect_delay = 50\n", "reconnect_max_delay = 200\n"}) {
      const std::string line = setting;
      settings += more.find(line.substr(0, line.find('='))) == std::string::npos ? line : "";
    }
    const std::string servers = server.empty() ? "protocol = irc\n" : "irc_server = " + server + "\n";
    launchWith({.host_program = hostProgram(),
                .configuration = "[service]\njid = irc.prism.test\nworking_dir = " + directory_.path().string() + "\n" +
                                 servers + "[prism]\nplugin_dir = " + pluginDirectory() + "\n[irc]\n" + settings +
                                 more});
  }

  // bob joins #lobby at the server, so he is its operator. Then alice joins through Prism. Returns bob.
  Client& joinLobby(int port) {
    bob_.emplace(port, "bob");
    bob_->join("#lobby");
    logIn("alice");
    joinAndWait("alice", "#lobby", "alice");
    bob_->expect(" JOIN :?#lobby");
    return *bob_;
  }

  // Waits until everything that `from` has sent to the user has arrived.
  void awaitRoundTrip(Client& from, const std::string& user, const std::string& nick) {
    const std::string word = "settled-" + std::to_string(++settled_);
    from.send("PRIVMSG " + nick + " :" + word);
    await("(CONV_MESSAGE userName=\"" + user + "\"|RAW_XML .* to='" + user + "').*" + word);
  }

  testing::TemporaryDirectory directory_;  // what the plugin remembers of users
  std::optional<Client> bob_;

 private:
  int settled_ = 0;
};

}  // namespace prism::tests
