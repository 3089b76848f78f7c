// SPDX-License-Identifier: MIT
// IRC names that a JID's local part or resource cannot hold.
#include "protocol/jid_name.h"
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedOddNames : public ScriptedTest {
 protected:
  void enter() {
    aliceLogsIn();
    aliceJoins("#lobby", "@bob");
    awaitRoundTrip();
    dropKeptFrames();
  }
};

TEST_F(ScriptedOddNames, AMembersIsTheSameEveryTime) {
  enter();
  irc_->send(
      ":a\x01"
      "b!u@h JOIN #lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"a=01b\"");
  irc_->send(
      ":a\x01"
      "b!u@h PRIVMSG #lobby :hi");
  await("CONV_MESSAGE .*message=\"hi\" nickname=\"a=01b\"");
  irc_->send(
      ":a\x01"
      "b!u@h NICK c\xEF\xBF\xBD");
  await("PARTICIPANT_CHANGED .*nickname=\"a=01b\".*newname=\"c=ef=bf=bd\"");
  irc_->send(":c\xEF\xBF\xBD!u@h TOPIC #lobby :news");
  await("ROOM_SUBJECT_CHANGED .*nickname=\"c=ef=bf=bd\"");
  irc_->send(":c\xEF\xBF\xBD!u@h QUIT :bye");
  await("PARTICIPANT_CHANGED .*nickname=\"c=ef=bf=bd\"");
}

TEST_F(ScriptedOddNames, AnAnswerReachesWhoIsMeant) {
  enter();
  irc_->send(
      ":a\x02"
      "b!u@h PRIVMSG alice :hi");
  await("CONV_MESSAGE .*buddyName=\"a=02b\" message=\"hi\"");
  say("alice", "a=02b", "hello");
  irc_->expect(
      "^PRIVMSG a\x02"
      "b :?hello$");
  say("alice", "a=02b", "/whois");
  irc_->expect(
      "^WHOIS a\x02"
      "b$");
}

// `[bob]` without a server behind it is no JID: Spectrum would show the invitation as the gateway's own.
TEST_F(ScriptedOddNames, AnInvitationOfSomebodyWhoIsNoJidIsAMessage) {
  enter();
  irc_->send(":bob!b@h INVITE alice #den");
  await("RAW_XML .*from='bob'.*<x xmlns='jabber:x:conference' jid='#den@");
  irc_->send(":[bob]!b@h INVITE alice #den");
  await("CONV_MESSAGE .*buddyName=\"\\[bob\\]\" message=\"\\[bob\\] has invited you to .*xmpp:");
}

TEST_F(ScriptedOddNames, AChannelToo) {
  enter();
  irc_->send(
      ":bob!b@h INVITE alice #c/\x03"
      "c");
  await("has invited you to #c=2f=03c<");
  join("alice", "#c=2f=03c", "alice");
  irc_->expect(
      "^JOIN #c/\x03"
      "c$");
  irc_->send(
      ":alice!~alice@127.0.0.1 JOIN #c/\x03"
      "c");
  numeric("366",
          "#c/\x03"
          "c :End");
  awaitEntered("alice", "#c=2f=03c");
  say("alice", "#c=2f=03c", "hello");
  irc_->expect(
      "^PRIVMSG #c/\x03"
      "c :?hello$");
  leave("alice", "#c=2f=03c");
  irc_->expect(
      "^PART #c/\x03"
      "c$");
}

// A long name ends with a hash in the JID, so that two of them differ.
TEST_F(ScriptedOddNames, LongNames) {
  enter();
  const std::string name(1100, 'x');
  irc_->send(":" + name + "!u@h PRIVMSG alice :hi");
  await("CONV_MESSAGE .*buddyName=\"x+\"\\.\\.\\. \\(768 bytes\\) message=\"hi\"");
  irc_->send(":" + name + "y!u@h PRIVMSG #lobby :hey");
  await("CONV_MESSAGE .*message=\"hey\" nickname=\"x+\"\\.\\.\\. \\(768 bytes\\)");
  irc_->send(":" + name + "!u@h JOIN #lobby");
  await("CONV_MESSAGE .*is left out");  // the plugin keeps no name of this length, and no IRC line could hold it
}

// A name that is long only in its JID form can be answered.
TEST_F(ScriptedOddNames, AnAnswerReachesALongName) {
  enter();
  const std::string name(300, '\x01');
  irc_->send(":" + name + "!u@h PRIVMSG alice :hi");
  await("CONV_MESSAGE .*message=\"hi\"");
  say("alice", irc::jidName(name), "hello");
  irc_->expect("^PRIVMSG " + name + " :?hello$");
}

TEST_F(ScriptedOddNames, TheServersOwn) {
  launchIrc(serverAddress());
  startLogin();
  accept().expect("^USER ");
  irc_->send("001 alice :Welcome");
  irc_->send("004 alice irc\x01server/1 x o o");
  irc_->send("422 alice :none");
  await("^CONNECTED user=\"alice\"$");
  irc_->send(":irc.example.org NOTICE alice :news");
  await("CONV_MESSAGE .*buddyName=\"irc=01server=2f1\" message=\"news\"");
  say("alice", "irc=01server=2f1", "/quote VERSION");
  irc_->expect("^VERSION$");
}

}  // namespace
}  // namespace prism::tests
