// SPDX-License-Identifier: MIT
// Habits of XMPP servers and clients that no server of the tests has at the right moment.
#include "tests/purple/scripted_jabber.h"

#include <utility>

namespace prism::tests {
namespace {

class JabberHabitsTest : public ScriptedJabber {
 protected:
  // Waits until the host has handled what the server has sent.
  void settle() {
    server_.requests("");
    spectrum_->ping();
    collect();
  }
};

class JabberReconnectTest : public JabberHabitsTest {
 protected:
  void SetUp() override {
    launch("reconnect_delay = 50\nreconnect_max_delay = 100\nreconnect_attempts = 3\n",
           "web_directory = " + (workingDir() / "web").string() + "\nweb_url = http://files.prism.test\n");
  }
};

TEST_F(JabberReconnectTest, LostConnectionIsMadeAgainWithItsRooms) {
  logInWith("<item jid='bob@localhost' subscription='both'/>");
  aliceJoins();
  server_.send(presence("B", "") + presence("C", ""));
  await("^PARTICIPANT_CHANGED .*nickname=\"C\"");
  settle();
  server_.close();
  server_.acceptLogin("<item jid='bob@localhost' subscription='both'/>");
  server_.expect("to='hall@rooms.localhost/A'");
  server_.send(presence("C", "") + presence("D", "") + presence("A", "<status code='110'/>"));
  await("^PARTICIPANT_CHANGED .*nickname=\"D\" .*status=0");
  await("^PARTICIPANT_CHANGED .*nickname=\"B\" .*status=5");
  settle();
  EXPECT_EQ(count("^DISCONNECTED|^CONNECTED|nickname=\"A\" .*status=5"), 0U) << keptFrames();
}

// libpurple would use the connection, which is gone, when the transfer ends.
TEST_F(JabberReconnectTest, TransferEndsWithItsConnection) {
  logInWith({});
  server_.send(
      "<iq type='set' id='o' from='eve@evil.example/r'><si xmlns='http://jabber.org/protocol/si' id='f' "
      "profile='http://jabber.org/protocol/si/profile/file-transfer'><file "
      "xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='x' size='300'/><feature "
      "xmlns='http://jabber.org/protocol/feature-neg'><x xmlns='jabber:x:data' type='form'><field var='stream-method' "
      "type='list-single'><option><value>http://jabber.org/protocol/ibb</value></option></field></x></feature></si>"
      "</iq>");
  EXPECT_EQ(server_.answerTo("o"), "result");
  server_.send(
      "<iq type='set' id='b' from='eve@evil.example/r'><open xmlns='http://jabber.org/protocol/ibb' sid='f' "
      "block-size='4096'/></iq>");
  EXPECT_EQ(server_.answerTo("b"), "result");
  server_.close();
  server_.acceptLogin({});
  await("^CONV_MESSAGE .*did not arrive whole");
  server_.send(
      "<iq type='set' id='d' from='eve@evil.example/r'><data xmlns='http://jabber.org/protocol/ibb' sid='f' "
      "seq='0'>AAAA</data></iq>");
  EXPECT_EQ(server_.answerTo("d"), "error");
}

TEST_F(JabberReconnectTest, ChangeOfPresenceIsNoAttempt) {
  logInWith({});
  server_.close();
  for (int i = 0; i < 20; ++i) {
    setPresence("alice", i % 2 == 0 ? pbnetwork::STATUS_AWAY : pbnetwork::STATUS_ONLINE, "x");
  }
  spectrum_->ping();
  server_.acceptLogin({});
  settle();
  EXPECT_EQ(count("^DISCONNECTED"), 0U) << keptFrames();
}

TEST_F(JabberReconnectTest, ServerThatThrowsTheUserOutIsGivenUp) {
  logInWith({});
  for (int i = 0; i < 3; ++i) {
    server_.close();
    server_.acceptLogin({});
    settle();
  }
  server_.close();
  await("^DISCONNECTED user=\"alice\" error=0");
}

TEST_F(JabberHabitsTest, PartByACommandEndsTheRoom) {
  logInWith({});
  aliceJoins();
  say("alice", "hall@rooms.localhost", "/part");
  server_.expect("type='unavailable'");
  server_.send(presence("A", "<status code='110'/>", "type='unavailable'"));
  await("^PARTICIPANT_CHANGED .*nickname=\"A\" .*status=5");
}

TEST_F(JabberReconnectTest, SpectrumIsToldAfterTheLastAttempt) {
  logInWith({});
  for (int i = 0; i < 3; ++i) {
    server_.close();
    server_.accept();
  }
  server_.close();
  await("^DISCONNECTED user=\"alice\" error=0");
}

TEST_F(JabberReconnectTest, RefusedPasswordIsFinal) {
  logInWith({});
  server_.close();
  server_.refuseLogin();
  await("^DISCONNECTED user=\"alice\" error=2");
}

TEST_F(JabberHabitsTest, SubjectIsSentOnceOnEntering) {
  logInWith({});
  join("alice", "hall@rooms.localhost", "A");
  server_.expect("to='hall@rooms.localhost/A'");
  server_.send(presence("A", "<status code='110'/>") +
               "<message type='groupchat' from='hall@rooms.localhost/B'><subject>Tea at five</subject></message>");
  await("^ROOM_SUBJECT_CHANGED .*message=\"Tea at five\"");
  settle();
  EXPECT_EQ(count("^ROOM_SUBJECT_CHANGED"), 0U) << keptFrames();
}

TEST_F(JabberHabitsTest, RoomWithoutASubjectHasNone) {
  logInWith({});
  aliceJoins();
  settle();
  EXPECT_EQ(count("^ROOM_SUBJECT_CHANGED"), 0U) << keptFrames();
}

TEST_F(JabberHabitsTest, RenamedParticipantLeavesNoOldNickname) {
  logInWith({});
  aliceJoins();
  server_.send(presence("B", ""));
  await("^PARTICIPANT_CHANGED .*nickname=\"B\"");
  server_.send(
      "<presence type='unavailable' from='hall@rooms.localhost/B'><x "
      "xmlns='http://jabber.org/protocol/muc#user'><item nick='C'/><status code='303'/></x></presence>" +
      presence("C", ""));
  const std::string renamed = await("^PARTICIPANT_CHANGED .*nickname=\"B\" .*newname=\"C\"");
  EXPECT_EQ(renamed.find("alias=\"C\""), std::string::npos) << renamed;
}

TEST_F(JabberHabitsTest, NewNamesAndAttentionAreNoMessages) {
  logInWith("<item jid='bob@localhost' subscription='both'/>");
  server_.send("<message type='chat' from='bob@localhost/r'><body>hello</body></message>");
  await("^CONV_MESSAGE .*message=\"hello\"");
  server_.send(
      "<message from='bob@localhost'><event xmlns='http://jabber.org/protocol/pubsub#event'><items "
      "node='http://jabber.org/protocol/nick'><item id='1'><nick xmlns='http://jabber.org/protocol/nick'>Bobby</nick>"
      "</item></items></event></message>");
  await("^BUDDY_CHANGED .*alias=\"Bobby\"");
  server_.send("<message type='headline' from='bob@localhost/r'><attention xmlns='urn:xmpp:attention:0'/></message>");
  await("^ATTENTION .*buddyName=\"bob@localhost\"");
  settle();
  EXPECT_EQ(count("^CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(JabberHabitsTest, AddressesInPlainTextHaveTheirAmpersands) {
  logInWith({});
  server_.send(
      "<message type='chat' from='bob@localhost/r'><body>see x</body><html xmlns='http://jabber.org/protocol/xhtml-im'>"
      "<body xmlns='http://www.w3.org/1999/xhtml'>see <a href='http://x.test/?a=1&amp;b=2'>x</a></body></html>"
      "</message>");
  await("^CONV_MESSAGE .*message=\"see x .http://x.test/\\?a=1&b=2.\"");
}

TEST_F(JabberHabitsTest, RefusedJoinsTellTheReason) {
  constexpr int kConflict = 2;
  constexpr int kNotAuthorized = 8;
  constexpr int kNotFound = 64;
  const std::pair<const char*, int> conditions[] = {{"conflict", kConflict},
                                                    {"forbidden", kNotAuthorized},
                                                    {"registration-required", kNotAuthorized},
                                                    {"service-unavailable", kNotFound},
                                                    {"item-not-found", kNotFound}};
  logInWith({});
  for (const auto& [condition, flags] : conditions) {
    join("alice", "hall@rooms.localhost", "A");
    server_.expect("to='hall@rooms.localhost/A'");
    server_.send("<presence type='error' from='hall@rooms.localhost/A'><error type='cancel'><" +
                 std::string(condition) +
                 " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><text "
                 "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>The words of " +
                 condition + "</text></error></presence>");
    await("^PARTICIPANT_CHANGED .*nickname=\"A\" flag=" + std::to_string(flags) +
          " status=5 statusmessage=\"The words of " + condition);
  }
}

}  // namespace
}  // namespace prism::tests
