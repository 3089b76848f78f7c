// SPDX-License-Identifier: MIT
// An XMPP server that says what the test has it say: for what no real server can be brought to do.
#pragma once

#include <prism/testing/deadline.h>
#include <prism/unique_fd.hpp>

#include <string>
#include <string_view>

#include "tests/support/port.h"

namespace prism::tests {

// Listens at once, on a port of the kernel's choice on loopback. Connections are not encrypted.
class ScriptedXmpp {
 public:
  int port() const { return listener_.number(); }

  // Waits for a client, and lets it in under any password. `roster` are the <item/>s that it gets. Returns once the
  // client has asked for them.
  void letIn(const std::string& roster = {});

  // Sends as much as the kernel takes now, and drops what the client has said. Returns how many bytes are sent; 0 also
  // where the client has closed the connection, which hasEnded() tells.
  std::size_t sendNow(std::string_view bytes);
  bool hasEnded() const { return ended_; }

 private:
  bool receive(const testing::Deadline& deadline);
  void send(std::string_view bytes);
  bool answer(const std::string& roster);

  ListeningPort listener_;
  UniqueFd client_;
  std::string said_;  // by the client, as far as it is not answered
  bool authenticated_ = false;
  bool ended_ = false;
};

}  // namespace prism::tests
