// SPDX-License-Identifier: MIT
// IRCv3 features, with a real Ergo.
#include "tests/irc/servers/ergo_fixture.h"
#include "tests/support/servers/certificates.h"

#include <cctype>

namespace prism::tests {
namespace {

constexpr const char* kWrong = "wr0ng-Tr0ub4dor";

class ErgoTest : public ErgoFixture {};

TEST_F(ErgoTest, SaslScramAndPlain) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  for (const char* mechanism : {"auto", "scram-sha-256", "plain"}) {
    launchIrc(addressOf(server_->port()), "sasl = " + std::string(mechanism) + "\n");
    logIn("alice", kCanary);
    Client bob(server_->port(), "bob");
    bob.send("WHOIS alice");
    bob.expect(" 330 bob alice alice ");
    spectrum_->exit();
    spectrum_->expectExit(0);
  }
}

TEST_F(ErgoTest, WrongPasswordIsFinalWithTheServersWords) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  for (const char* mechanism : {"auto", "scram-sha-256", "plain"}) {
    launchIrc(addressOf(server_->port()), "sasl = " + std::string(mechanism) + "\n");
    spectrum_->login("alice", {.legacy_name = "alice", .password = kWrong});
    await("^DISCONNECTED user=\"alice\" error=2 message=\"[^\"]+\"");
    spectrum_->exit();
    spectrum_->expectExit(0);
  }
}

TEST_F(ErgoTest, SaslExternalByCertificate) {
  const CertificateAuthority authority;
  const Certificate own = authority.issue("alice", "DNS:alice");
  startServer({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  registerAccount(server_->port(), "alice", kCanary);
  Client owner(server_->port(), "owner");
  owner.send("PRIVMSG NickServ :IDENTIFY alice " + std::string(kCanary));
  owner.expect("alice");
  std::string fingerprint;
  for (const char c : own.fingerprint) {
    if (c != ':') {
      fingerprint += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  owner.send("PRIVMSG NickServ :CERT ADD " + fingerprint);
  owner.expect("[Cc]ertificate");
  owner.send("QUIT");
  owner.expect("^ERROR");
  launchIrc("127.0.0.1:+" + std::to_string(server_->tlsPort()), "sasl = external\ntls_ca_file = " + authority.caFile() +
                                                                    "\ntls_certificate = " + own.file +
                                                                    "\ntls_key = " + own.key_file + "\n");
  logIn("alice");
  Client bob(server_->port(), "bob");
  bob.send("WHOIS alice");
  bob.expect(" 330 bob alice alice ");
}

TEST_F(ErgoTest, OwnMessagesComeBackOnce) {
  startServer();
  launchIrc(addressOf(server_->port()));
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  say("alice", "#lobby", "only once");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"only once\" nickname=\"alice\"");
  say("alice", "bob", "privately");
  bob.expect("PRIVMSG bob :privately");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("only once|privately"), 0U);
  EXPECT_EQ(bob.count("only once"), 1U);
}

TEST_F(ErgoTest, HistoryHasItsTimeAndIsNotRepeated) {
  startServer();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  for (int i = 0; i < 30; ++i) {
    bob.send("PRIVMSG #lobby :old " + std::to_string(i));
  }
  bob.send("PING done");
  bob.expect("PONG .*done");
  launchIrc(addressOf(server_->port()), "history = 5\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  for (int i = 25; i < 30; ++i) {
    const std::string message = await("CONV_MESSAGE .*message=\"old " + std::to_string(i) + "\" nickname=\"bob\"");
    EXPECT_TRUE(Expression("timestamp=\"[0-9]{8}T[0-9]{6}\"").matches(message)) << message;
  }
  bob.send("PRIVMSG #lobby :new");
  const std::string live = await("CONV_MESSAGE .*message=\"new\"");
  EXPECT_FALSE(Expression("timestamp=\"[0-9]").matches(live)) << live;
  EXPECT_EQ(count("message=\"old "), 0U);
}

TEST_F(ErgoTest, FounderAndAdminsAreModerators) {
  startServer({.reserved_nicknames = false});
  registerAccount(server_->port(), "bob", kCanary);
  Client bob(server_->port(), "bob");
  bob.send("PRIVMSG NickServ :IDENTIFY bob " + std::string(kCanary));
  bob.expect("NOTICE bob :.*logged in");
  bob.join("#lobby");
  bob.send("PRIVMSG ChanServ :REGISTER #lobby");
  bob.expect("MODE #lobby \\+q bob|registered");
  launchIrc(addressOf(server_->port()));
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 ");
}

TEST_F(ErgoTest, ReconnectsWithHistoryOfTheMeantime) {
  startServer();
  launchIrc(addressOf(server_->port()), "reconnect_attempts = 200\n");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  say("alice", "#lobby", "before");
  await("CONV_MESSAGE .*message=\"before\" nickname=\"alice\"");
  server_->kill();
  await("The connection is lost");
  server_->start();
  Client bob(server_->port(), "bob");
  bob.send("JOIN #lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*status=0", testing::Milliseconds(40'000));
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("message=\"before\""), 0U);
  EXPECT_EQ(count("nickname=\"alice\" .*status=5"), 0U);
}

TEST_F(ErgoTest, AFloodedServerLosesNothing) {
  startServer({.flood_control = true});
  launchIrc(addressOf(server_->port()), "flood_interval = 20\nflood_burst = 5\n");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  std::string paste;
  for (int i = 0; i < 20; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < 20; ++i) {
    bob.expect("PRIVMSG #lobby :line " + std::to_string(i) + "$", testing::Milliseconds(30'000));
  }
}

}  // namespace
}  // namespace prism::tests
