// SPDX-License-Identifier: MIT
// Accounts and passwords with a real Ergo.
#include "tests/irc/servers/ergo_fixture.h"

namespace prism::tests {
namespace {

class ErgoAccounts : public ErgoFixture {};

TEST_F(ErgoAccounts, NickServIsToldWhereSaslIsOff) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  launchIrc(serverAddress(), "sasl = off\n[service]\nirc_identify = NickServ IDENTIFY alice $password\n");
  // The nickname is reserved until NickServ is told, so alice logs in as alice_ at first.
  logIn("alice", kCanary);
  Client bob(server_->port(), "bob");
  const testing::Deadline deadline(kLineDeadline);
  while (accountOf(bob, "alice_") != "alice" && accountOf(bob, "alice") != "alice") {
    ASSERT_FALSE(deadline.hasPassed());
    poll(nullptr, 0, 10);  // polls, since bob gets no notice of a login
  }
}

TEST_F(ErgoAccounts, WithoutAPasswordItIsNobody) {
  startServer();
  launchIrc(serverAddress());
  logIn("alice");
  Client bob(server_->port(), "bob");
  EXPECT_EQ(accountOf(bob, "alice"), "");
}

TEST_F(ErgoAccounts, AReservedNicknameIsLeftToItsOwner) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  launchIrc(serverAddress());
  logIn("alice");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  join("alice", "#lobby", "alice");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice_\" room=\"#lobby\"");
  bob.expect("^:alice_!\\S+ JOIN");
}

TEST_F(ErgoAccounts, TheAccountIsTheUsers) {
  startServer();
  registerAccount(server_->port(), "royal", kCanary);
  launchIrc(serverAddress());
  logIn("alice", kCanary, {{"irc.sasl_account", "royal"}, {"irc.nickname", "royal"}, {"irc.sasl", "plain"}});
  Client bob(server_->port(), "bob");
  EXPECT_EQ(accountOf(bob, "royal"), "royal");
}

TEST_F(ErgoAccounts, UserOfAnUnknownAccountIsAGuest) {
  startServer();
  launchIrc(serverAddress());
  logIn("alice", kCanary);
  await("CONV_MESSAGE .*message=\"You are here without an account: .*Account does not exist");
}

TEST_F(ErgoAccounts, ACertificateThatNobodyKnows) {
  const CertificateAuthority authority;
  const Certificate own = authority.issue("alice", "DNS:alice");
  startServer({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  const std::string tls =
      "tls_ca_file = " + authority.caFile() + "\ntls_certificate = " + own.file + "\ntls_key = " + own.key_file + "\n";
  const std::string address = "127.0.0.1:+" + std::to_string(server_->tlsPort());
  launchIrc(address, tls + "sasl = external\n");
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^DISCONNECTED user=\"alice\" error=2 message=");
  // The certificate is used, but required only with `sasl = external`.
  launchIrc(address, tls);
  logIn("alice");
}

TEST_F(ErgoAccounts, TheServersOwnPassword) {
  // bcrypt of "open sesame"
  startServer({.password = "$2a$04$ADDhC/AkPT2IsjvqE.P2Z.TwVKkygiKm1ygpI37Bwumc1Ch3/lESO"});
  launchIrc(serverAddress(), "server_password = open sesame\n");
  logIn("alice");
  launchIrc(serverAddress(), "server_password = open barley\n");
  spectrum_->login("alice", {.legacy_name = "alice", .password = {}});
  await("^DISCONNECTED user=\"alice\" error=2 message=");
}

TEST_F(ErgoAccounts, ThePasswordOfTheLoginAsPass) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  launchIrc(serverAddress(), "[service]\nirc_send_pass = 1\n");
  logIn("alice", "alice:" + std::string(kCanary));
  Client bob(server_->port(), "bob");
  EXPECT_EQ(accountOf(bob, "alice"), "alice");
}

TEST_F(ErgoAccounts, OverTls) {
  const CertificateAuthority authority;
  startServer({.certificate = authority.issue("irc", "IP:127.0.0.1")});
  registerAccount(server_->port(), "alice", kCanary);
  launchIrc("127.0.0.1:+" + std::to_string(server_->tlsPort()), "tls_ca_file = " + authority.caFile() + "\n");
  logIn("alice", kCanary);
  Client bob(server_->port(), "bob");
  EXPECT_EQ(accountOf(bob, "alice"), "alice");
  bob.send("WHOIS alice");
  bob.expect(" 671 bob alice ");
}

}  // namespace
}  // namespace prism::tests
