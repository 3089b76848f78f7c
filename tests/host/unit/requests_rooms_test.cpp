// SPDX-License-Identifier: MIT
// Joining and leaving rooms.
#include "tests/host/unit/requests_test.h"

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
  guard_.connected(PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby"), Lines{});
  EXPECT_EQ(enter("lobby"), Lines{"join alice lobby nickname=me"});
}

TEST_F(RoomsTest, AJoinThatIsRepeatedWithTheNicknameThatWasAskedForIsSuppressedToo) {
  logIn("alice");
  enter("lobby");
  guard_.ownNickname(PRISM_STR("alice"), PRISM_STR("lobby"), PRISM_STR("me_"));
  guard_.connected(PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby"), Lines{});
}

TEST_F(RoomsTest, AJoinThatIsRepeatedWithAnotherNicknameComes) {
  logIn("alice");
  enter("lobby", "me");
  guard_.connected(PRISM_STR("alice"));
  EXPECT_EQ(enter("lobby", "me2"), Lines{"join alice lobby nickname=me2"});
}

TEST_F(RoomsTest, AJoinAfterOneThatWasRefusedComes) {
  logIn("alice");
  enter("lobby");
  participant("me", PRISM_PARTICIPANT_CONFLICT, PRISM_STATUS_OFFLINE);
  guard_.connected(PRISM_STR("alice"));
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
  for (const std::uint32_t refusal :
       {PRISM_PARTICIPANT_CONFLICT, PRISM_PARTICIPANT_NOT_AUTHORIZED, PRISM_PARTICIPANT_ROOM_NOT_FOUND}) {
    enter("lobby");
    participant("me", refusal, PRISM_STATUS_ONLINE);
    EXPECT_EQ(leave("lobby"), Lines{}) << refusal;
  }
}

TEST_F(RoomsTest, ALeaveAfterARefusalToWhoIsThereByAnotherNicknameComes) {
  connect("alice");
  enter("lobby", "me");
  participant("me", PRISM_PARTICIPANT_ME, PRISM_STATUS_ONLINE);
  enter("lobby", "you");
  participant("you", PRISM_PARTICIPANT_CONFLICT, PRISM_STATUS_ONLINE);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"}) << "still there, as me";
  enter("lobby", "you");
  participant("you", PRISM_PARTICIPANT_CONFLICT, PRISM_STATUS_ONLINE);
  EXPECT_EQ(leave("lobby"), Lines{}) << "not there any more";
}

TEST_F(RoomsTest, ALeaveAfterTheUserIsOutIsIgnored) {
  connect("alice");
  enter("lobby");
  participant("me", PRISM_PARTICIPANT_KICKED, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{});
}

TEST_F(RoomsTest, ChangesOfOtherParticipantsDoNotEndTheStay) {
  connect("alice");
  enter("lobby");
  participant("you", PRISM_PARTICIPANT_CONFLICT, PRISM_STATUS_OFFLINE);
  participant("me", PRISM_PARTICIPANT_MODERATOR | PRISM_PARTICIPANT_ME, PRISM_STATUS_AWAY);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"});
}

TEST_F(RoomsTest, TheOwnNicknameIsFollowed) {
  connect("alice");
  enter("lobby");
  guard_.ownNickname(PRISM_STR("alice"), PRISM_STR("LOBBY"), PRISM_STR("me_"));
  participant("me", PRISM_PARTICIPANT_CONFLICT,
              PRISM_STATUS_OFFLINE);  // the old nickname, which another participant may have by now
  prism_participant renamed{};
  renamed.struct_size = sizeof renamed;
  renamed.user = PRISM_STR("alice");
  renamed.room = PRISM_STR("lobby");
  renamed.nickname = PRISM_STR("me_");
  renamed.new_nickname = PRISM_STR("me__");
  guard_.participantChanged(&renamed);
  participant("me_", PRISM_PARTICIPANT_KICKED, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{"leave alice lobby"}) << "still there, as me__";
  enter("lobby", "me__");
  participant("me__", 0, PRISM_STATUS_OFFLINE);
  EXPECT_EQ(leave("lobby"), Lines{});
}

TEST_F(RoomsTest, WithoutSupportAJoinIsRefused) {
  removeCallback(&prism_plugin::join);
  connect("alice");
  EXPECT_EQ(enter("lobby"), Lines{});
  EXPECT_EQ(takeFrames(),
            Lines{"PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" flag=64 status=5 "
                  "statusmessage=\"This network has no rooms.\" iconhash=\"\" alias=\"\""});
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
