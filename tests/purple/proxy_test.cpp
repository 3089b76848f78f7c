// SPDX-License-Identifier: MIT
// The section [proxy]: the proxy that libpurple connects through.
#include "tests/purple/purple_test.h"
#include "tests/support/servers/proxies.h"

namespace prism::tests {
namespace {

class PurpleProxyTest : public PurpleTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd() + whyNoProxies());
    ngircd_.start();
  }

  // Keys that have two spellings each.
  struct Keys {
    std::string host;
    std::string user;
  };

  static std::string through(const Server& proxy, const std::string& type, const Keys& keys,
                             const std::string& password) {
    return "[proxy]\ntype = " + type + "\n" + keys.host + " = 127.0.0.1\nport = " + std::to_string(proxy.port()) +
           "\n" + keys.user + " = " + kProxyUser + "\npassword = " + password + "\n";
  }

  // Expects that connections use the proxy: they end with it, and a wrong proxy password prevents them.
  void expectProxied(Server& proxy, const std::string& type, const Keys& keys) {
    proxy.start();
    const std::string irc = "port = " + std::to_string(ngircd_.port()) + "\n";
    launchPurple("prpl-irc", irc + "reconnect_attempts = 0\n" + through(proxy, type, keys, kProxyPassword));
    spectrum_->login("alice", {.legacy_name = "alice@127.0.0.1", .password = ""});
    await("^CONNECTED user=\"alice\"$");
    proxy.kill();
    await("^DISCONNECTED user=\"alice\"");
    spectrum_->exit();
    spectrum_->expectExit(0);
    EXPECT_EQ(spectrum_->log().find(kProxyPassword), std::string::npos);
    launchPurple("prpl-irc", irc);  // now without a proxy
    spectrum_->login("alice", {.legacy_name = "alice@127.0.0.1", .password = ""});
    await("^CONNECTED user=\"alice\"$");
    spectrum_->exit();
    spectrum_->expectExit(0);
    expectNowhereInFiles(kProxyPassword);
    proxy.start();
    launchPurple("prpl-irc", irc + through(proxy, type, keys, "not-the-password"));
    spectrum_->login("alice", {.legacy_name = "alice@127.0.0.1", .password = ""});
    await("^DISCONNECTED user=\"alice\" error=0 message=\"Unable to connect: ");  // 0: not the user's password
  }

  Ngircd ngircd_;
};

TEST_F(PurpleProxyTest, Socks) {
  SocksProxy proxy;
  expectProxied(proxy, "socks5", {"host", "user"});
}

TEST_F(PurpleProxyTest, Http) {
  HttpProxy proxy;
  expectProxied(proxy, "http", {"server", "username"});
}

TEST_F(PurpleProxyTest, IsRefusedIfItMakesNoSense) {
  expectRefused("prpl-irc", "[proxy]\ntype = ftp\nhost = 127.0.0.1\nport = 21\n", "proxy.type is \"ftp\"");
  const std::string incomplete = "so proxy.host and proxy.port must be, too";
  expectRefused("prpl-irc", "[proxy]\ntype = socks5\nport = 1080\n", incomplete);
  expectRefused("prpl-irc", "[proxy]\ntype = socks5\nserver = 127.0.0.1\n", incomplete);
}

}  // namespace
}  // namespace prism::tests
