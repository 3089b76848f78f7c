// SPDX-License-Identifier: MIT
// Logins at servers that deviate from the usual sequence.
#include "tests/irc/servers/scripted_test.h"

#include <set>

namespace prism::tests {
namespace {

class ScriptedLogin : public ScriptedTest {
 protected:
  // Refuses each nickname until this frame has come.
  void refuseNicknamesUntil(const std::string& frame) {
    LineSocket& irc = accept();
    irc.expect("^USER ");
    irc.send("CAP * LS :");
    irc.expect("^CAP END$");
    irc.send(":irc.prism.test 433 * alice :Nickname is already in use");
    while (count(frame) == 0) {
      const std::string line = irc.expect("^NICK ");
      irc.send(":irc.prism.test 433 * " + line.substr(5) + " :Nickname is already in use");
      collect();
      ASSERT_LT(irc.count("^NICK "), 100U);
    }
  }
};

TEST_F(ScriptedLogin, SaysWhoItIsInTheRightOrder) {
  launchIrc(
      serverAddress(),
      "webirc_password = gate\nwebirc_gateway = prism\nserver_password = open\nusername = ident\nrealname = A. User\n");
  startLogin();
  greet(accept());
  await("^CONNECTED");
  const std::vector<std::string> begin(irc_->lines().begin(), irc_->lines().begin() + 5);
  EXPECT_EQ(begin, (std::vector<std::string>{"WEBIRC gate prism 127.0.0.1 127.0.0.1", "CAP LS 302", "PASS open",
                                             "NICK alice", "USER ident 0 * :A. User"}));
}

// Bans and access lists have the username. It must not be the name on XMPP where the user has chosen another one.
TEST_F(ScriptedLogin, TheNicknameOfTheRoomIsTheUsernameToo) {
  launchIrc("");
  startLogin();
  await("^CONNECTED");
  join("alice", "#lobby@" + escapedAddress(port()), "Old.Alice");
  LineSocket& irc = accept();
  EXPECT_EQ(irc.expect("^NICK "), "NICK OldAlice");
  EXPECT_EQ(irc.expect("^USER "), "USER OldAlice 0 * OldAlice");
}

TEST_F(ScriptedLogin, AConfiguredUsernameStays) {
  launchIrc("", "username = ident\nrealname = A. User\n");
  startLogin();
  await("^CONNECTED");
  join("alice", "#lobby@" + escapedAddress(port()), "oldalice");
  EXPECT_EQ(accept().expect("^USER "), "USER ident 0 * :A. User");
}

TEST_F(ScriptedLogin, TheLogTellsTheNicknameAndItsChanges) {
  aliceLogsIn();
  spectrum_->awaitLog("alice: irc.prism.test is connected; the nickname is alice");
  irc_->send(":alice!~alice@127.0.0.1 NICK lewis");
  spectrum_->awaitLog("alice: on irc.prism.test the nickname is lewis now; it was alice");
  irc_->close();
  greet(accept(), {.nick = "alice_"});
  spectrum_->awaitLog("alice: irc.prism.test is connected again; the nickname is alice_");
}

TEST_F(ScriptedLogin, AServerThatRenamesTheUserOverAndOverDoesNotFillTheLog) {
  aliceLogsIn();
  for (int i = 0; i < 100; ++i) {
    irc_->send(":alice!~alice@127.0.0.1 NICK lewis");
    irc_->send(":lewis!~alice@127.0.0.1 NICK alice");
  }
  awaitRoundTrip();
  const std::string& log = spectrum_->log();
  std::size_t lines = 0;
  for (std::size_t at = log.find(" now; it was "); at != std::string::npos; at = log.find(" now; it was ", at + 1)) {
    ++lines;
  }
  EXPECT_EQ(lines, 10U);
}

TEST_F(ScriptedLogin, TheLogTellsAtDebugThatAReconnectFails) {
  const std::string properties = directory_.write("log.cfg",
                                                  "log4j.rootLogger=DEBUG, E\n"
                                                  "log4j.appender.E=org.apache.log4j.ConsoleAppender\n"
                                                  "log4j.appender.E.Target=System.err\n");
  aliceLogsIn({}, "[logging]\nbackend_config = " + properties + "\n");
  irc_->close();
  accept().close();
  spectrum_->awaitLog(" DEBUG Plugin.irc: alice: 127.0.0.1 is not connected again yet: ");
}

TEST_F(ScriptedLogin, CapabilitiesInSeveralLines) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS * :multi-prefix example.org/unknown");
  irc.send("CAP * LS :away-notify server-time example.org/other=value");
  const std::string wanted = irc.expect("^CAP REQ ");
  for (const char* name : {"multi-prefix", "away-notify", "server-time"}) {
    EXPECT_NE(wanted.find(name), std::string::npos) << wanted;
  }
  EXPECT_EQ(wanted.find("example.org"), std::string::npos) << wanted;
  irc.send("CAP * ACK" + wanted.substr(7));
  irc.expect("^CAP END$");
  welcome(irc);
  await("^CONNECTED");
}

TEST_F(ScriptedLogin, RefusedCapabilitiesDoNoHarm) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :multi-prefix server-time");
  for (std::string line; line != "CAP END"; line = irc.expect("^CAP (REQ|END)")) {
    if (!line.empty()) {
      irc.send("CAP * NAK" + line.substr(7));
    }
  }
  welcome(irc);
  await("^CONNECTED");
}

