// SPDX-License-Identifier: MIT
// Messages from the user.
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

class MessagesTest : public RequestsTest {
 protected:
  MessagesTest() { connect("alice"); }

  Lines say(const std::string& buddy, const std::string& text) {
    return handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", buddy, text));
  }

  // The network has the last message, which was for bob. Returns the id of the receipt that the client gets.
  std::string acknowledgement() {
    takeFrames();
    EXPECT_EQ(receipt(guard_, PRISM_STR("alice"), PRISM_STR("bob"), {}, fake_.lastRequest()), PRISM_OK);
    const auto sent = takeSent(&out_);
    pbnetwork::ConversationMessage told;
    EXPECT_TRUE(sent.size() == 1 && sent[0].type == WrapperMessage::TYPE_CONV_MESSAGE_ACK &&
                told.ParseFromString(sent[0].payload));
    return told.id();
  }
};

TEST_F(MessagesTest, AreHandedOver) {
  EXPECT_EQ(say("bob", "hello"), Lines{"message alice bob text=hello"});
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(MessagesTest, AreHandedOverWithAllFields) {
  pbnetwork::ConversationMessage message = conversationMessage("alice", "bob", "hello");
  message.set_xhtml("<b>hello</b>");
  message.set_id("42");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message),
            Lines{"message alice bob flags=4 text=hello xhtml=<b>hello</b>"});
  EXPECT_EQ(acknowledgement(), "42");
  EXPECT_EQ(say("bob", "again"), Lines{"message alice bob text=again"}) << "nothing of the message before may be left";
}

TEST_F(MessagesTest, FieldsThatAreForEventsMakeNoDifference) {
  pbnetwork::ConversationMessage message = conversationMessage("alice", "bob", "hello");
  message.set_nickname("x");
  message.set_timestamp("20200101T000000");
  message.set_headline(true);
  message.set_pm(true);
  message.set_carbon(true);
  message.add_attachment()->set_url("http://x");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{"message alice bob text=hello"});
}

// A receipt would repeat the id.
TEST_F(MessagesTest, LongIdsAreNotHandedOver) {
  pbnetwork::ConversationMessage message = conversationMessage("alice", "bob", "hello");
  message.set_id(std::string(1023, 'i'));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{"message alice bob flags=4 text=hello"});
  EXPECT_EQ(acknowledgement(), message.id());
  message.set_id(std::string(1024, 'i'));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{"message alice bob text=hello"});
}

TEST_F(MessagesTest, LargeOnesLeaveNothingBehind) {
  const std::string large(100000, 'x');
  EXPECT_EQ(say("bob", large), Lines{"message alice bob text=" + large});
  EXPECT_EQ(say("bob", "small"), Lines{"message alice bob text=small"});
}

TEST_F(MessagesTest, ToARoomAreTold) {
  EXPECT_EQ(say("lobby", "hi"), Lines{"message alice lobby text=hi"}) << "not joined";
  join("alice", "lobby");
  EXPECT_EQ(say("lobby", "hi"), Lines{"message alice lobby kind=2 text=hi"});
  handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby"));
  EXPECT_EQ(say("lobby", "hi"), Lines{"message alice lobby text=hi"});
}

TEST_F(MessagesTest, ToARoomAreToldWithoutRegardToAsciiCase) {
  join("alice", "#Lobby");
  EXPECT_EQ(say("#lOBBY", "hi"), Lines{"message alice #lOBBY kind=2 text=hi"});
  join("alice", "Caf\xC3\xA9");
  EXPECT_EQ(say("caf\xC3\xA9", "hi"), Lines{"message alice caf\xC3\xA9 kind=2 text=hi"});
  EXPECT_EQ(say("caf\xC3\x89", "hi"), Lines{"message alice caf\xC3\x89 text=hi"}) << "ASCII only";
}

TEST_F(MessagesTest, ToAParticipantAreTold) {
  EXPECT_EQ(say("lobby/op", "psst"), Lines{"message alice lobby/op text=psst"}) << "not joined";
  join("alice", "lobby");
  EXPECT_EQ(say("lobby/op", "psst"), Lines{"message alice lobby kind=3 nickname=op text=psst"});
  EXPECT_EQ(say("Lobby/Op/2", "psst"), Lines{"message alice Lobby kind=3 nickname=Op/2 text=psst"});
  EXPECT_EQ(say("lobby/", "psst"), Lines{"message alice lobby/ text=psst"}) << "nobody";
}

TEST_F(MessagesTest, ToAParticipantOfARoomWithASlashAreTold) {
  join("alice", "#c/c++");
  EXPECT_EQ(say("#c/c++", "hi"), Lines{"message alice #c/c++ kind=2 text=hi"});
  EXPECT_EQ(say("#c/c++/op", "psst"), Lines{"message alice #c/c++ kind=3 nickname=op text=psst"});
  EXPECT_EQ(say("#c/op", "psst"), Lines{"message alice #c/op text=psst"});
}

TEST_F(MessagesTest, OnesRoomIsNoOthers) {
  join("alice", "lobby");
  connect("bob");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("bob", "lobby", "hi")),
            Lines{"message bob lobby text=hi"});
}

