// SPDX-License-Identifier: MIT
// Rooms: participants, subjects, invitations, room lists.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

constexpr prism_str kLobby{"lobby", 5};
constexpr prism_str kMe{"me", 2};
constexpr const char* kOwnPresence =
    "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" flag=16 status=0 statusmessage=\"\" "
    "iconhash=\"\" alias=\"\"";

TEST_F(GuardTest, SendsParticipants) {
  const prism_participant event = participant();
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=0 status=0 "
             "statusmessage=\"\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardTest, SendsParticipantsWithAllFields) {
  prism_participant event = participant();
  event.flags = PRISM_PARTICIPANT_MODERATOR;
  event.status = PRISM_STATUS_EXTENDED_AWAY;
  event.new_nickname = PRISM_STR("boss");
  event.status_text = PRISM_STR("gone");
  event.icon_hash = PRISM_STR("abc");
  event.alias = PRISM_STR("op@example.org");
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=1 status=3 "
             "statusmessage=\"gone\" newname=\"boss\" iconhash=\"abc\" alias=\"op@example.org\"");
}

TEST_F(GuardTest, SendsEachParticipantFlagUnderItsNumber) {
  using namespace pbnetwork;
  const std::pair<std::uint32_t, ParticipantFlag> flags[] = {
      {PRISM_PARTICIPANT_MODERATOR, PARTICIPANT_FLAG_MODERATOR},
      {PRISM_PARTICIPANT_BANNED, PARTICIPANT_FLAG_BANNED},
      {PRISM_PARTICIPANT_KICKED, PARTICIPANT_FLAG_KICKED},
  };
  for (const auto& [given, expected] : flags) {
    prism_participant event = participant();
    event.flags = given;
    const bool removed = given != PRISM_PARTICIPANT_MODERATOR;
    if (removed) {
      event.status = PRISM_STATUS_OFFLINE;
    }
    expectSent(guard_.participantChanged(&event),
               fmt::format("PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag={} status={} "
                           "statusmessage=\"\" iconhash=\"\" alias=\"\"",
                           static_cast<int>(expected), removed ? 5 : 0));
  }
  prism_participant own = participant();
  own.nickname = {};
  own.flags = PRISM_PARTICIPANT_ME;
  expectSent(guard_.participantChanged(&own), kOwnPresence);
}

TEST_F(GuardTest, ParticipantsAreChecked) {
  prism_participant event = participant();
  event.flags = 128 | PRISM_PARTICIPANT_ME;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                "participant_changed: flags have the unknown bits 0x80");
  event = participant();
  for (const std::uint32_t status : {0U, 8U}) {
    event.status = status;
    expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                  fmt::format("participant_changed: status {} does not exist", status));
  }
  event = participant();
  event.room = {};
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT, "participant_changed: room is empty");
  event = participant();
  event.nickname = {};
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT, "participant_changed: nickname is empty");
  event = participant();
  event.user = kMallory;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_NO_USER,
                "participant_changed: user 'mallory' is not logged in");
  event = participant();
  event.room = PRISM_STR("kitchen");
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_STATE,
                "participant_changed: user 'alice' has not joined 'kitchen'");
  event = participant();
  event.flags = PRISM_PARTICIPANT_ME;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                "participant_changed: 'op' is marked as the user, whose nickname is 'me'");
}

TEST_F(GuardTest, ParticipantsEitherLeaveOrStay) {
  const auto refused = [this](const prism_participant& event, const std::string& complaint) {
    expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT, "participant_changed: " + complaint);
  };
  prism_participant event = participant();
  event.flags = PRISM_PARTICIPANT_KICKED;
  refused(event, "flags have PRISM_PARTICIPANT_KICKED, but the status is 1 and not PRISM_STATUS_OFFLINE");
  event.flags = PRISM_PARTICIPANT_BANNED;
  event.status = PRISM_STATUS_AWAY;
  refused(event, "flags have PRISM_PARTICIPANT_BANNED, but the status is 2 and not PRISM_STATUS_OFFLINE");
  event = participant();
  event.nickname = {};
  event.flags = PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED;
  refused(event, "flags have PRISM_PARTICIPANT_KICKED, but the status is 1 and not PRISM_STATUS_OFFLINE");
  EXPECT_NE(alice().findRoom("lobby"), nullptr);
  event = participant();
  event.status = PRISM_STATUS_OFFLINE;
  event.new_nickname = PRISM_STR("boss");
  refused(event, "new_nickname is set, but the status is PRISM_STATUS_OFFLINE");
  event = participant();
  event.actor = PRISM_STR("boss");
  refused(event, "actor is set, but flags have neither PRISM_PARTICIPANT_KICKED nor PRISM_PARTICIPANT_BANNED");
  event.status = PRISM_STATUS_OFFLINE;
  refused(event, "actor is set, but flags have neither PRISM_PARTICIPANT_KICKED nor PRISM_PARTICIPANT_BANNED");
  prism_participant self = participant();
  self.nickname = kMe;
  self.flags = PRISM_PARTICIPANT_BANNED;
  expectRefused(guard_.joined(&self), PRISM_ERR_ARGUMENT,
                "joined: flags have PRISM_PARTICIPANT_BANNED, but the status is 1 and not PRISM_STATUS_OFFLINE");
}

