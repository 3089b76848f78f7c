// SPDX-License-Identifier: MIT
#include "console/view.h"

#include <gtest/gtest.h>

namespace prism::console {

void PrintTo(const Line& line, std::ostream* out) { *out << static_cast<int>(line.kind) << " \"" << line.text << '"'; }

namespace {

using pbnetwork::WrapperMessage;
using testing::Type;
using Kind = Line::Kind;
using Lines = std::vector<Line>;

Lines event(const std::string& text) { return {{Kind::kEvent, text}}; }
Lines errorLine(const std::string& text) { return {{Kind::kError, text}}; }

class ViewTest : public ::testing::Test {
 protected:
  void SetUp() override { view_.setUser("you"); }

  Lines show(Type type, const google::protobuf::MessageLite& message) {
    return view_.show({type, message.SerializePartialAsString()});
  }

  Lines showBuddy(Type type, const std::string& name, const std::string& user = "you") {
    pbnetwork::Buddy buddy;
    buddy.set_username(user);
    buddy.set_buddyname(name);
    return show(type, buddy);
  }

  Lines showMessage(Type type, const std::string& buddy, const std::string& text, const std::string& user = "you") {
    pbnetwork::ConversationMessage message;
    message.set_username(user);
    message.set_buddyname(buddy);
    message.set_message(text);
    return show(type, message);
  }

  Lines showAck(const std::string& buddy, const std::string& id) {
    pbnetwork::ConversationMessage ack;
    ack.set_username("you");
    ack.set_buddyname(buddy);
    ack.set_message("");
    ack.set_id(id);
    return show(WrapperMessage::TYPE_CONV_MESSAGE_ACK, ack);
  }

  Lines showDisconnected(int error, const std::string& message) {
    pbnetwork::Disconnected end;
    end.set_user("you");
    end.set_error(error);
    end.set_message(message);
    return show(WrapperMessage::TYPE_DISCONNECTED, end);
  }

  Contacts contacts_;
  View view_{&contacts_};
};

TEST_F(ViewTest, Login) {
  pbnetwork::Connected connected;
  connected.set_user("you");
  EXPECT_EQ(show(WrapperMessage::TYPE_CONNECTED, connected), event("* you is logged in"));
}

TEST_F(ViewTest, ALoginThatEndsTakesTheContactsAlong) {
  showBuddy(WrapperMessage::TYPE_BUDDY_CHANGED, "echo");
  EXPECT_EQ(showDisconnected(pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED, "wrong\npassword"),
            errorLine("! you is not logged in: wrong password (authentication failed)"));
  EXPECT_TRUE(contacts_.all().empty());
  EXPECT_EQ(contacts_.current(), "");
  EXPECT_EQ(showDisconnected(pbnetwork::CONNECTION_ERROR_NETWORK_ERROR, ""),
            errorLine("! you is not logged in (network error, Spectrum would try again)"));
}

TEST_F(ViewTest, Messages) {
  EXPECT_EQ(showMessage(WrapperMessage::TYPE_CONV_MESSAGE, "echo", "hi"), (Lines{{Kind::kIncoming, "echo → you: hi"}}));
  pbnetwork::ConversationMessage carbon;
  carbon.set_username("you");
  carbon.set_buddyname("echo");
  carbon.set_message("hi");
  carbon.set_carbon(true);
  EXPECT_EQ(show(WrapperMessage::TYPE_CONV_MESSAGE, carbon),
            (Lines{{Kind::kOutgoing, "you → echo: hi (from another client)"}}));
}

TEST_F(ViewTest, SentMessages) {
  EXPECT_EQ(view_.sent("echo", "hi", ""), (Line{Kind::kOutgoing, "you → echo: hi"}));
  EXPECT_EQ(view_.sent("e\x1b", "one\ntwo", ""), (Line{Kind::kOutgoing, "you → e\\x1b: one\n    two"}));
}

TEST_F(ViewTest, AReceiptNamesWhatItIsFor) {
  view_.sent("echo", "first", "id-1");
  view_.sent("echo", "second", "id-2");
  EXPECT_EQ(showAck("echo", "id-2"), (Lines{{Kind::kReceipt, "✓ echo has \"second\""}}));
  EXPECT_EQ(showAck("echo", "id-1"), (Lines{{Kind::kReceipt, "✓ echo has \"first\""}}));
}

TEST_F(ViewTest, AReceiptThatNobodyWantedIsTrouble) {
  view_.sent("echo", "without", "");
  EXPECT_EQ(showAck("echo", ""), errorLine("! echo has a message that nobody wanted a receipt for, with the id \"\""));
  view_.sent("echo", "once", "id-1");
  EXPECT_EQ(showAck("eve", "id-1"),
            errorLine("! eve has a message that nobody wanted a receipt for, with the id \"id-1\""));
  showAck("echo", "id-1");
  EXPECT_EQ(showAck("echo", "id-1"),
            errorLine("! echo has a message that nobody wanted a receipt for, with the id \"id-1\""));
}

TEST_F(ViewTest, SignsOfLife) {
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_BUDDY_TYPING, "ann"), event("* ann is typing"));
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_BUDDY_TYPED, "ann"), event("* ann pauses typing"));
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, "ann"), event("* ann has stopped typing"));
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_AUTH_REQUEST, "ann"), event("* ann asks to see your presence"));
  EXPECT_EQ(showMessage(WrapperMessage::TYPE_ATTENTION, "ann", "hey\nyou"),
            event("* ann wants your attention: hey\n    you"));
}