TEST_F(MessagesTest, UnsupportedMessagesAreReportedToTheUser) {
  removeCallback(&prism_plugin::message);
  join("alice", "lobby");
  EXPECT_EQ(say("bob", "hi"), Lines{});
  say("lobby", "hi");
  say("lobby/op", "hi");
  EXPECT_EQ(takeFrames(),
            (Lines{"CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"This network takes no messages.\"",
                   "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"This network takes no messages.\" "
                   "nickname=\"lobby\"",
                   "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"This network takes no messages.\" "
                   "nickname=\"op\" pm=true"}));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(MessagesTest, ExceptionOfThePluginIsLoggedAndTold) {
  fake_.onNextCall("message", [] { throw std::runtime_error("no\nway"); });
  say("bob", "hi");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: message: exception 'no\\x0away'"});
  EXPECT_EQ(takeFrames(), Lines{"CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"Your message was not "
                                "delivered: There was a fault in the gateway.\""});
  EXPECT_EQ(say("bob", "hi"), Lines{"message alice bob text=hi"});
}

TEST_F(MessagesTest, ThePluginMayEndTheSessionBeforeItThrows) {
  fake_.onNextCall("message", [this] {
    disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
    throw std::runtime_error("too late");
  });
  say("bob", "hi");
  EXPECT_EQ(takeFrames().size(), 1U);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: message: exception 'too late'"});
}

TEST_F(MessagesTest, ExceptionsForOneUserDoNotHideThoseForAnother) {
  for (int i = 0; i < 1000; ++i) {
    fake_.onNextCall("message", [] { throw std::runtime_error("again"); });
    say("bob", "hi");
  }
  log_.take();
  connect("carol");
  fake_.onNextCall("message", [] { throw std::runtime_error("another"); });
  handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("carol", "bob", "hi"));
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: message: exception 'another'"});
}

TEST_F(MessagesTest, Attention) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "bob", "hey")),
            Lines{"attention alice bob text=hey"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "bob", "")),
            Lines{"attention alice bob"});
  join("alice", "lobby");
  EXPECT_EQ(handle(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "lobby/op", "hey")),
            Lines{"attention alice lobby kind=3 nickname=op text=hey"});
}

TEST_F(MessagesTest, Typing) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "bob")), Lines{"typing alice bob 2"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_TYPED, buddyOf("alice", "bob")), Lines{"typing alice bob 3"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, buddyOf("alice", "bob")), Lines{"typing alice bob 1"});
  join("alice", "lobby");
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "lobby")), Lines{"typing alice lobby kind=2 2"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "lobby/op")),
            Lines{"typing alice lobby kind=3 nickname=op 2"});
}

TEST_F(MessagesTest, RawStanzas) {
  const std::string stanza =
      "<message xmlns='jabber:client' from='alice/phone' to='bob'><body>hi</body><replace xmlns='urn:xmpp:message-"
      "correct:0' id='1'/></message>";
  EXPECT_EQ(handle(WrapperMessage::TYPE_RAW_XML, stanza), Lines{"raw_xml alice " + stanza});
  EXPECT_EQ(handle(WrapperMessage::TYPE_RAW_XML, std::string("<iq from='alice'/>")),
            Lines{"raw_xml alice <iq from='alice'/>"})
      << "to nobody, in the namespace that is the default";
}

TEST_F(MessagesTest, RawStanzasThatAreNone) {
  expectIgnored(WrapperMessage::TYPE_RAW_XML, std::string(), "a RAW_XML is ignored: it is not one element");
  expectIgnored(WrapperMessage::TYPE_RAW_XML, std::string("<message from='alice'>canary"),
                "a RAW_XML is ignored: an element is not closed");
  expectIgnored(WrapperMessage::TYPE_RAW_XML, std::string("<message from='alice'>\x01</message>"),
                "a RAW_XML with characters that are no text is ignored");
  expectIgnored(WrapperMessage::TYPE_RAW_XML, std::string("<message from='mallory/x'>canary</message>"),
                "a RAW_XML for 'mallory', who is not logged in, is ignored");
  expectIgnored(WrapperMessage::TYPE_RAW_XML, std::string("<message>canary</message>"),
                "a RAW_XML for '', who is not logged in, is ignored");
}

TEST_F(MessagesTest, RawStanzasAreNotLoggedWhenTheyThrow) {
  fake_.onNextCall("raw_xml", [] { throw std::runtime_error("canary"); });
  handle(WrapperMessage::TYPE_RAW_XML, std::string("<iq from='alice'>canary</iq>"));
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: raw_xml: exception of the type std::runtime_error"});
}

// JIDs fold the case of names.
TEST_F(MessagesTest, ContactsAreSpeltAsTheNetworkHasSpeltThemLast) {
  connect("alice");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", "hi")),
            Lines{"message alice bob text=hi"});
  const auto spell = [this](prism_str name) {
    prism_buddy event{};
    event.struct_size = sizeof event;
    event.user = PRISM_STR("alice");
    event.buddy = name;
    event.status = PRISM_STATUS_ONLINE;
    EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK);
  };
  spell(PRISM_STR("Bob"));
  spell(PRISM_STR("\xC3\x89va"));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", "hi")),
            Lines{"message alice Bob text=hi"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "\xC3\xA9va")),
            Lines{"typing alice \xC3\x89va 2"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob", "Bobby")),
            Lines{"buddy_changed alice Bob alias=Bobby"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", "bob")), Lines{"buddy_removed alice Bob"});
  spell(PRISM_STR("bob"));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "BOB", "hi")),
            Lines{"message alice BOB text=hi"})
      << "as the user has typed it, since the network spells it in lower case";
}

}  // namespace
}  // namespace prism::tests
