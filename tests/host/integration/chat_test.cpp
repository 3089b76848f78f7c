// SPDX-License-Identifier: MIT
// Edits, retractions and reactions in both directions: a real host with the probe.
#include "tests/support/probe_test.h"
#include <prism/types.h>

#include <regex>

namespace prism::tests {
namespace {

class ChatTest : public ProbeTest {
 protected:
  void start(const std::string& more = "") { ProbeTest::start(more + "[probe]\nchat = 1\n"); }

  // Expects a stanza from bob, of which `contents` is what follows the addresses. Ids that the host makes up are ID.
  void expectStanza(const std::string& id, const std::string& contents) {
    const testing::Frame frame = spectrum_->next();
    EXPECT_EQ(frame.type, WrapperMessage::TYPE_RAW_XML) << testing::describe(frame);
    EXPECT_EQ(std::regex_replace(frame.payload, std::regex("id='prism-[0-9a-f]{32}'"), "id='ID'"),
              "<message xmlns='jabber:client' type='chat' id='" + id + "' from='bob@x.org/bot' to='alice'>" + contents +
                  "<store xmlns='urn:xmpp:hints'/></message>");
  }

  void hear(const std::string& id, const std::string& text) {
    sendCommand("chat message " + id + " " + text);
    expectStanza(id, "<body>" + text + "</body><active xmlns='http://jabber.org/protocol/chatstates'/>");
  }
};

TEST_F(ChatTest, EventsAreStanzasAboutTheMessage) {
  start();
  hear("42", "hello");
  sendCommand("chat edit 42 goodbye");
  expectStanza("ID",
               "<body>goodbye</body><replace xmlns='urn:xmpp:message-correct:0' id='42'/>"
               "<active xmlns='http://jabber.org/protocol/chatstates'/>");
  sendCommand("chat react 42 +");
  expectStanza("ID", "<reactions xmlns='urn:xmpp:reactions:0' id='42'><reaction>+</reaction></reactions>");
  sendCommand("chat retract 42");
  expectStanza("ID",
               "<body>(A message has been retracted. Your client does not show which one.)</body>"
               "<retract xmlns='urn:xmpp:message-retract:1' id='42'/>"
               "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>");
}

TEST_F(ChatTest, EachReaderInARoomTellsThatAMessageWasRead) {
  start();
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  spectrum_->say("alice", "lobby", "hello", "c1");
  expectAnswer("message to lobby nickname= kind=2 request=1: hello");
  sendCommand("chat read-by 1 op");
  expectFrame("CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"lobby\" message=\"\" id=\"c1\"");
  spectrum_->expectStanza(
      {"type='groupchat'", "from='lobby/op'", "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"});
  sendCommand("chat read-by 1 op");
  expectAnswer("result -11");
  sendCommand("chat read-by 1 carol");
  spectrum_->expectStanza(
      {"type='groupchat'", "from='lobby/carol'", "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"});
}

TEST_F(ChatTest, TheSimulatorFindsPartsOfAStanza) {
  start();
  sendCommand("chat message 42 hello");
  const std::string stanza = spectrum_->expectStanza({"id='42'", "<body>hello</body>"});
  EXPECT_TRUE(stanza.starts_with("<message ")) << stanza;
  sendCommand("chat message 43 hello");
  EXPECT_THROW(spectrum_->expectStanza({"id='43'", "<body>goodbye</body>"}), testing::Failure);
}

TEST_F(ChatTest, UsersReactByACommand) {
  start();
  hear("42", "hello");
  spectrum_->say("alice", "bob@x.org", "/react !");
  expectAnswer("reactions to 42 'hello': !");
  hear("43", "again");
  spectrum_->say("alice", "bob@x.org", "> hello\n/react +");
  expectAnswer("reactions to 42 'hello': ! +");
  spectrum_->say("alice", "bob@x.org", "/retract");
  spectrum_->expectMessage("alice", "bob@x.org",
                           "There is no message of yours here that is known well enough to be retracted.");
}

TEST_F(ChatTest, InTypedModeEventsAreTexts) {
  start("[prism]\nchat = typed\n");
  sendCommand("chat message 42 hello");
  spectrum_->expectMessage("alice", "bob@x.org", "hello");
  sendCommand("chat edit 42 goodbye");
  spectrum_->expectMessage("alice", "bob@x.org", "Correction: goodbye");
}

TEST_F(ChatTest, AnEventWithoutAnIdIsRefused) {
  start();
  sendCommand("chat edit");
  expectAnswer("result " + std::to_string(PRISM_ERR_ARGUMENT));
  expectMisbehaviour("chat.edited: text is empty");
}

}  // namespace
}  // namespace prism::tests