TEST_F(ViewTest, ContactsThatComeChangeAndGo) {
  pbnetwork::Buddy ann;
  ann.set_username("you");
  ann.set_buddyname("ann");
  ann.set_alias("Ann");
  ann.add_group("Friends");
  ann.set_status(pbnetwork::STATUS_AWAY);
  ann.set_statusmessage("at lunch");
  EXPECT_EQ(show(WrapperMessage::TYPE_BUDDY_CHANGED, ann), event("* contact ann (Ann) is away: at lunch [Friends]"));
  EXPECT_EQ(contacts_.current(), "ann");
  ann.Clear();
  ann.set_username("you");
  ann.set_buddyname("ann");
  ann.set_status(pbnetwork::STATUS_NONE);
  EXPECT_EQ(show(WrapperMessage::TYPE_BUDDY_CHANGED, ann), event("* contact ann (Ann) is offline [Friends]"));
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_BUDDY_REMOVED, "ann"), event("* contact ann is removed"));
  EXPECT_TRUE(contacts_.all().empty());
}

TEST_F(ViewTest, Rooms) {
  pbnetwork::Participant ann;
  ann.set_username("you");
  ann.set_room("#room");
  ann.set_nickname("ann");
  ann.set_flag(pbnetwork::PARTICIPANT_FLAG_NONE);
  ann.set_status(pbnetwork::STATUS_ONLINE);
  EXPECT_EQ(show(WrapperMessage::TYPE_PARTICIPANT_CHANGED, ann), event("* ann is in #room"));
  EXPECT_EQ(showMessage(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, "#room", "cats\n& dogs"),
            event("* the subject of #room is: cats\n    & dogs"));
  pbnetwork::Room room;
  room.set_username("you");
  room.set_nickname("me");
  room.set_room("#room");
  EXPECT_EQ(show(WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED, room), event("* you are me in #room"));
  pbnetwork::RoomList list;
  list.add_room("#room");
  list.add_name("The Room");
  EXPECT_EQ(show(WrapperMessage::TYPE_ROOM_LIST, list), event("* 1 room\n    #room (The Room)"));
}

