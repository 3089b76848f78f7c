// SPDX-License-Identifier: MIT
// Rooms: participants, subjects, invitations, room lists.
#include "tests/host/unit/guard_test.h"

namespace prism::tests {
namespace {

constexpr prism_str kLobby{"lobby", 5};

TEST_F(GuardTest, SendsParticipants) {
  const prism_participant event = participant();
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=0 status=0 "
             "statusmessage=\"\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardTest, SendsParticipantsWithAllFields) {
  prism_participant event = participant();
  event.flags =
      PRISM_PARTICIPANT_MODERATOR | PRISM_PARTICIPANT_BANNED | PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED;
  event.status = PRISM_STATUS_EXTENDED_AWAY;
  event.new_nickname = PRISM_STR("boss");
  event.status_text = PRISM_STR("gone");
  event.icon_hash = PRISM_STR("abc");
  event.alias = PRISM_STR("op@example.org");
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=53 status=3 "
             "statusmessage=\"gone\" newname=\"boss\" iconhash=\"abc\" alias=\"op@example.org\"");
}

TEST_F(GuardTest, SendsEachParticipantFlagUnderItsNumber) {
  using namespace pbnetwork;
  const std::pair<std::uint32_t, ParticipantFlag> flags[] = {
      {PRISM_PARTICIPANT_MODERATOR, PARTICIPANT_FLAG_MODERATOR},
      {PRISM_PARTICIPANT_CONFLICT, PARTICIPANT_FLAG_CONFLICT},
      {PRISM_PARTICIPANT_BANNED, PARTICIPANT_FLAG_BANNED},
      {PRISM_PARTICIPANT_NOT_AUTHORIZED, PARTICIPANT_FLAG_NOT_AUTHORIZED},
      {PRISM_PARTICIPANT_ME, PARTICIPANT_FLAG_ME},
      {PRISM_PARTICIPANT_KICKED, PARTICIPANT_FLAG_KICKED},
      {PRISM_PARTICIPANT_ROOM_NOT_FOUND, PARTICIPANT_FLAG_ROOM_NOT_FOUND},
  };
  for (const auto& [given, expected] : flags) {
    prism_participant event = participant();
    event.flags = given;
    expectSent(guard_.participantChanged(&event),
               fmt::format("PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag={} status=0 "
                           "statusmessage=\"\" iconhash=\"\" alias=\"\"",
                           static_cast<int>(expected)));
  }
}

TEST_F(GuardTest, ParticipantsAreChecked) {
  prism_participant event = participant();
  event.flags = 128 | PRISM_PARTICIPANT_ME;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                "participant_changed: flags have the unknown bits 0x80");
  event = participant();
  event.status = 7;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT, "participant_changed: status 7 does not exist");
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
}

TEST_F(GuardTest, ARefusalHasNeitherANewNicknameNorAnAlias) {
  for (const std::uint32_t flag :
       {PRISM_PARTICIPANT_CONFLICT, PRISM_PARTICIPANT_NOT_AUTHORIZED, PRISM_PARTICIPANT_ROOM_NOT_FOUND}) {
    prism_participant event = participant();
    event.flags = flag;
    event.new_nickname = PRISM_STR("op");
    expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                  "participant_changed: new_nickname is set in a refusal");
    event.new_nickname = {};
    event.alias = PRISM_STR("boss");
    expectSent(guard_.participantChanged(&event),
               fmt::format("PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag={} status=0 "
                           "statusmessage=\"\" iconhash=\"\" alias=\"\"",
                           flag));
  }
}

// Spectrum forwards no join for a room in which it believes the user to be.
TEST_F(GuardTest, AnOwnDepartureThatNobodyAskedForMakesSpectrumForgetTheRoom) {
  const std::pair<std::uint32_t, int> departures[] = {
      {PRISM_PARTICIPANT_KICKED, 64}, {PRISM_PARTICIPANT_BANNED, 8}, {PRISM_PARTICIPANT_ME, 64}, {0, 64}};
  for (const auto& [flag, refusal] : departures) {
    alice().enterRoom("lobby", "me");
    prism_participant own = participant();
    own.nickname = PRISM_STR("me");
    EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
    takeFrames();
    own.status = PRISM_STATUS_OFFLINE;
    own.flags = flag;
    own.status_text = PRISM_STR("go away");
    own.alias = PRISM_STR("Me");
    EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
    const std::string start = "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"me\" ";
    EXPECT_EQ(
        takeFrames(),
        (Lines{"ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me\" room=\"lobby\"",
               start + fmt::format("flag={} status=5 statusmessage=\"go away\" iconhash=\"\" alias=\"Me\"", flag),
               start + fmt::format("flag={} status=5 statusmessage=\"go away\" iconhash=\"\" alias=\"\"", refusal)}));
    EXPECT_EQ(alice().findRoom("lobby"), nullptr);
  }
  prism_participant own = participant();
  own.nickname = PRISM_STR("me");
  own.status = PRISM_STATUS_OFFLINE;
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U) << "the user has left already";
}

