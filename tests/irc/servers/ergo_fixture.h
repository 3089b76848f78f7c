// SPDX-License-Identifier: MIT
// Fixture: a real Ergo.
#pragma once

#include "tests/irc/servers/irc_test.h"

#include <optional>
#include <string>

namespace prism::tests {

class ErgoFixture : public IrcTest {
 protected:
  void SetUp() override { PRISM_NEEDS(whyNoErgo()); }

  void startServer(const ErgoOptions& options = {}) {
    server_.emplace(options);
    server_->start();
  }

  std::string serverAddress() const { return addressOf(server_->port()); }

  // Registers an account, and returns a client that is logged in to it under the same name.
  Client connectToAccount(const std::string& account) {
    registerAccount(server_->port(), account, kCanary);
    return {server_->port(), account, {"PASS " + account + ":" + kCanary}};
  }

  // Returns the account of a nickname by WHOIS, or an empty string if there is none.
  static std::string accountOf(Client& asking, const std::string& nick) {
    asking.send("WHOIS " + nick);
    const std::string line = asking.expect(" (330|318) ");
    if (line.find(" 318 ") != std::string::npos) {
      return "";
    }
    asking.expect(" 318 ");
    const auto begin = line.find(nick + " ") + nick.size() + 1;
    return line.substr(begin, line.find(' ', begin) - begin);
  }

  std::optional<Ergo> server_;
};

}  // namespace prism::tests