TEST_F(ViewTest, Answers) {
  pbnetwork::VCard card;
  card.set_username("you");
  card.set_buddyname("ann");
  card.set_id(1);
  card.set_fullname("Ann");
  EXPECT_EQ(show(WrapperMessage::TYPE_VCARD, card), event("* the vCard of ann: Ann"));
  pbnetwork::BackendConfig command;
  command.set_config("one\ntwo");
  EXPECT_EQ(show(WrapperMessage::TYPE_QUERY, command), event("* command to Spectrum 2: one\n    two"));
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_RAW_XML, "<a>\x1b</a>"}), event("* raw: <a>\\x1b</a>"));
  const std::string message = "<message xmlns='jabber:client' id='42' from='bob/bot'><body>hi</body></message>";
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_RAW_XML, message}), (Lines{{Kind::kIncoming, "bob → you: hi (id 42)"}}));
}

TEST_F(ViewTest, FramesForSpectrumAloneAreNotShown) {
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_PONG, ""}), Lines());
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_STATS, ""}), Lines());
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_BACKEND_CONFIG, ""}), Lines());
}

TEST_F(ViewTest, FrameForAnotherUserIsAnErrorAndChangesNothing) {
  EXPECT_EQ(showMessage(WrapperMessage::TYPE_CONV_MESSAGE, "echo", "hi\x1b", "eve\n"),
            errorLine("! for eve , who is not logged in here: CONV_MESSAGE userName=\"eve\\n\" buddyName=\"echo\" "
                      "message=\"hi\\x1b\""));
  EXPECT_EQ(showBuddy(WrapperMessage::TYPE_BUDDY_CHANGED, "echo", "eve"),
            errorLine("! for eve, who is not logged in here: BUDDY_CHANGED userName=\"eve\" buddyName=\"echo\""));
  EXPECT_TRUE(contacts_.all().empty());
  view_.setUser("eve");
  EXPECT_EQ(showMessage(WrapperMessage::TYPE_CONV_MESSAGE, "echo", "hi", "eve"),
            (Lines{{Kind::kIncoming, "echo → you: hi"}}));
}

TEST_F(ViewTest, NoFrameOfAUserEscapesThatCheck) {
  for (const auto type : {WrapperMessage::TYPE_BUDDY_CHANGED, WrapperMessage::TYPE_BUDDY_REMOVED,
                          WrapperMessage::TYPE_BUDDY_TYPING, WrapperMessage::TYPE_BUDDY_STOPPED_TYPING,
                          WrapperMessage::TYPE_BUDDY_TYPED, WrapperMessage::TYPE_AUTH_REQUEST}) {
    EXPECT_EQ(showBuddy(type, "echo", "eve"),
              errorLine("! for eve, who is not logged in here: " + testing::typeName(type) +
                        " userName=\"eve\" buddyName=\"echo\""));
  }
  for (const auto type : {WrapperMessage::TYPE_CONV_MESSAGE, WrapperMessage::TYPE_CONV_MESSAGE_ACK,
                          WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, WrapperMessage::TYPE_ATTENTION}) {
    EXPECT_EQ(showMessage(type, "echo", "hi", "eve"),
              errorLine("! for eve, who is not logged in here: " + testing::typeName(type) +
                        " userName=\"eve\" buddyName=\"echo\" message=\"hi\""));
  }
}

TEST_F(ViewTest, FrameThatNoHostShouldSendIsAnError) {
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_PING, ""}), errorLine("! the host should not send this: PING"));
  EXPECT_EQ(view_.show({99, "x\ny\x1b"}), errorLine("! the host should not send this: type 99 \"x\\ny\\x1b\""));
  EXPECT_EQ(view_.show({testing::Frame::kUnreadable, "\xff"}),
            errorLine("! the host should not send this: a frame that is no WrapperMessage: \"\\xff\""));
}

TEST_F(ViewTest, PayloadThatDoesNotParseIsAnError) {
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_CONV_MESSAGE, "\xff"}),
            errorLine("! the payload does not parse, or lacks a required field: CONV_MESSAGE with a payload that does "
                      "not parse: \"\\xff\""));
  EXPECT_EQ(view_.show({WrapperMessage::TYPE_CONNECTED, ""}),
            errorLine("! the payload does not parse, or lacks a required field: CONNECTED with a payload that does not "
                      "parse: \"\""));
}

}  // namespace
}  // namespace prism::console
