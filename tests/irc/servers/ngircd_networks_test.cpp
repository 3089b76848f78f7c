// SPDX-License-Identifier: MIT
// Several networks in one session, each named in its rooms' and users' names.
#include "tests/irc/servers/irc_test.h"

#include <vector>

namespace prism::tests {
namespace {

class NgircdNetworks : public IrcTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    first_.emplace();
    second_.emplace();
    first_->start();
    second_->start();
    launchIrc("", "tls_verify = off\n");
  }

  std::string first() const { return escapedAddress(first_->port()); }
  std::string second() const { return escapedAddress(second_->port()); }

  std::optional<Ngircd> first_;
  std::optional<Ngircd> second_;
};

TEST_F(NgircdNetworks, AreKeptApart) {
  Client bob(first_->port(), "bob");
  Client other_bob(second_->port(), "bob");
  bob.join("#lobby");
  other_bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby@" + first(), "alice");
  joinAndWait("alice", "#lobby@" + second(), "alice");
  bob.expect("^:alice!\\S+ JOIN");
  other_bob.expect("^:alice!\\S+ JOIN");
  bob.send("PRIVMSG #lobby :from the first");
  await("buddyName=\"#lobby@" + first() + "\" message=\"from the first\" nickname=\"bob\"");
  other_bob.send("PRIVMSG #lobby :from the second");
  await("buddyName=\"#lobby@" + second() + "\" message=\"from the second\" nickname=\"bob\"");
  say("alice", "#lobby@" + first(), "to the first");
  bob.expect("to the first");
  say("alice", "#lobby@" + second() + "/bob", "to the second's bob");
  other_bob.expect("PRIVMSG bob :to the second's bob");
  other_bob.send("PRIVMSG alice :yes?");
  await("buddyName=\"#lobby@" + second() + "\" message=\"yes\\?\" nickname=\"bob\".* pm=true");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(bob.count("second"), 0U);
  EXPECT_EQ(other_bob.count("first"), 0U);

  spectrum_->logout("alice", "alice");
  bob.expect("^:alice!\\S+ QUIT");
  other_bob.expect("^:alice!\\S+ QUIT");
}

TEST_F(NgircdNetworks, AMessageOpensTheConnection) {
  Client bob(first_->port(), "bob");
  logIn("alice");
  say("alice", "bob@" + first(), "hello");
  bob.expect("^:alice!\\S+ PRIVMSG bob :hello$");
  bob.send("PRIVMSG alice :hello yourself");
  await("buddyName=\"bob@" + first() + "\" message=\"hello yourself\"");
}

TEST_F(NgircdNetworks, TheRoomsNicknameIsTheNetworks) {
  Client bob(first_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby@" + first(), "wonderland");
  bob.expect("^:wonderland!\\S+ JOIN");
}

TEST_F(NgircdNetworks, OneThatCannotBeReachedSaysWhy) {
  logIn("alice");
  const std::string nowhere = escapedAddress(FreePort().number());
  say("alice", "bob@" + nowhere, "hello");
  await("CONV_MESSAGE .*buddyName=\"" + nowhere + "\" message=\".*refused");
}

TEST_F(NgircdNetworks, AnUnknownHostIsNotFound) {
  logIn("alice");
  join("alice", "#lobby@a..b", "alice");
  await("PARTICIPANT_CHANGED .*room=\"#lobby@a..b\" nickname=\"alice\" flag=64 status=5 statusmessage=\".*a\\.\\.b");
}

TEST_F(NgircdNetworks, AUserHasTwentyAtMost) {
  logIn("alice");
  const std::vector<ListeningPort> silent(20);
  for (const ListeningPort& server : silent) {
    say("alice", "bob@" + escapedAddress(server.number()), "hello");
  }
  say("alice", "bob@" + first(), "hello");
  await("message=\"You are on 20 networks, which is the most that is possible here: bob@\\S+ is not reached\"");
  join("alice", "#lobby@" + first(), "alice");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5 statusmessage=\"You are on 20 networks");
}

TEST_F(NgircdNetworks, OneThatIsGoneLeavesTheOthersAlone) {
  logIn("alice");
  joinAndWait("alice", "#lobby@" + first(), "alice");
  joinAndWait("alice", "#lobby@" + second(), "alice");
  second_->kill();
  await("buddyName=\"#lobby@" + second() + "\" message=\"The connection is lost");
  Client bob(first_->port(), "bob");
  bob.join("#lobby");
  bob.send("PRIVMSG #lobby :still here");
  await("buddyName=\"#lobby@" + first() + "\" message=\"still here\" nickname=\"bob\"");
  // After the last reconnect attempt the network's rooms are left, and the user stays online.
  await("PARTICIPANT_CHANGED .*room=\"#lobby@" + second() + "\" nickname=\"alice\" .*status=5");
  bob.send("PRIVMSG #lobby :and still");
  await("message=\"and still\"");
  EXPECT_EQ(count("DISCONNECTED"), 0U);
  // The room can be joined again once the server is back.
  second_->start();
  joinAndWait("alice", "#lobby@" + second(), "alice");
}

TEST_F(NgircdNetworks, NamesWithoutANetwork) {
  logIn("alice");
  join("alice", "#lobby", "alice");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=64 status=5 statusmessage=\".*#room%irc");
  collect();
  EXPECT_EQ(count("DISCONNECTED"), 0U);
}

TEST_F(NgircdNetworks, ContactsOfEach) {
  logIn("alice");
  joinAndWait("alice", "#lobby@" + first(), "alice");
  Client bob(first_->port(), "bob");
  addContact("alice", "bob@" + first());
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob@" + first() + "\" .*status=0");
  requestVCard("alice", "bob@" + first(), 3);
  await("VCARD userName=\"alice\" buddyName=\"bob@" + first() + "\" id=3 fullname=\"bob\" nickname=\"bob\"");
}

TEST_F(NgircdNetworks, OverTls) {
  const CertificateAuthority authority;
  Ngircd secure({.certificate = authority.selfSigned("irc", "IP:127.0.0.1")});
  secure.start();
  logIn("alice");
  const std::string room = "#lobby@127.0.0.1=3a+" + std::to_string(secure.tlsPort());
  Client bob(secure.port(), "bob");
  bob.join("#lobby");
  join("alice", room, "alice");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby@127.0.0.1=3a\\+[0-9]+\" nickname=\"bob\"");
  bob.expect("^:alice!\\S+ JOIN");
}

}  // namespace
}  // namespace prism::tests
