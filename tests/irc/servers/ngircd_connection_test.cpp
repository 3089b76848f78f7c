// SPDX-License-Identifier: MIT
// Logins and lasting connections, with a real ngIRCd.
#include "tests/irc/servers/irc_test.h"

namespace prism::tests {
namespace {

class NgircdConnection : public IrcTest {
 protected:
  void SetUp() override { PRISM_NEEDS(whyNoNgircd()); }
};

TEST_F(NgircdConnection, LogsInAndOut) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()));
  logIn("alice@example.org");
  Client bob(server.port(), "bob");
  bob.send("WHOIS alice");
  bob.expect(" 311 bob alice ");
  spectrum_->logout("alice@example.org", "alice@example.org");
  bob.send("JOIN #x");
  const testing::Deadline deadline(testing::Milliseconds(10'000));
  while (!deadline.hasPassed()) {
    bob.send("ISON alice");
    if (bob.expect(" 303 bob ").find("alice") == std::string::npos) {
      return;
    }
  }
  FAIL() << "alice is still there";
}

TEST_F(NgircdConnection, AnnouncesWhatLibcommuniDoes) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()));
  ASSERT_TRUE(spectrum_->backendConfig());
  for (const char* line : {"muc=1", "needRegistration=0", "disable_jid_escaping=1"}) {
    EXPECT_NE(spectrum_->backendConfig()->find(line), std::string::npos) << *spectrum_->backendConfig();
  }
}

TEST_F(NgircdConnection, WrongServerPasswordIsFinalWithTheServersWords) {
  Ngircd server({.password = "right"});
  server.start();
  launchIrc(addressOf(server.port()), "[service]\nirc_send_pass = 1\n");
  spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary});
  EXPECT_NE(await("^DISCONNECTED user=\"alice\" error=2 ").find("assword"), std::string::npos);
}

TEST_F(NgircdConnection, ServerPasswordFromTheLogin) {
  Ngircd server({.password = kCanary});
  server.start();
  launchIrc(addressOf(server.port()), "[service]\nirc_send_pass = 1\n");
  logIn("alice", kCanary);
}

TEST_F(NgircdConnection, IdentifiesToNickServ) {
  Ngircd server;
  server.start();
  Client services(server.port(), "NickServ");
  launchIrc(addressOf(server.port()));
  logIn("alice", kCanary);
  services.expect("PRIVMSG NickServ :identify canary-Tr0ub4dor&3");
}

TEST_F(NgircdConnection, IdentifiesAsConfigured) {
  Ngircd server;
  server.start();
  Client services(server.port(), "Q");
  launchIrc(addressOf(server.port()), "[service]\nirc_identify = Q AUTH $name $password\n");
  logIn("alice", kCanary);
  services.expect("PRIVMSG Q :AUTH alice canary");
}

TEST_F(NgircdConnection, NoServerIsANetworkError) {
  launchIrc(addressOf(FreePort().number()));
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*127\\.0\\.0\\.1");
}

TEST_F(NgircdConnection, TriesTheNextServer) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(FreePort().number()) + "\nirc_server = " + addressOf(FreePort().number()) +
            "\nirc_server = " + addressOf(server.port()));
  for (const char* user : {"alice", "bob", "carol"}) {
    logIn(user);
  }
}

TEST_F(NgircdConnection, TlsWithAKnownAuthority) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()), "tls_ca_file = " + authority.caFile() + "\n");
  logIn("alice");
}

TEST_F(NgircdConnection, TlsSelfSignedIsRefused) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.selfSigned("irc", "IP:127.0.0.1")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()));
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=14 message=");
}

TEST_F(NgircdConnection, TlsOfAnUnknownAuthorityIsRefused) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()));
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=9 message=");
}

TEST_F(NgircdConnection, TlsWithAnotherNameIsRefused) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.issue("irc", "DNS:irc.example.org")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()), "tls_ca_file = " + authority.caFile() + "\n");
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=12 message=");
}

TEST_F(NgircdConnection, TlsPinned) {
  const CertificateAuthority authority;
  const Certificate certificate = authority.selfSigned("irc", "DNS:irc.example.org");
  Ngircd server({.certificate = certificate});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()), "tls_fingerprint = " + certificate.fingerprint + "\n");
  logIn("alice");
}

TEST_F(NgircdConnection, TlsWithAnotherPinIsRefused) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()),
            "tls_ca_file = " + authority.caFile() + "\ntls_fingerprint = " + std::string(64, 'a') + "\n");
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=13 message=");
}

TEST_F(NgircdConnection, TlsUnverified) {
  const CertificateAuthority authority;
  Ngircd server({.certificate = authority.selfSigned("irc", "DNS:irc.example.org")});
  server.start();
  launchIrc("127.0.0.1:+" + std::to_string(server.tlsPort()), "tls_verify = off\n");
  logIn("alice");
}

TEST_F(NgircdConnection, ReconnectsRejoinsAndRepeatsNothing) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()), "reconnect_attempts = 200\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  say("alice", "#lobby", "before");
  await("CONV_MESSAGE.*\"before\"");
  server.kill();
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"The connection is lost");
  // The message waits for the reconnect.
  say("alice", "#lobby", "meanwhile");
  server.start();
  await("CONV_MESSAGE.*\"meanwhile\"", testing::Milliseconds(30'000));
  Client bob(server.port(), "bob");
  bob.join("#lobby");
  await("PARTICIPANT_CHANGED.*nickname=\"bob\"");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("PARTICIPANT_CHANGED.*nickname=\"alice\".*status=STATUS_NONE"), 0U);
  EXPECT_EQ(count("\"before\""), 0U);
  EXPECT_EQ(count("\"meanwhile\""), 0U);
  EXPECT_EQ(count("DISCONNECTED"), 0U);
}

TEST_F(NgircdConnection, GivesUpAfterTheAttempts) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()), "reconnect_attempts = 3\n");
  logIn("alice");
  server.kill();
  await("^DISCONNECTED user=\"alice\" error=0 message=");
}

TEST_F(NgircdConnection, ADeadServerIsNoticed) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()), "ping_interval = 1\nping_timeout = 1\nreconnect_attempts = 0\n");
  logIn("alice");
  server.freeze();
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*does not answer any more");
  server.thaw();
}

TEST_F(NgircdConnection, EndsWithGoodbyesInTime) {
  Ngircd server;
  server.start();
  launchIrc(addressOf(server.port()), "quit_message = so long\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  Client bob(server.port(), "bob");
  bob.join("#lobby");
  spectrum_->exit();
  bob.expect("^:alice!.* QUIT :.*so long");
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