TEST_F(ScriptedLogin, AServerThatKnowsNoCapabilities) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send(":old.example.org 421 * CAP :Unknown command");
  welcome(irc);
  await("^CONNECTED");
  EXPECT_EQ(irc.count("^CAP END"), 0U);
}

TEST_F(ScriptedLogin, ATakenNicknameGetsATail) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  std::set<std::string> tried = {"alice"};
  std::string nick = "alice";
  for (int i = 0; i < 3; ++i) {
    irc.send(":irc.prism.test 433 * " + nick + " :Nickname is already in use");
    nick = irc.expect("^NICK ").substr(5);
    EXPECT_TRUE(tried.insert(nick).second) << nick << " was tried before";
    EXPECT_EQ(nick.substr(0, 5), "alice");
  }
  welcome(irc, {.nick = nick});
  await("^CONNECTED");
}

TEST_F(ScriptedLogin, WhereEveryNicknameIsTakenItEndsWithTheServersWords) {
  launchIrc(serverAddress());
  startLogin();
  refuseNicknamesUntil("^DISCONNECTED");
  await("^DISCONNECTED user=\"alice\" error=6 message=\"Nickname is already in use\"");
}

TEST_F(ScriptedLogin, WhereEveryNicknameOfANetworkIsTakenTheJoinIsAConflict) {
  launchIrc("");
  startLogin();
  await("^CONNECTED");
  join("alice", "#lobby@" + escapedAddress(port()), "alice");
  refuseNicknamesUntil("^PARTICIPANT_CHANGED");
  await("^PARTICIPANT_CHANGED .*nickname=\"alice\" flag=2 status=5 statusmessage=\".*Nickname is already in use\"");
}

TEST_F(ScriptedLogin, ANicknameThatTheServerDoesNotLike) {
  launchIrc(serverAddress());
  spectrum_->login("alice", {.legacy_name = "Alice_of_Wonderland"});
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :");
  irc.send(":irc.prism.test 432 * Alice_of_Wonderland :Erroneous nickname");
  const std::string other = irc.expect("^NICK (?!Alice_of_Wonderland$)").substr(5);
  irc.send(":irc.prism.test 432 * " + other + " :Erroneous nickname");
  const std::string nick = irc.expect("^NICK .{1,9}$").substr(5);
  EXPECT_LE(nick.size(), 9U);
  welcome(irc, {.nick = nick});
  await("^CONNECTED");
}

TEST_F(ScriptedLogin, TailIsWithinTheLengthThatTheServerCutsNicknamesTo) {
  launchIrc(serverAddress());
  spectrum_->login("alice", {.legacy_name = "Alice_of_Wonderland"});
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :");
  irc.send(":irc.prism.test 433 * Alice_of_Wonderl :Nickname is already in use");
  irc.expect("^NICK Alice_of_Wonder_$");
}

TEST_F(ScriptedLogin, TheServersWordAboutTheNicknameCounts) {
  aliceLogsIn({.nick = "alic"});
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alic!~a@127.0.0.1 JOIN #lobby");
  irc_->send(":irc.prism.test 353 alic = #lobby :alic");
  irc_->send(":irc.prism.test 366 alic #lobby :End");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alic\" room=\"#lobby\"");
  await("PARTICIPANT_CHANGED .*nickname=\"alic\" flag=16 ");
}

TEST_F(ScriptedLogin, ABannedUserIsToldWhyForGood) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send(":irc.prism.test 465 * :You are banned from this server: no gateways");
  irc.send("ERROR :Closing Link: 127.0.0.1 (K-Lined)");
  await("^DISCONNECTED user=\"alice\" error=3 message=\"You are banned from this server: no gateways\"");
}

TEST_F(ScriptedLogin, AServerThatClosesWithAWord) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("ERROR :Closing Link: 127.0.0.1 (Trying to reconnect too fast)");
  irc.close();
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*Trying to reconnect too fast");
}

TEST_F(ScriptedLogin, AServerThatSaysNothing) {
  launchIrc(serverAddress(), "ping_interval = 1\n");
  startLogin();
  accept();
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*has not finished the login in time");
}

TEST_F(ScriptedLogin, ALogoutWhileLoggingInClosesTheConnection) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  spectrum_->logout("alice", "alice");
  irc.expectEnd();
  collect();
  EXPECT_EQ(count("CONNECTED"), 0U);
}

TEST_F(ScriptedLogin, ASecondLoginReplacesTheFirst) {
  LineSocket first = std::move(aliceLogsIn());
  irc_.reset();
  startLogin();
  greet(accept());
  await("^CONNECTED");
  first.expectEnd();
  awaitRoundTrip();
  EXPECT_EQ(count("DISCONNECTED"), 0U);
}

TEST_F(ScriptedLogin, RequestsBeforeTheWelcomeWaitForIt) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  join("alice", "#lobby", "alice");
  say("alice", "bob", "early");
  collect();
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  EXPECT_EQ(irc.count("^(JOIN|PRIVMSG)"), 0U);
  welcome(irc);
  awaitAndAnswerJoin("#lobby");
  irc.expect("^PRIVMSG bob :?early$");
  awaitEntered("alice", "#lobby");
}

}  // namespace
}  // namespace prism::tests
