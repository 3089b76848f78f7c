// SPDX-License-Identifier: MIT
// The real host with the real IRC plugin, between a Spectrum 2 of ours and a real IRC server.
#pragma once

#include "tests/irc/servers/ergo.h"
#include "tests/irc/servers/scripted_server.h"
#include "tests/support/servers/client.h"
#include "tests/support/servers/network_test.h"
#include "tests/support/servers/ngircd.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::tests {

class IrcTest : public NetworkTest {
 protected:
  // `more` are lines of the section [irc], and whatever sections follow. Without flood control, and with hardly any delay
  // before a reconnection, unless they say otherwise.
  void launchIrc(const std::string& server, const std::string& more = "") {
    std::string settings;
    for (const char* setting : {"flood_interval = 0\n", "reconnect_delay = 50\n", "reconnect_max_delay = 200\n"}) {
      const std::string line = setting;
      settings += more.find(line.substr(0, line.find('='))) == std::string::npos ? line : "";
    }
    const std::string servers = server.empty() ? "protocol = irc\n" : "irc_server = " + server + "\n";
    launchWith({.host_program = hostProgram(),
                .configuration = "[service]\njid = irc.prism.test\n" + servers +
                                 "[prism]\nplugin_dir = " + pluginDirectory() + "\n[irc]\n" + settings + more});
  }

  // All that `from` has sent to the user before this has come when this returns.
  void settle(Client& from, const std::string& user, const std::string& nick) {
    const std::string word = "settled-" + std::to_string(++settled_);
    from.send("PRIVMSG " + nick + " :" + word);
    await("CONV_MESSAGE userName=\"" + user + "\".*" + word);
  }

 private:
  int settled_ = 0;
};

}  // namespace prism::tests