TEST_F(GuardTest, AJoinIsAnsweredByTheUsersOwnPresence) {
  alice().enterRoom("Lobby", "me");
  prism_participant self = participant();
  self.nickname = kMe;
  self.flags = PRISM_PARTICIPANT_MODERATOR;
  self.status = PRISM_STATUS_AWAY;
  self.alias = PRISM_STR("Alice");
  expectSent(guard_.joined(&self),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"me\" flag=1 status=1 "
             "statusmessage=\"\" iconhash=\"\" alias=\"Alice\"");
  EXPECT_FALSE(alice().findRoom("lobby")->joining);
}

TEST_F(GuardTest, ParticipantsCanBeReportedInAnyOrderBeforeTheUserIsIn) {
  alice().leaveRoom("lobby");
  alice().enterRoom("lobby", "me");
  prism_participant event = participant();
  event.nickname = kMe;
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{}) << "it may be somebody else";
  event.nickname = PRISM_STR("op");
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_NE(frames[0].find("nickname=\"op\""), std::string::npos);
  EXPECT_NE(frames[1].find("nickname=\"me\""), std::string::npos);
}

TEST_F(GuardTest, SomebodyElseMayHaveTheNicknameThatTheUserAskedFor) {
  alice().leaveRoom("lobby");
  alice().enterRoom("lobby", "me");
  prism_participant namesake = participant();
  namesake.nickname = kMe;
  EXPECT_EQ(guard_.participantChanged(&namesake), PRISM_OK);
  EXPECT_EQ(joined(guard_, kAlice, kLobby, PRISM_STR("me_")), PRISM_OK);
  const std::string rest = " flag=0 status=0 statusmessage=\"\" iconhash=\"\" alias=\"\"";
  EXPECT_EQ(takeFrames(), (Lines{"ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me_\" room=\"lobby\"",
                                 "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\"" + rest,
                                 "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me_\"" + rest}));
}

TEST_F(GuardTest, ANamesakeThatHasLeftAgainIsNotSent) {
  alice().leaveRoom("lobby");
  alice().enterRoom("lobby", "me");
  prism_participant namesake = participant();
  namesake.nickname = kMe;
  EXPECT_EQ(guard_.participantChanged(&namesake), PRISM_OK);
  namesake.status = PRISM_STATUS_OFFLINE;
  EXPECT_EQ(guard_.participantChanged(&namesake), PRISM_OK);
  EXPECT_EQ(joined(guard_, kAlice, kLobby, PRISM_STR("me_")), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 2U);
}

TEST_F(GuardTest, JoinsAreChecked) {
  prism_participant self = participant();
  self.room = PRISM_STR("kitchen");
  expectRefused(guard_.joined(&self), PRISM_ERR_STATE, "joined: user 'alice' has not joined 'kitchen'");
  self = participant();
  self.nickname = {};
  expectRefused(guard_.joined(&self), PRISM_ERR_ARGUMENT, "joined: nickname is empty");
  self = participant();
  self.status = PRISM_STATUS_OFFLINE;
  expectRefused(guard_.joined(&self), PRISM_ERR_ARGUMENT,
                "joined: the status is PRISM_STATUS_OFFLINE, or new_nickname is set");
  self = participant();
  self.new_nickname = PRISM_STR("you");
  expectRefused(guard_.joined(&self), PRISM_ERR_ARGUMENT,
                "joined: the status is PRISM_STATUS_OFFLINE, or new_nickname is set");
  self = participant();
  self.user = kMallory;
  expectRefused(guard_.joined(&self), PRISM_ERR_NO_USER, "joined: user 'mallory' is not logged in");
  alice().enterRoom("lobby", "me");
  prism_participant own = participant();
  own.nickname = {};
  own.flags = PRISM_PARTICIPANT_ME;
  own.status = PRISM_STATUS_OFFLINE;
  alice().leaveRoom("lobby");
  alice().enterRoom("lobby", "me");
  expectRefused(guard_.participantChanged(&own), PRISM_ERR_STATE,
                "participant_changed: user 'alice' is not in 'lobby' yet: joined() or join_failed() comes first");
}

