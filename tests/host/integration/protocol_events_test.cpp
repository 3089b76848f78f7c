// SPDX-License-Identifier: MIT
// Each event: from the plugin's call to the frame that Spectrum gets.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class ProtocolEventsTest : public ProbeTest {
 protected:
  // Expects that the command makes the plugin send this one frame.
  void expectSent(const std::string& command, const std::string& words) {
    sendCommand(command);
    expectFrame(words);
  }
};

TEST_F(ProtocolEventsTest, MessagesAndWhatGoesWithThem) {
  start();
  expectSent("rich-message",
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"hello\" nickname=\"op\" "
             "xhtml=\"<strong>hello</strong>\" timestamp=\"20200101T000000\" pm=true carbon=true");
  expectFrame(
      "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"http://x/y\" nickname=\"op\" "
      "timestamp=\"20200101T000000\" pm=true carbon=true attachment=\"http://x/y\" mimeType=\"\" description=\"\"");
  spectrum_->say("alice", "bob", "hello", "42");
  expectAnswer("message to bob nickname= kind=1 request=2: hello");
  expectSent("receipt 2 2", "CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"bob\" message=\"\" id=\"42\"");
  sendCommand("receipt 2 2");
  expectAnswer("result -11");
  spectrum_->say("alice", "bob", "hello", "43");
  expectAnswer("message to bob nickname= kind=1 request=5: hello");
  expectSent("receipt 4 5 Bob is away.",
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"Your message was not delivered: Bob is "
             "away.\"");
  sendCommand("receipt 2 43");
  expectAnswer("result -5");
  expectMisbehaviour("receipt: user 'alice' has made no request 43 that a receipt can answer");
  expectSent("attention", "ATTENTION userName=\"alice\" buddyName=\"bob\" message=\"hey\"");
  expectSent("typing 1", "BUDDY_STOPPED_TYPING userName=\"alice\" buddyName=\"bob\"");
  expectSent("typing 2", "BUDDY_TYPING userName=\"alice\" buddyName=\"bob\"");
  expectSent("typing 3", "BUDDY_TYPED userName=\"alice\" buddyName=\"bob\"");
}

TEST_F(ProtocolEventsTest, Contacts) {
  start();
  expectSent("buddy",
             "BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" alias=\"Bob\" group=\"Friends\" status=1 "
             "statusmessage=\"out\" iconhash=\"\" blocked=false");
  expectSent("remove", "BUDDY_REMOVED userName=\"alice\" buddyName=\"bob\"");
  expectSent("authorize", "AUTH_REQUEST userName=\"alice\" buddyName=\"bob\"");
}

TEST_F(ProtocolEventsTest, Rooms) {
  start();
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  sendCommand("joined me_");
  expectFrame("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me_\" room=\"lobby\"");
  expectFrame(
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me_\" flag=0 status=0 statusmessage=\"\" "
      "iconhash=\"\" alias=\"\"");
  expectAnswer("result 0");
  expectSent("participant",
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=1 status=1 "
             "statusmessage=\"\" newname=\"boss\" iconhash=\"\" alias=\"\"");
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "boss"));
  expectAnswer("join lobby nickname=boss");
  sendCommand("join-failed 2");
  expectFrame(
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"boss\" flag=2 status=5 "
      "statusmessage=\"not today\"");
  expectAnswer("result 0");
  expectSent("subject", "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"op\"");
  sendCommand("invite");
  EXPECT_EQ(spectrum_->expect(WrapperMessage::TYPE_RAW_XML).payload,
            "<message xmlns='jabber:client' from='bob' to='alice'><body>bob has invited you to lobby@net: tea</body>"
            "<x xmlns='jabber:x:conference' jid='lobby\\40net@prism.test' reason='tea' password='" +
                std::string(kRawCanary) + "'/></message>");
  expectSent("rooms", "ROOM_LIST room=\"lobby\" name=\"The lobby\"");
}

