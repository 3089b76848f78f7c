// SPDX-License-Identifier: MIT
// Fixture of the tests that run with each kind of server: ngIRCd without IRCv3, Ergo with it.
#pragma once

#include "tests/irc/servers/irc_test.h"

#include <memory>
#include <ostream>
#include <string>

namespace prism::tests {

enum class ServerKind { kNgircd, kErgo };

inline void PrintTo(ServerKind kind, std::ostream* out) { *out << (kind == ServerKind::kErgo ? "Ergo" : "Ngircd"); }

class AnyServer : public IrcTest, public ::testing::WithParamInterface<ServerKind> {
 protected:
  void SetUp() override {
    PRISM_NEEDS(isErgo() ? whyNoErgo() : whyNoNgircd());
    if (isErgo()) {
      server_ = std::make_unique<Ergo>();
    } else {
      server_ = std::make_unique<Ngircd>();
    }
    server_->start();
  }

  static bool isErgo() { return GetParam() == ServerKind::kErgo; }

  // Returns the nickname under which the server's own lines appear in a room.
  static std::string serverName() { return isErgo() ? "ergo.prism.test" : "irc.prism.test"; }

  void launch(const std::string& more = "") { launchIrc(addressOf(server_->port()), more); }

  // ngIRCd reports no presence: the plugin polls, here each second. Ergo has MONITOR and away-notify.
  void launchWithPresence() { launch(isErgo() ? "" : "nick_regain_interval = 1\n[service]\nirc_away_timeout = 1\n"); }

  Client& joinBobAndAlice() {
    launch();
    return joinLobby(server_->port());
  }

  std::unique_ptr<Server> server_;
};

}  // namespace prism::tests
