// SPDX-License-Identifier: MIT
#include "console/wording.h"

#include <gtest/gtest.h>

namespace prism::console {
namespace {

pbnetwork::ConversationMessage messageFrom(const std::string& buddy, const std::string& text) {
  pbnetwork::ConversationMessage message;
  message.set_username("you");
  message.set_buddyname(buddy);
  message.set_message(text);
  return message;
}

TEST(DescribeMessage, OfSeveralLines) {
  EXPECT_EQ(describe(messageFrom("echo", "one\ntwo\n")), "echo → you: one\n    two\n    ");
}

TEST(DescribeMessage, WithAllThatComesWithIt) {
  pbnetwork::ConversationMessage message = messageFrom("#room", "hi");
  message.set_nickname("ann");
  message.set_pm(true);
  message.set_headline(true);
  message.set_timestamp("20260102T030405");
  EXPECT_EQ(describe(message), "[2026-01-02 03:04:05 UTC] #room/ann → you: hi (in private) (headline)");
}

TEST(DescribeMessage, WithAnyTimestamp) {
  for (const char* stamp : {"20260102T0304050", "20260102 030405", "2026010_T030405", "yesterday"}) {
    pbnetwork::ConversationMessage message = messageFrom("echo", "hi");
    message.set_timestamp(stamp);
    EXPECT_EQ(describe(message), std::string("[") + stamp + "] echo → you: hi");
  }
}

TEST(DescribeMessage, WithAttachments) {
  pbnetwork::ConversationMessage message = messageFrom("ann", "look");
  message.add_attachment()->set_url("https://example.org/1");
  pbnetwork::Attachment* second = message.add_attachment();
  second->set_url("https://example.org/2");
  second->set_mimetype("image/png");
  second->set_description("a cat");
  EXPECT_EQ(describe(message),
            "ann → you: look\n"
            "    attachment https://example.org/1\n"
            "    attachment https://example.org/2 (image/png): a cat");
}

TEST(DescribeMessage, IsSafeToShow) {
  pbnetwork::ConversationMessage message = messageFrom("a\nnn", "\x1b[2J");
  message.set_nickname("\a");
  message.set_timestamp("\b");
  pbnetwork::Attachment* attachment = message.add_attachment();
  attachment->set_url("x\ny");
  attachment->set_mimetype("\r");
  attachment->set_description("\xff");
  EXPECT_EQ(describe(message), "[\\x08] a nn/\\x07 → you: \\x1b[2J\n    attachment x y (\\x0d): \\xff");
}

class DescribeParticipantTest : public ::testing::Test {
 protected:
  static std::string said(int flag, pbnetwork::StatusType status = pbnetwork::STATUS_ONLINE,
                          const std::string& newname = "") {
    pbnetwork::Participant who;
    who.set_username("you");
    who.set_room("#room");
    who.set_nickname("ann");
    who.set_flag(flag);
    who.set_status(status);
    who.set_newname(newname);
    return describe(who);
  }
};

TEST_F(DescribeParticipantTest, ParticipantEntersChangesAndLeaves) {
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_NONE), "ann is in #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_ME | pbnetwork::PARTICIPANT_FLAG_MODERATOR),
            "ann is in #room as a moderator");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_NONE, pbnetwork::STATUS_ONLINE, "an\nn"), "ann is now an n in #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_NONE, pbnetwork::STATUS_NONE), "ann has left #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_KICKED, pbnetwork::STATUS_NONE), "ann has been kicked out of #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_BANNED, pbnetwork::STATUS_NONE), "ann has been banned from #room");
}

TEST_F(DescribeParticipantTest, RefusedEntry) {
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_CONFLICT), "the nickname ann is in use in #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED), "ann may not enter #room");
  EXPECT_EQ(said(pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND), "there is no room #room");
}

TEST(DescribeVCard, ByWhatIsKnown) {
  pbnetwork::VCard card;
  card.set_username("you");
  card.set_buddyname("ann");
  card.set_id(1);
  EXPECT_EQ(describe(card), "the vCard of ann: no name");
  card.set_fullname("Ann\x1b");
  card.set_nickname("annie");
  card.set_photo(std::string(12, '\0'));
  EXPECT_EQ(describe(card), "the vCard of ann: Ann\\x1b (annie), a photo of 12 bytes");
}

TEST(DescribeRoomList, RoomByRoom) {
  pbnetwork::RoomList list;
  EXPECT_EQ(describe(list), "0 rooms");
  for (const char* room : {"#a", "#b", "#c\n"}) {
    list.add_room(room);
  }
  list.add_name("The A");
  list.add_name("#b");
  EXPECT_EQ(describe(list), "3 rooms\n    #a (The A)\n    #b\n    #c ");
}

TEST(DescribeReason, EveryErrorHasItsWords) {
  EXPECT_EQ(describeReason(0), "network error, Spectrum would try again");
  EXPECT_EQ(describeReason(1), "invalid user name");
  EXPECT_EQ(describeReason(2), "authentication failed");
  EXPECT_EQ(describeReason(3), "authentication impossible");
  EXPECT_EQ(describeReason(4), "no TLS support");
  EXPECT_EQ(describeReason(5), "encryption error");
  EXPECT_EQ(describeReason(6), "name in use");
  EXPECT_EQ(describeReason(7), "invalid settings");
  for (int error = 8; error <= 15; ++error) {
    EXPECT_EQ(describeReason(error), "a problem with the certificate") << error;
  }
  EXPECT_EQ(describeReason(16), "other error, Spectrum would try again");
  EXPECT_EQ(describeReason(17), "error 17, which is not defined");
  EXPECT_EQ(describeReason(-1), "error -1, which is not defined");
}

}  // namespace
}  // namespace prism::console
