// SPDX-License-Identifier: MIT
// Another user of an IRC network: a client that the test scripts line by line.
#pragma once

#include "tests/support/port.h"
#include "tests/support/servers/line_socket.h"

#include <string>
#include <vector>

namespace prism::tests {

class Client : public LineSocket {
 public:
  // Connects, sends the lines of `before`, and registers unless the nickname is empty.
  Client(int port, const std::string& nick, const std::vector<std::string>& before = {});

  static bool canConnect(int port, const std::string& address = "127.0.0.1") {
    return static_cast<bool>(connectTo(port, address));
  }

  // Joins, and waits for RPL_ENDOFNAMES (366).
  void join(const std::string& channel, const std::string& key = {});

  // Polls with ISON until no user, or a user, has this nickname.
  void awaitAbsence(const std::string& nick) { awaitPresence(nick, false); }
  void awaitPresence(const std::string& nick) { awaitPresence(nick, true); }

 private:
  void awaitPresence(const std::string& nick, bool present);
};

// Registers an account with Ergo's NickServ.
void registerAccount(int port, const std::string& account, const std::string& password);

}  // namespace prism::tests