TEST_F(ProtocolEventsTest, VCards) {
  start();
  for (const int id : {0, 7}) {
    spectrum_->send(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "bob", id));
    expectAnswer("vcard_wanted bob");
  }
  const std::string rest = " fullname=\"Bob B.\" nickname=\"\" photo=\"3 bytes\"";
  expectSent("vcard bob", "VCARD userName=\"alice\" buddyName=\"bob\" id=0" + rest);
  expectFrame("VCARD userName=\"alice\" buddyName=\"bob\" id=7" + rest);
  sendCommand("vcard bob");
  expectAnswer("result -5");
  expectMisbehaviour("vcard: user 'alice' has not asked for the vCard of 'bob'");
}

TEST_F(ProtocolEventsTest, RawXml) {
  start();
  const std::string stanza = "<message to='alice/phone' from='bob'><body>hi</body></message>";
  sendCommand("raw " + stanza);
  const testing::Frame frame = spectrum_->expect(WrapperMessage::TYPE_RAW_XML);
  EXPECT_EQ(frame.payload, stanza);
  sendCommand("raw <message to='mallory' from='bob'/>");
  expectAnswer("result -3");
  expectMisbehaviour("raw_xml: user 'mallory' is not logged in");
  sendCommand("raw " + stanza + stanza);
  expectAnswer("result -2");
  expectMisbehaviour("raw_xml: it is not one element");
}

TEST_F(ProtocolEventsTest, TheEnd) {
  start();
  expectSent("disconnect 8", "DISCONNECTED user=\"alice\" error=7 message=\"as you wish\"");
}

class BackendConfigTest : public ProbeTest {};

TEST_F(BackendConfigTest, ComesOnceAndBeforeTheFirstPong) {
  spectrum_.emplace(
      testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("probe")});
  spectrum_->launch();
  spectrum_->send(WrapperMessage::TYPE_PING);
  const auto config = spectrum_->expect<pbnetwork::BackendConfig>(WrapperMessage::TYPE_BACKEND_CONFIG);
  EXPECT_EQ(config.config(),
            "[registration]\nneedPassword=1\nneedRegistration=1\n"
            "[features]\nreceipts=0\nmuc=1\nrawxml=0\ndisable_jid_escaping=0\nsend_buddies_on_login=1\n");
  spectrum_->expect(WrapperMessage::TYPE_PONG);
  spectrum_->expect(WrapperMessage::TYPE_STATS);
  spectrum_->send(WrapperMessage::TYPE_PING);
  spectrum_->expect(WrapperMessage::TYPE_PONG);
  spectrum_->expect(WrapperMessage::TYPE_STATS);
}

TEST_F(BackendConfigTest, ComesFirstWhateverSpectrumSaysFirst) {
  spectrum_.emplace(
      testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("probe")});
  spectrum_->launch();
  spectrum_->login("alice", {.password = kCanary});
  spectrum_->expect(WrapperMessage::TYPE_BACKEND_CONFIG);
  spectrum_->expectConnected("alice");
  expectAnswer("logged in as alice");
  spectrum_->send(WrapperMessage::TYPE_PING);
  spectrum_->expect(WrapperMessage::TYPE_PONG);
  spectrum_->expect(WrapperMessage::TYPE_STATS);
}

TEST_F(BackendConfigTest, SaysWhatThePluginAndTheAdministratorSay) {
  launch("probe", "[probe]\nfeatures = 70\n[features]\nreceipts = no\n[service]\nserver_mode = 1\n");
  EXPECT_EQ(spectrum_->backendConfig(),
            "[registration]\nneedPassword=0\nneedRegistration=0\n"
            "[features]\nreceipts=0\nmuc=0\nrawxml=0\ndisable_jid_escaping=0\nsend_buddies_on_login=1\n");
}

TEST_F(BackendConfigTest, FeaturesThatDoNotExistAreRefused) {
  launch("probe", "[probe]\nfeatures = 256\n");
  expectMisbehaviour("set_features: flags have the unknown bits 0x100");
  expectLogged("set_features -2");
}

TEST_F(BackendConfigTest, FeaturesAreFixedOnceThePluginHasStarted) {
  start();
  sendCommand("features");
  expectAnswer("result -5");
  expectMisbehaviour("set_features: Spectrum has been told already");
}

}  // namespace
}  // namespace prism::tests