// Spectrum compares names byte for byte, networks often do not.
TEST_F(GuardTest, TheUserIsKnownByTheFlagWhateverTheSpelling) {
  alice().enterRoom("Lobby", "me");
  prism_participant own = participant();
  own.room = PRISM_STR("lobby");
  own.nickname = PRISM_STR("ME");
  own.new_nickname = PRISM_STR("you");
  own.flags = PRISM_PARTICIPANT_ME;
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  EXPECT_EQ(takeFrames().at(1), "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"you\" room=\"Lobby\"");
  own.nickname = PRISM_STR("YOU");
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

TEST_F(GuardTest, SendsTheOwnNickname) {
  EXPECT_EQ(guard_.ownNickname(kAlice, kLobby, PRISM_STR("me_")), PRISM_OK);
  const std::vector<Sent> all = takeSent(&out_);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].type, WrapperMessage::TYPE_ROOM_NICKNAME_CHANGED);
  const auto room = all[0].as<pbnetwork::Room>();
  EXPECT_EQ(room.username(), "alice");
  EXPECT_EQ(room.room(), "lobby");
  EXPECT_EQ(room.nickname(), "me_");
  EXPECT_FALSE(room.has_password());
  expectRefused(guard_.ownNickname(kAlice, {}, PRISM_STR("me_")), PRISM_ERR_ARGUMENT, "own_nickname: room is empty");
  expectRefused(guard_.ownNickname(kAlice, kLobby, {}), PRISM_ERR_ARGUMENT, "own_nickname: nickname is empty");
  expectRefused(guard_.ownNickname(kMallory, kLobby, kBob), PRISM_ERR_NO_USER,
                "own_nickname: user 'mallory' is not logged in");
}

TEST_F(GuardTest, AnOwnRenameIsAllThatSpectrumNeedsForIt) {
  alice().enterRoom("Lobby", "me");
  prism_participant own = participant();
  own.nickname = PRISM_STR("me");
  own.flags = PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_MODERATOR;
  EXPECT_EQ(guard_.ownNickname(kAlice, kLobby, PRISM_STR("me")), PRISM_OK) << "the join has still to be answered";
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  takeFrames();
  expectRefused(guard_.ownNickname(kAlice, kLobby, PRISM_STR("me_")), PRISM_ERR_STATE,
                "own_nickname: user 'alice' is in 'lobby' already: participant_changed() tells a new nickname");
  own.new_nickname = PRISM_STR("me_");
  EXPECT_EQ(guard_.participantChanged(&own), PRISM_OK);
  const std::string rest = " flag=17 status=0 statusmessage=\"\" ";
  const std::string known = "iconhash=\"\" alias=\"\"";
  EXPECT_EQ(takeFrames(),
            (Lines{"PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"me\"" + rest + "newname=\"me_\" " +
                       known,
                   "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me_\" room=\"Lobby\"",
                   "PARTICIPANT_CHANGED userName=\"alice\" room=\"Lobby\" nickname=\"me_\"" + rest + known}));
  alice().enterRoom("Lobby", "me");
  EXPECT_EQ(guard_.ownNickname(kAlice, kLobby, PRISM_STR("me_")), PRISM_OK) << "asked for the old one once more";
}

TEST_F(GuardTest, SendsSubjects) {
  prism_subject event = subject();
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"\"");
  event.nickname = PRISM_STR("op");
  event.time = 1000;
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"op\" "
             "timestamp=\"19700101T000001\"");
  event = subject();
  event.subject = {};
  expectSent(guard_.subjectChanged(&event),
             "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"\" nickname=\"\"");
  event.room = {};
  expectRefused(guard_.subjectChanged(&event), PRISM_ERR_ARGUMENT, "subject_changed: room is empty");
  event = subject();
  event.user = kMallory;
  expectRefused(guard_.subjectChanged(&event), PRISM_ERR_NO_USER, "subject_changed: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsRoomLists) {
  const prism_room rooms[] = {{PRISM_STR("lobby"), PRISM_STR("The lobby")}, {PRISM_STR("bar"), {}}};
  expectSent(guard_.roomList({}, rooms, 2), "ROOM_LIST room=\"lobby\" room=\"bar\" name=\"The lobby\" name=\"\"");
  expectSent(guard_.roomList(kAlice, rooms, 1), "ROOM_LIST user=\"alice\" room=\"lobby\" name=\"The lobby\"");
  expectSent(guard_.roomList({}, nullptr, 0), "ROOM_LIST");
  expectRefused(guard_.roomList(kMallory, rooms, 2), PRISM_ERR_NO_USER, "room_list: user 'mallory' is not logged in");
  expectRefused(guard_.roomList({}, rooms, 100001), PRISM_ERR_ARGUMENT,
                "room_list: rooms_count is 100001, at most 100000 are allowed");
  const prism_room nameless[] = {{PRISM_STR("lobby"), {}}, {{}, PRISM_STR("x")}};
  expectRefused(guard_.roomList({}, nameless, 2), PRISM_ERR_ARGUMENT, "room_list: name is empty");
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
