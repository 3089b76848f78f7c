// SPDX-License-Identifier: MIT
// Users and their messages, with a real ngIRCd.
#include "tests/irc/servers/irc_test.h"

namespace prism::tests {
namespace {

class NgircdPeople : public IrcTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    server_.emplace();
    server_->start();
  }

  Client& joinBobAndAlice(const std::string& more = "") {
    launchIrc(addressOf(server_->port()), more);
    bob_.emplace(server_->port(), "bob");
    logIn("alice");
    return *bob_;
  }

  std::optional<Ngircd> server_;
};

TEST_F(NgircdPeople, PrivateMessagesBothWays) {
  Client& bob = joinBobAndAlice();
  say("alice", "bob", "hello");
  bob.expect("^:alice!\\S+ PRIVMSG bob :hello$");
  bob.send("PRIVMSG alice :hello yourself");
  const std::string message = await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello yourself\"");
  EXPECT_EQ(message.find("nickname="), std::string::npos) << message;
}

TEST_F(NgircdPeople, ATalkThatBeganInARoomGoesOnThere) {
  Client& bob = joinBobAndAlice();
  bob.join("#lobby");
  joinAndWait("alice", "#lobby", "alice");
  say("alice", "#lobby/bob", "psst");
  bob.expect("PRIVMSG bob :psst");
  bob.send("PRIVMSG alice :what?");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"what\\?\" nickname=\"bob\".* pm=true");
  say("alice", "bob", "let us talk here");
  bob.expect("PRIVMSG bob :let us talk here");
  bob.send("PRIVMSG alice :fine");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"fine\"");
}

TEST_F(NgircdPeople, ActionsBothWays) {
  Client& bob = joinBobAndAlice();
  say("alice", "bob", "/me waves");
  bob.expect(
      "PRIVMSG bob :\x01"
      "ACTION waves\x01");
  bob.send(
      "PRIVMSG alice :\x01"
      "ACTION nods\x01");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"/me nods\"");
}

TEST_F(NgircdPeople, CtcpRequestsAreAnswered) {
  Client& bob = joinBobAndAlice();
  bob.send("PRIVMSG alice :\x01VERSION\x01");
  bob.expect("NOTICE bob :\x01VERSION Prism");
  bob.send("PRIVMSG alice :\x01PING 12345\x01");
  bob.expect("NOTICE bob :\x01PING 12345\x01");
  bob.send("PRIVMSG alice :\x01TIME\x01");
  bob.expect("NOTICE bob :\x01TIME [0-9]{4}-");
  bob.send(
      "PRIVMSG alice :\x01"
      "CLIENTINFO\x01");
  bob.expect(
      "NOTICE bob :\x01"
      "CLIENTINFO ACTION");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(NgircdPeople, Notices) {
  Client& bob = joinBobAndAlice();
  bob.send("NOTICE alice :take note");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"take note\"");
}

TEST_F(NgircdPeople, FormattingBothWays) {
  Client& bob = joinBobAndAlice();
  bob.send(
      "PRIVMSG alice :a \x02"
      "bold\x02 and \x03"
      "04red\x03 word");
  const std::string message = await("CONV_MESSAGE .*message=\"a bold and red word\"");
  EXPECT_NE(message.find("font-weight: bold"), std::string::npos) << message;
  EXPECT_NE(message.find("color: #ff0000"), std::string::npos) << message;
  pbnetwork::ConversationMessage own;
  own.set_username("alice");
  own.set_buddyname("bob");
  own.set_message("so strong");
  own.set_xhtml("<p>so <b>strong</b></p>");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE, own);
  bob.expect("PRIVMSG bob :so \x02strong");
}

TEST_F(NgircdPeople, LongLinesAreNotCutByTheServer) {
  Client& bob = joinBobAndAlice();
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += "w\xC3\xB6rd" + std::to_string(i) + " ";
  }
  text.pop_back();
  say("alice", "bob", text);
  std::string heard;
  while (heard.size() < text.size()) {
    const std::string line = bob.expect("PRIVMSG bob :");
    EXPECT_LE(line.size(), 510U);
    heard += (heard.empty() ? "" : " ") + line.substr(line.find(" :") + 2);
  }
  EXPECT_EQ(heard, text);
}