TEST_F(GuardTest, SendsEachJoinErrorAsTheRefusalThatSpectrumKnows) {
  const std::pair<std::uint32_t, int> errors[] = {
      {PRISM_JOIN_ERROR_ROOM_NOT_FOUND, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
      {PRISM_JOIN_ERROR_NICKNAME_IN_USE, pbnetwork::PARTICIPANT_FLAG_CONFLICT},
      {PRISM_JOIN_ERROR_NOT_AUTHORIZED, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
      {PRISM_JOIN_ERROR_BANNED, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
      {PRISM_JOIN_ERROR_PASSWORD, pbnetwork::PARTICIPANT_FLAG_NOT_AUTHORIZED},
      {PRISM_JOIN_ERROR_ROOM_FULL, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
      {PRISM_JOIN_ERROR_OTHER, pbnetwork::PARTICIPANT_FLAG_ROOM_NOT_FOUND},
  };
  const auto refusal = [](int flag) {
    return fmt::format(
        "PARTICIPANT_CHANGED userName=\"alice\" room=\"Kitchen\" nickname=\"me\" flag={} status=5 "
        "statusmessage=\"not today\"",
        flag);
  };
  for (const auto& [error, flag] : errors) {
    alice().enterRoom("Kitchen", "me");
    expectSent(joinFailed(guard_, kAlice, PRISM_STR("kitchen"), error, PRISM_STR("not today")), refusal(flag));
    EXPECT_EQ(alice().findRoom("kitchen"), nullptr);
  }
  for (const std::uint32_t error : {0U, 8U}) {
    alice().enterRoom("Kitchen", "me");
    expectCorrected(joinFailed(guard_, kAlice, PRISM_STR("kitchen"), error, PRISM_STR("not today")), refusal(64),
                    fmt::format("join_failed: error {} does not exist, PRISM_JOIN_ERROR_OTHER is sent", error));
  }
  expectRefused(joinFailed(guard_, kAlice, PRISM_STR("kitchen"), PRISM_JOIN_ERROR_OTHER, {}), PRISM_ERR_STATE,
                "join_failed: user 'alice' has not joined 'kitchen'");
  expectRefused(joinFailed(guard_, kMallory, kLobby, PRISM_JOIN_ERROR_OTHER, {}), PRISM_ERR_NO_USER,
                "join_failed: user 'mallory' is not logged in");
}

// Spectrum forwards no join for a room in which it believes the user to be.
TEST_F(GuardTest, AnOwnDepartureThatNobodyAskedForMakesSpectrumForgetTheRoom) {
  struct Departure {
    std::uint32_t flag;
    int sent;
    int refusal;
  };
  for (const auto& [flag, sent, refusal] :
       {Departure{PRISM_PARTICIPANT_KICKED, 32, 64}, Departure{PRISM_PARTICIPANT_BANNED, 4, 8},
        Departure{PRISM_PARTICIPANT_ME, 16, 64}, Departure{0, 0, 64}}) {
    alice().enterRoom("lobby", "me");
    EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
    takeFrames();
    prism_participant own = participant();
    own.nickname = kMe;
    own.status = PRISM_STATUS_OFFLINE;
    own.flags = flag;
    own.status_text = PRISM_STR("go away");
    own.alias = PRISM_STR("Me");
    EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
    const std::string start = "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" ";
    EXPECT_EQ(
        takeFrames(),
        (Lines{"ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me\" room=\"lobby\"",
               start + fmt::format("flag={} status=5 statusmessage=\"go away\" iconhash=\"\" alias=\"Me\"", sent),
               start + fmt::format("flag={} status=5 statusmessage=\"go away\" iconhash=\"\" alias=\"\"", refusal)}));
    EXPECT_EQ(alice().findRoom("lobby"), nullptr);
  }
  prism_participant own = participant();
  own.nickname = kMe;
  own.status = PRISM_STATUS_OFFLINE;
  expectRefused(guard_.participantChanged(&own), PRISM_ERR_STATE,
                "participant_changed: user 'alice' has not joined 'lobby'");
}

// Spectrum compares names byte for byte, networks often do not.
TEST_F(GuardTest, TheUserIsKnownByTheFlag) {
  alice().enterRoom("Lobby", "me");
  EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
  takeFrames();
  prism_participant own = participant();
  own.nickname = {};
  own.new_nickname = PRISM_STR("you");
  own.flags = PRISM_PARTICIPANT_ME;
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  EXPECT_EQ(takeFrames().at(1), "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"you\" room=\"Lobby\"");
  own.nickname = PRISM_STR("you");
  own.new_nickname = {};
  own.status = PRISM_STATUS_OFFLINE;
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  const std::string start = "PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"you\" ";
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0], "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"you\" room=\"Lobby\"");
  EXPECT_EQ(frames[1].substr(0, start.size()), start);
  EXPECT_EQ(frames[2].substr(0, start.size()), start);
  EXPECT_EQ(alice().findRoom("lobby"), nullptr);
}

TEST_F(GuardTest, AnOwnRenameIsAllThatSpectrumNeedsForIt) {
  alice().enterRoom("Lobby", "me");
  EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
  takeFrames();
  const Lines renamed = {
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"me\" flag=1 status=0 statusmessage=\"\" "
      "newname=\"me_\" iconhash=\"\" alias=\"\"",
      "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me_\" room=\"Lobby\"",
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"me_\" flag=1 status=0 statusmessage=\"\" "
      "iconhash=\"\" alias=\"\""};
  prism_participant own = participant();
  own.nickname = kMe;
  own.flags = PRISM_PARTICIPANT_MODERATOR;
  own.new_nickname = PRISM_STR("me_");
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  EXPECT_EQ(takeFrames(), renamed);
  EXPECT_EQ(alice().findRoom("lobby")->nickname, "me_");
  alice().leaveRoom("lobby");
  alice().enterRoom("Lobby", "me");
  EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
  takeFrames();
  EXPECT_EQ(joined(guard_, kAlice, kLobby, PRISM_STR("me_"), PRISM_PARTICIPANT_MODERATOR), PRISM_OK)
      << "the network gives another nickname after a lost connection";
  EXPECT_EQ(takeFrames(), renamed);
}

// The second client of the user asks for another nickname, and the network has not answered yet.
TEST_F(GuardTest, TheUserCanLeaveUnderTheNicknameOfTheFirstClient) {
  alice().enterRoom("lobby", "second");
  prism_participant own = participant();
  own.nickname = kMe;
  own.flags = PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED;
  own.status = PRISM_STATUS_OFFLINE;
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 3U);
  EXPECT_EQ(alice().findRoom("lobby"), nullptr);
}

TEST_F(GuardTest, ARefusedNicknameLeavesTheUserInTheRoom) {
  alice().enterRoom("lobby", "me");
  EXPECT_EQ(joined(guard_, kAlice, kLobby, kMe), PRISM_OK);
  alice().enterRoom("lobby", "op");
  EXPECT_EQ(joinFailed(guard_, kAlice, kLobby, PRISM_JOIN_ERROR_NICKNAME_IN_USE, {}), PRISM_OK);
  ASSERT_NE(alice().findRoom("lobby"), nullptr);
  EXPECT_EQ(alice().findRoom("lobby")->nickname, "me");
}

TEST_F(GuardTest, SendsSubjects) {
  prism_subject event = subject();
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"\"");
  event.nickname = PRISM_STR("op");
  event.time = 1'700'000'000'000;
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"op\" "
             "timestamp=\"20231114T221320\"");
  event = subject();
  event.subject = {};
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"\" nickname=\"\"");
  event.room = {};
  expectRefused(guard_.subjectChanged(&event), PRISM_ERR_ARGUMENT, "subject_changed: room is empty");
  event.room = PRISM_STR("kitchen");
  expectRefused(guard_.subjectChanged(&event), PRISM_ERR_STATE,
                "subject_changed: user 'alice' has not joined 'kitchen'");
  event = subject();
  event.user = kMallory;
  expectRefused(guard_.subjectChanged(&event), PRISM_ERR_NO_USER, "subject_changed: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsRoomLists) {
  const std::vector<RoomEntry> rooms = {{PRISM_STR("lobby"), PRISM_STR("The lobby")}, {PRISM_STR("bar"), {}}};
  expectSent(roomList(guard_, {}, rooms), "ROOM_LIST room=\"lobby\" room=\"bar\" name=\"The lobby\" name=\"\"");
  expectSent(roomList(guard_, kAlice, {rooms[0]}), "ROOM_LIST user=\"alice\" room=\"lobby\" name=\"The lobby\"");
  expectSent(tests::roomList(guard_, {}, nullptr, 0), "ROOM_LIST");
  expectRefused(roomList(guard_, kMallory, rooms), PRISM_ERR_NO_USER, "room_list: user 'mallory' is not logged in");
  const prism_room* const room = nullptr;
  expectRefused(tests::roomList(guard_, {}, &room, 100001), PRISM_ERR_ARGUMENT,
                "room_list: rooms_count is 100001, at most 100000 are allowed");
  expectRefused(tests::roomList(guard_, {}, &room, 1), PRISM_ERR_ARGUMENT, "room_list: the argument is NULL");
  expectRefused(roomList(guard_, {}, {rooms[0], {{}, PRISM_STR("x")}}), PRISM_ERR_ARGUMENT, "room_list: name is empty");
}

