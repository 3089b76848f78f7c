// SPDX-License-Identifier: MIT
// A server that says what the test has it say: for what no real server can be brought to do.
#pragma once

#include "tests/support/port.h"
#include "tests/support/servers/line_socket.h"

#include <string>
#include <vector>

namespace prism::tests {

// Listens at once, on a port of the kernel's choice on loopback.
class ScriptedServer {
 public:
  int port() const { return listener_.number(); }

  // The next connection.
  LineSocket accept(testing::Milliseconds allowed = kLineDeadline) { return LineSocket(listener_.accept(allowed)); }

 private:
  ListeningPort listener_;
};

struct Greeting {
  std::string nick = "alice";
  std::string capabilities = {};  // offered, and granted as far as they are asked for; without SASL
  std::string isupport = "CHANTYPES=# PREFIX=(ohv)@%+ STATUSMSG=@%+ CHANMODES=beI,k,l,imnpst CASEMAPPING=rfc1459";
};

inline constexpr const char* kScriptedName = "irc.prism.test";

// Waits for a client's registration, and lets it in.
void greet(LineSocket& client, const Greeting& greeting = {});

// The end of greet(): from the welcome to the end of the message of the day.
void welcome(LineSocket& client, const Greeting& greeting = {});

}  // namespace prism::tests