TEST_F(NgircdPeople, TextThatIsNotUtf8) {
  Client& bob = joinBobAndAlice("encoding = ISO-8859-15\n");
  bob.send("PRIVMSG alice :caf\xE9 5\xA4");
  await("message=\"caf\xC3\xA9 5\xE2\x82\xAC\"");
}

TEST_F(NgircdPeople, AwayBothWays) {
  Client& bob = joinBobAndAlice();
  setPresence("alice", pbnetwork::STATUS_AWAY, "lunch");
  say("alice", "bob", "now away");
  bob.expect("now away");
  bob.send("PRIVMSG alice :are you there?");
  bob.expect(" 301 bob alice :lunch");
  setPresence("alice", pbnetwork::STATUS_ONLINE);
  say("alice", "bob", "now back");
  bob.expect("now back");
  bob.send("WHOIS alice");
  bob.expect(" 318 ");
  EXPECT_EQ(bob.count(" 301 "), 1U);

  bob.send("AWAY :gone fishing");
  bob.expect(" 306 ");
  say("alice", "bob", "still there?");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"bob is away: gone fishing\"");
}

TEST_F(NgircdPeople, WhoisAsVcard) {
  Client& bob = joinBobAndAlice();
  static_cast<void>(bob);
  requestVCard("alice", "bob", 7);
  await("VCARD userName=\"alice\" buddyName=\"bob\" id=7 fullname=\"bob\" nickname=\"bob\"");
}

TEST_F(NgircdPeople, TheNicknameComesFromTheLocalPart) {
  launchIrc(addressOf(server_->port()));
  Client bob(server_->port(), "bob");
  spectrum_->login("ren\xC3\xA9@example.org", {.legacy_name = "ren\xC3\xA9 d@example.org/home"});
  await("^CONNECTED");
  bob.send("WHOIS rened");
  bob.expect(" 311 bob rened ");
}

TEST_F(NgircdPeople, SettingsOfOneUser) {
  launchIrc(addressOf(server_->port()));
  Client bob(server_->port(), "bob");
  logIn("alice", {}, {{"irc.nickname", "queen"}, {"irc.realname", "Alice of the Court"}});
  bob.send("WHOIS queen");
  bob.expect(" 311 bob queen .*:Alice of the Court");
}

TEST_F(NgircdPeople, APasswordIsForTheNetworkInTheLegacyName) {
  launchIrc("");
  Client services(server_->port(), "NickServ");
  const std::string network = escapedAddress(server_->port());
  logIn("alice", kCanary);
  joinAndWait("alice", "#lobby@" + network, "alice");
  spectrum_->login("bob", {.legacy_name = "bob@" + network, .password = kCanary});
  await("^CONNECTED user=\"bob\"");
  joinAndWait("bob", "#lobby@" + network, "bob");
  services.expect("^:bob!\\S+ PRIVMSG NickServ :identify ");
  EXPECT_EQ(services.count("^:alice!"), 0U);
}

TEST_F(NgircdPeople, NetworksInNames) {
  launchIrc("");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  const std::string network = escapedAddress(server_->port());
  joinAndWait("alice", "#lobby@" + network, "alice");
  bob.expect("^:alice!\\S+ JOIN :?#lobby");
  bob.send("PRIVMSG #lobby :hi alice");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby@" + network + "\" message=\"hi alice\" nickname=\"bob\"");
  say("alice", "bob@" + network, "hi bob");
  bob.expect("PRIVMSG bob :hi bob");
  bob.send("PRIVMSG alice :hi again");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob@" + network + "\" message=\"hi again\"");
  join("alice", "#lobby@" + escapedAddress(FreePort().number()), "alice");
  await("PARTICIPANT_CHANGED .*flag=64 .*127\\.0\\.0\\.1");
  say("alice", "#lobby@" + network, "still here");
  bob.expect("still here");
}

}  // namespace
}  // namespace prism::tests