TEST_F(GuardTest, PassesInvitationsOnAsDirectOnes) {
  prism_invitation event{};
  event.struct_size = sizeof event;
  event.user = PRISM_STR("alice");
  event.room = PRISM_STR("verona@rooms.example.org");
  event.inviter = PRISM_STR("romeo");
  event.reason = PRISM_STR("'tis <late>");
  event.password = PRISM_STR("s&p");
  guard_.setJidStyle({"xmpp.test", false});
  EXPECT_EQ(guard_.roomInvited(&event), PRISM_OK);
  EXPECT_EQ(
      takeSent(&out_).at(0).payload,
      "<message xmlns='jabber:client' from='romeo' to='alice'><body>romeo has invited you to "
      "verona@rooms.example.org: 'tis &lt;late&gt;</body><x xmlns='jabber:x:conference' "
      "jid='verona\\40rooms.example.org@xmpp.test' reason='&apos;tis &lt;late&gt;' password='s&amp;p'/></message>");
  event.inviter = event.reason = event.password = prism_str{};
  guard_.setJidStyle({"xmpp.test", true});
  EXPECT_EQ(guard_.roomInvited(&event), PRISM_OK);
  EXPECT_EQ(takeSent(&out_).at(0).payload,
            "<message xmlns='jabber:client' from='verona@rooms.example.org' to='alice'><body>You are invited to "
            "verona@rooms.example.org</body><x xmlns='jabber:x:conference' "
            "jid='verona%rooms.example.org@xmpp.test'/></message>");
}

