// SPDX-License-Identifier: MIT
// A real Ergo, and people on it.
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

  std::string here() const { return at(server_->port()); }

  // Somebody who is logged in to an account of the same name, which is made for the purpose.
  Client registered(const std::string& account) {
    registerAccount(server_->port(), account, kCanary);
    return {server_->port(), account, {"PASS " + account + ":" + kCanary}};
  }

  // Account of whoever has the nickname, as the server says; empty if there is none.
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
