// SPDX-License-Identifier: MIT
// Stanzas of rooms, in an order at which libpurple would use what it has freed.
#include "tests/purple/scripted_jabber.h"

namespace prism::tests {
namespace {

using JabberHostileRoomsTest = ScriptedJabber;

// libpurple would keep a pointer to the conversation of an earlier session.
TEST_F(JabberHostileRoomsTest, PrivateMessagesInRoomsOutliveNoSession) {
  const auto from = [](const std::string& nick, const std::string& stanza) {
    return "<" + stanza + " from='hall@rooms.localhost/" + nick + "'>";
  };
  const std::string muc = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant'/>";
  for (int login = 0; login < 6; ++login) {
    logInWith({});
    join("alice", "hall@rooms.localhost", "A");
    spectrum_->ping();
    server_.send(from("B", "presence") + muc + "</x></presence>" + from("A", "presence") + muc +
                 "<status code='110'/></x></presence>");
    await("^PARTICIPANT_CHANGED .*nickname=\"A\"");
    server_.send(from("B", "message type='chat'") + "<body>psst</body></message>");
    await("^CONV_MESSAGE .*buddyName=\"hall@rooms.localhost\" message=\"psst\" nickname=\"B\".* pm=true");
    say("alice", "hall@rooms.localhost/B", "yes?");
    spectrum_->ping();
    spectrum_->logout("alice", "alice");
    spectrum_->ping();
  }
}

TEST_F(JabberHostileRoomsTest, RoomThatIsLeftAndJoinedAtOnceIsJoinedAfterItsConfirmation) {
  logInWith({});
  aliceJoins();
  leave("alice", "hall@rooms.localhost");
  join("alice", "hall@rooms.localhost", "A");
  server_.expect("type='unavailable'");
  server_.send(presence("A", "<status code='110'/>", "type='unavailable'"));
  server_.expect("to='hall@rooms.localhost/A'");
  server_.send(presence("A", "<status code='110'/>"));
  await("^PARTICIPANT_CHANGED .*nickname=\"A\" .*status=0");
}

TEST_F(JabberHostileRoomsTest, RoomIsLeftBeforeItHasAnswered) {
  logInWith({});
  join("alice", "hall@rooms.localhost", "A");
  server_.expect("to='hall@rooms.localhost/A'");
  leave("alice", "hall@rooms.localhost");
  server_.expect("type='unavailable'");
}

TEST_F(JabberHostileRoomsTest, RoomThatTheServerClosesIsLeftAndCanBeEnteredAgain) {
  logInWith({});
  aliceJoins();
  server_.send(
      "<presence type='unavailable' from='hall@rooms.localhost/A'><x xmlns='http://jabber.org/protocol/muc#user'><item "
      "affiliation='none' role='none'/><destroy><reason>closed for good</reason></destroy><status code='110'/></x>"
      "</presence>");
  await("^PARTICIPANT_CHANGED .*room=\"hall@rooms.localhost\" nickname=\"A\" .*status=5");
  aliceJoins();
}

// The room answers with what libpurple takes for the end, and its server for a new nickname.
TEST_F(JabberHostileRoomsTest, QuestionOfARoomEndsWithTheRoom) {
  logInWith({});
  aliceJoins();
  say("alice", "hall@rooms.localhost", "/register");
  server_.answer("jabber:iq:register",
                 "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='form'><field var='a' "
                 "type='text-single' label='Name'/></x></query>");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*Name");
  server_.send(presence("A", "<status code='303'/><status code='110'/>", "type='unavailable'"));
  await("^PARTICIPANT_CHANGED .*nickname=\"A\" .*status=5");
  say("alice", "prism", "value");
  spectrum_->ping();
}

// The room has sent its refusal after the user has left: libpurple would use the conversation, which is gone.
TEST_F(JabberHostileRoomsTest, RoomThatWasLeftIsForgotten) {
  for (const std::string& confirmation : {std::string("<presence type='error' from='hall@rooms.localhost/A'/>"),
                                          std::string("<presence type='unavailable' from='hall@rooms.localhost'/>"),
                                          presence("B", "<status code='110'/>", "type='unavailable'")}) {
    logInWith({});
    aliceJoins();
    leave("alice", "hall@rooms.localhost");
    server_.expect("type='unavailable'");
    server_.send(confirmation + presence("C", "") +
                 "<message type='groupchat' from='hall@rooms.localhost/C'><subject>x</subject></message>");
    spectrum_->ping();
    spectrum_->logout("alice", "alice");
    spectrum_->ping();
  }
}

// libpurple would use the conversation of the room, which is gone.
TEST_F(JabberHostileRoomsTest, RoomThatWasLeftIsSilentUntilItConfirms) {
  const std::string muc = "<x xmlns='http://jabber.org/protocol/muc#user'><item role='participant'/>";
  logInWith({});
  join("alice", "hall@rooms.localhost", "A");
  spectrum_->ping();
  server_.send("<presence from='hall@rooms.localhost/A'>" + muc + "<status code='110'/></x></presence>");
  await("^PARTICIPANT_CHANGED .*nickname=\"A\"");
  leave("alice", "hall@rooms.localhost");
  spectrum_->ping();
  server_.send(
      "<message type='groupchat' from='hall@rooms.localhost/B'><body>x</body><html "
      "xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><p>a <img "
      "src='cid:x@y' alt='z'/></p></body></html></message><presence from='hall@rooms.localhost/C'>" +
      muc + "</x></presence><presence type='unavailable' from='hall@rooms.localhost/A'>" + muc +
      "<status code='110'/></x></presence><message type='chat' from='bob@localhost/r'><body>hello</body></message>");
  await("^CONV_MESSAGE userName=\"alice\".*hello");
}

// libpurple would forget the first of two questions about the same room, and crash at its answer.
TEST_F(JabberHostileRoomsTest, ARoomThatIsCreatedTwiceAsksNothing) {
  const auto presence = [](const std::string& type, const std::string& codes) {
    return "<presence from='hall@rooms.localhost/A'" + type +
           "><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator'/>" + codes +
           "</x></presence>";
  };
  logInWith({});
  join("alice", "hall@rooms.localhost", "A");
  spectrum_->ping();
  const std::string created = presence("", "<status code='201'/><status code='110'/>");
  server_.send(created + created);
  EXPECT_NE(server_.idOf("http://jabber.org/protocol/muc#owner"), "") << "the room gets its default settings";
  server_.send(presence(" type='unavailable'", "<status code='307'/><status code='110'/>"));
  await("^PARTICIPANT_CHANGED .*nickname=\"A\" .*status=5");
  collect();
  EXPECT_EQ(count("^CONV_MESSAGE .*buddyName=\"prism\""), 0U);
}

}  // namespace
}  // namespace prism::tests