// Spectrum reads the sender of a stanza as a JID, and sends the stanza from the gateway itself if it is none.
TEST_F(GuardTest, InvitationsNeverSeemToComeFromTheGateway) {
  guard_.setJidStyle({"xmpp.test", false});
  prism_invitation event{};
  event.struct_size = sizeof event;
  event.user = PRISM_STR("alice");
  event.inviter = PRISM_STR("nick[1]");
  event.room = PRISM_STR("#lobby@irc.example.org");
  EXPECT_EQ(guard_.roomInvited(&event), PRISM_OK);
  EXPECT_EQ(takeSent(&out_).at(0).payload,
            "<message xmlns='jabber:client' from='#lobby@irc.example.org' to='alice'><body>nick[1] has invited you to "
            "#lobby@irc.example.org</body><x xmlns='jabber:x:conference' "
            "jid='#lobby\\40irc.example.org@xmpp.test'/></message>");
  event.room = PRISM_STR("#lobby");
  event.reason = PRISM_STR("tea & talk");
  expectSent(guard_.roomInvited(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"nick[1]\" message=\"nick[1] has invited you to "
             "#lobby\\nxmpp:%23lobby@xmpp.test?join\\ntea & talk\"");
  event.inviter = {};
  event.reason = {};
  expectSent(guard_.roomInvited(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"You are invited to "
             "#lobby\\nxmpp:%23lobby@xmpp.test?join\"");
}

}  // namespace
}  // namespace prism::tests
