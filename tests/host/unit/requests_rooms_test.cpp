// SPDX-License-Identifier: MIT
// Joining and leaving rooms.
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

class RoomsTest : public RequestsTest {
 protected:
  Lines enter(const std::string& room, const std::string& nickname = "me") {
    return handle(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", room, nickname));
  }
  Lines leave(const std::string& room) { return handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", room)); }

  // Makes the plugin report a change of a participant.
  void participant(const char* nickname, std::uint32_t flags, std::uint32_t status) {
    prism_participant event{};
    event.struct_size = sizeof event;
    event.flags = flags;
    event.status = status;
    event.user = PRISM_STR("alice");
    event.room = PRISM_STR("lobby");
    event.nickname = prism_str_from(nickname);
    EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  }

  // Makes the plugin answer the join.
  void letIn(const char* nickname) {
    EXPECT_EQ(joined(guard_, PRISM_STR("alice"), PRISM_STR("lobby"), prism_str_from(nickname)), PRISM_OK);
  }
  void refuse(std::uint32_t error) {
    EXPECT_EQ(joinFailed(guard_, PRISM_STR("alice"), PRISM_STR("lobby"), error, {}), PRISM_OK);
  }
};

TEST_F(RoomsTest, AreJoined) {
  connect("alice");
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"});
  pbnetwork::Room secret = roomOf("alice", "secret", "me");
  secret.set_password("open sesame");
  EXPECT_EQ(handle(WrapperMessage::TYPE_JOIN_ROOM, secret),
            Lines{"join alice secret nickname=me password=open sesame"});
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(RoomsTest, MayBeJoinedAgain) {
  connect("alice");
  enter("lobby");
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"}) << "another client of the user, maybe";
}

TEST_F(RoomsTest, AJoinThatIsRepeatedWhenTheUserIsConnectedIsSuppressedOnce) {
  logIn("alice");
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"}) << "before the answer to the login";
  tests::connected(guard_, PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby"), Lines{});
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"});
}

TEST_F(RoomsTest, AJoinThatIsRepeatedWithTheNicknameThatWasAskedForIsSuppressedToo) {
  logIn("alice");
  enter("lobby");
  letIn("me_");
  tests::connected(guard_, PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby"), Lines{});
}

TEST_F(RoomsTest, AJoinThatIsRepeatedWithAnotherNicknameComes) {
  logIn("alice");
  enter("lobby", "me");
  tests::connected(guard_, PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby", "me2"), Lines{"join alice lobby nickname=me2"});
}

TEST_F(RoomsTest, AJoinAfterOneThatWasRefusedComes) {
  logIn("alice");
  enter("lobby");
  refuse(PRISM_JOIN_ERROR_NICKNAME_IN_USE);
  tests::connected(guard_, PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"});
}

TEST_F(RoomsTest, AreLeft) {
  connect("alice");
  enter("Lobby");
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"});
  EXPECT_EQ(leave("lobby"), Lines{}) << "once";
}

TEST_F(RoomsTest, ALeaveForAContactOrAnotherRoomIsIgnored) {
  connect("alice");
  enter("lobby");
  for (const char* name : {"bob", "lobb", "lobby2", ""}) {
    expectSilence(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", name));
  }
  connect("bob");
  expectSilence(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("bob", "lobby"));
}

TEST_F(RoomsTest, ALeaveAfterARefusalIsIgnored) {
  connect("alice");
  for (const std::uint32_t error :
       {PRISM_JOIN_ERROR_NICKNAME_IN_USE, PRISM_JOIN_ERROR_NOT_AUTHORIZED, PRISM_JOIN_ERROR_ROOM_NOT_FOUND}) {
    enter("lobby");
    refuse(error);
    EXPECT_EQ(leave("lobby"), Lines{}) << error;
  }
}

TEST_F(RoomsTest, ALeaveAfterARefusalToWhoIsThereByAnotherNicknameComes) {
  connect("alice");
  enter("lobby", "me");
  letIn("me");
  enter("lobby", "you");
  refuse(PRISM_JOIN_ERROR_NICKNAME_IN_USE);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"}) << "still there, as me";
  enter("lobby", "you");
  refuse(PRISM_JOIN_ERROR_NICKNAME_IN_USE);
  EXPECT_EQ(leave("lobby"), Lines{}) << "not there any more";
}

TEST_F(RoomsTest, ALeaveAfterTheUserIsOutIsIgnored) {
  connect("alice");
  enter("lobby");
  letIn("me");
  participant("me", PRISM_PARTICIPANT_KICKED, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{});
}

TEST_F(RoomsTest, ChangesOfOtherParticipantsDoNotEndTheStay) {
  connect("alice");
  enter("lobby");
  letIn("me");
  participant("you", 0, PRISM_STATUS_OFFLINE);
  participant("me", PRISM_PARTICIPANT_MODERATOR | PRISM_PARTICIPANT_ME, PRISM_STATUS_AWAY);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"});
}

TEST_F(RoomsTest, TheOwnNicknameIsFollowed) {
  connect("alice");
  enter("lobby");
  EXPECT_EQ(joined(guard_, PRISM_STR("alice"), PRISM_STR("LOBBY"), PRISM_STR("me_")), PRISM_OK);
  participant("me", 0, PRISM_STATUS_OFFLINE);  // another participant, with the nickname that the user asked for
  prism_participant renamed{};
  renamed.struct_size = sizeof renamed;
  renamed.user = PRISM_STR("alice");
  renamed.room = PRISM_STR("lobby");
  renamed.nickname = PRISM_STR("me_");
  renamed.new_nickname = PRISM_STR("me__");
  renamed.status = PRISM_STATUS_ONLINE;
  guard_.participantChanged(&renamed);
  participant("me_", PRISM_PARTICIPANT_KICKED, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"}) << "still there, as me__";
  enter("lobby", "me__");
  letIn("me__");
  participant("me__", 0, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{});
}

TEST_F(RoomsTest, WithoutSupportAJoinIsRefused) {
  removeCallback(&prism_plugin::join);
  connect("alice");
  EXPECT_EQ(enter("lobby"), Lines{});
  EXPECT_EQ(takeFrames(),
            Lines{"PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" flag=64 status=5 "
                  "statusmessage=\"This network has no rooms.\""});
  EXPECT_EQ(leave("lobby"), Lines{});
  enter("lobby", "");
  EXPECT_EQ(takeFrames(), Lines{}) << "there is nobody to refuse";
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RoomsTest, AJoinThatThrowsDoesNotTellThePassword) {
  connect("alice");
  fake_.onNextCall("join", [] { throw std::runtime_error("wrong: canary"); });
  enter("lobby");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: join: exception of the type std::runtime_error"});
}

TEST_F(RoomsTest, SubjectsAreSet) {
  connect("alice");
  EXPECT_EQ(handle(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversationMessage("alice", "lobby", "new")),
            Lines{"set_subject alice lobby subject=new"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversationMessage("alice", "lobby", "")),
            Lines{"set_subject alice lobby"});
}

}  // namespace
}  // namespace prism::tests
