// SPDX-License-Identifier: MIT
// A fake IRC server that the test scripts line by line: for lines that no real server sends.
#pragma once

#include "tests/support/port.h"
#include "tests/support/servers/line_socket.h"

#include <string>
#include <vector>

namespace prism::tests {

// Listens from construction on, on a free port of loopback.
class ScriptedServer {
 public:
  int port() const { return listener_.number(); }

  // Accepts the next connection.
  LineSocket accept(testing::Milliseconds allowed = kLineDeadline) { return LineSocket(listener_.accept(allowed)); }

 private:
  ListeningPort listener_;
};

struct Greeting {
  std::string nick = "alice";
  std::string capabilities = {};  // offered, and granted if requested; excludes SASL
  std::string isupport = "CHANTYPES=# PREFIX=(ohv)@%+ STATUSMSG=@%+ CHANMODES=beI,k,l,imnpst CASEMAPPING=rfc1459";
};

inline constexpr const char* kScriptedName = "irc.prism.test";

// Waits for a client's registration, and welcomes it.
void greet(LineSocket& client, const Greeting& greeting = {});

// Sends the last part of greet(): RPL_WELCOME to RPL_ENDOFMOTD.
void welcome(LineSocket& client, const Greeting& greeting = {});

}  // namespace prism::tests
