// SPDX-License-Identifier: MIT
// Somebody else on the network: an IRC client by hand, which waits for what it expects.
#pragma once

#include "tests/support/port.h"
#include "tests/support/servers/line_socket.h"

#include <string>
#include <vector>

namespace prism::tests {

class Client : public LineSocket {
 public:
  // Connects, and registers under a nickname unless it is empty. `before` are lines to send first.
  Client(int port, const std::string& nick, const std::vector<std::string>& before = {});

  static bool canConnect(int port, const std::string& address = "127.0.0.1") {
    return static_cast<bool>(connectTo(port, address));
  }

  // JOIN, and waits for the end of the names.
  void join(const std::string& channel, const std::string& key = {});

  // Waits until nobody on the network has this nickname, or somebody has.
  void awaitAbsence(const std::string& nick) { awaitPresence(nick, false); }
  void awaitPresence(const std::string& nick) { awaitPresence(nick, true); }

 private:
  void awaitPresence(const std::string& nick, bool present);
};

// An account at Ergo's NickServ.
void registerAccount(int port, const std::string& account, const std::string& password);

}  // namespace prism::tests
