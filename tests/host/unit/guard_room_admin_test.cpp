// SPDX-License-Identifier: MIT
// Capabilities and answers of prism.rooms/1, and what participants have in addition: role, affiliation, actor.
#include "host/guard/rooms_answer.h"
#include "host/session/room_capabilities.h"
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

using host::RoomsAnswerContent;
using host::RoomsOutcome;

class GuardRoomAdminTest : public GuardTest {
 protected:
  static prism_rooms_capabilities capabilities() {
    prism_rooms_capabilities can{};
    can.struct_size = sizeof can;
    can.flags = PRISM_ROOMS_CAN_KICK;
    return can;
  }

  prism_result read(const prism_rooms_capabilities* can) {
    room_ = nullptr;
    return guard_.readRoomCapabilities(can, &read_, &room_);
  }

  static prism_rooms_answer answer() {
    prism_rooms_answer answer{};
    answer.struct_size = sizeof answer;
    answer.outcome = PRISM_ROOMS_DONE;
    return answer;
  }

  prism_result readAnswer(const prism_rooms_answer& answer, RoomsAnswerContent content = RoomsAnswerContent::kNone) {
    answer_ = {};
    return guard_.readRoomsAnswer(&answer, "alice", content, &answer_);
  }

  // Reads an answer with one member.
  prism_result readMember(const prism_rooms_member& member) {
    const prism_rooms_member* const members[] = {&member};
    prism_rooms_answer list = answer();
    list.members = members;
    list.members_count = 1;
    return readAnswer(list, RoomsAnswerContent::kMembers);
  }

  static prism_rooms_member member() {
    prism_rooms_member member{};
    member.struct_size = sizeof member;
    member.account = kBob;
    return member;
  }

  // Reads an answer with these settings, which are texts unless `kind` is given.
  prism_result readSettings(const std::vector<const char*>& names, std::uint32_t kind = PRISM_VALUE_TEXT) {
    prism_field field{};
    field.struct_size = sizeof field;
    field.kind = kind;
    field.label = PRISM_STR("The name");
    std::vector<prism_rooms_setting> settings;
    std::vector<const prism_rooms_setting*> pointers;
    settings.reserve(names.size());
    for (const char* name : names) {
      settings.push_back({sizeof(prism_rooms_setting), 0, prism_str_from(name), kind == 0 ? nullptr : &field});
      pointers.push_back(&settings.back());
    }
    prism_rooms_answer list = answer();
    list.settings = pointers.data();
    list.settings_count = pointers.size();
    return readAnswer(list, RoomsAnswerContent::kSettings);
  }

  // A presence of the user, in the room tea@net.
  prism_participant own(std::uint32_t flags) {
    alice().enterRoom("tea@net", "me");
    EXPECT_EQ(joined(guard_, kAlice, PRISM_STR("tea@net"), PRISM_STR("me")), PRISM_OK);
    takeFrames();
    prism_participant event = participant();
    event.room = PRISM_STR("tea@net");
    event.nickname = {};
    event.flags = flags | PRISM_PARTICIPANT_ME;
    event.status = PRISM_STATUS_OFFLINE;
    event.status_text = PRISM_STR("go away");
    return event;
  }

  host::RoomCapabilities read_;
  host::Room* room_ = nullptr;
  host::RoomsAnswer answer_;
};

TEST_F(GuardRoomAdminTest, ReadsCapabilities) {
  prism_rooms_capabilities can = capabilities();
  can.roles = PRISM_ROOMS_BIT(PRISM_ROLE_MODERATOR);
  can.affiliations = PRISM_ROOMS_BIT(PRISM_AFFILIATION_OWNER);
  EXPECT_EQ(read(&can), PRISM_OK);
  EXPECT_EQ(room_, nullptr);
  EXPECT_TRUE(read_.can(PRISM_ROOMS_CAN_KICK) && !read_.can(PRISM_ROOMS_CAN_BAN));
  EXPECT_TRUE(read_.hasRole(PRISM_ROLE_MODERATOR) && !read_.hasRole(PRISM_ROLE_VISITOR));
  EXPECT_TRUE(read_.hasAffiliation(PRISM_AFFILIATION_OWNER) && !read_.hasAffiliation(PRISM_AFFILIATION_ADMIN));
  can = capabilities();
  can.user = kAlice;
  can.room = PRISM_STR("Lobby");
  EXPECT_EQ(read(&can), PRISM_OK);
  EXPECT_EQ(room_, alice().findRoom("lobby"));
  EXPECT_TRUE(read_.hasRole(PRISM_ROLE_VISITOR) && read_.hasAffiliation(PRISM_AFFILIATION_ADMIN)) << "0 is all";
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardRoomAdminTest, CapabilitiesAreChecked) {
  prism_rooms_capabilities can = capabilities();
  can.struct_size -= 1;
  expectRefused(
      read(&can), PRISM_ERR_ARGUMENT,
      fmt::format("rooms.set_capabilities: struct_size is {}, expected at least {}", sizeof can - 1, sizeof can));
  expectRefused(read(nullptr), PRISM_ERR_ARGUMENT, "rooms.set_capabilities: the argument is NULL");
  can = capabilities();
  can.flags = 512;
  expectRefused(read(&can), PRISM_ERR_ARGUMENT, "rooms.set_capabilities: flags have the unknown bits 0x200");
  can.flags = PRISM_CAPABILITIES_INHERIT | PRISM_ROOMS_CAN_KICK;
  expectRefused(read(&can), PRISM_ERR_ARGUMENT,
                "rooms.set_capabilities: flags have PRISM_CAPABILITIES_INHERIT, which stands alone, and others");
  can = capabilities();
  can.roles = 1;
  expectRefused(read(&can), PRISM_ERR_ARGUMENT, "rooms.set_capabilities: roles have the unknown bits 0x1");
  can = capabilities();
  can.affiliations = 64;
  expectRefused(read(&can), PRISM_ERR_ARGUMENT, "rooms.set_capabilities: affiliations have the unknown bits 0x40");
  can = capabilities();
  can.user = kAlice;
  expectRefused(read(&can), PRISM_ERR_ARGUMENT,
                "rooms.set_capabilities: one of user and room is given, and the other one is empty");
  can.room = PRISM_STR("kitchen");
  expectRefused(read(&can), PRISM_ERR_STATE, "rooms.set_capabilities: user 'alice' has not joined 'kitchen'");
  can.user = kMallory;
  expectRefused(read(&can), PRISM_ERR_NO_USER, "rooms.set_capabilities: user 'mallory' is not logged in");
}

TEST_F(GuardRoomAdminTest, EachOutcomeHasAMeaning) {
  const std::pair<std::uint32_t, RoomsOutcome> outcomes[] = {
      {PRISM_ROOMS_DONE, RoomsOutcome::kDone},
      {PRISM_ROOMS_FAILED, RoomsOutcome::kFailed},
      {PRISM_ROOMS_FORBIDDEN, RoomsOutcome::kForbidden},
      {PRISM_ROOMS_NOT_FOUND, RoomsOutcome::kNotFound},
      {PRISM_ROOMS_CONFLICT, RoomsOutcome::kConflict},
      {PRISM_ROOMS_UNSUPPORTED, RoomsOutcome::kUnsupported},
      {999, RoomsOutcome::kFailed},
  };
  for (const auto& [given, read] : outcomes) {
    prism_rooms_answer handed = answer();
    handed.outcome = given;
    handed.text = PRISM_STR("because");
    EXPECT_EQ(readAnswer(handed), PRISM_OK);
    EXPECT_EQ(answer_.outcome, read) << given;
    EXPECT_EQ(answer_.text, "because");
  }
  prism_rooms_answer none = answer();
  none.outcome = 0;
  expectRefused(readAnswer(none), PRISM_ERR_ARGUMENT, "rooms.answer: outcome is 0");
}

TEST_F(GuardRoomAdminTest, AnswersAreWholeStructs) {
  EXPECT_EQ(guard_.checkRoomsAnswer(nullptr), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: rooms.answer: the argument is NULL"});
  prism_rooms_answer handed = answer();
  EXPECT_EQ(guard_.checkRoomsAnswer(&handed), PRISM_OK);
  handed.struct_size = 8;
  expectRefused(guard_.checkRoomsAnswer(&handed), PRISM_ERR_ARGUMENT,
                fmt::format("rooms.answer: struct_size is 8, expected at least {}", sizeof handed));
}

TEST_F(GuardRoomAdminTest, ReadsMembers) {
  prism_rooms_member bob = member();
  bob.role = PRISM_ROLE_MODERATOR;
  bob.nickname = PRISM_STR("Bob");
  bob.reason = PRISM_STR("spam");
  EXPECT_EQ(readMember(bob), PRISM_OK);
  ASSERT_EQ(answer_.members.size(), 1U);
  EXPECT_EQ(answer_.members[0].account, "bob");
  EXPECT_EQ(answer_.members[0].nickname, "Bob");
  EXPECT_EQ(answer_.members[0].role, PRISM_ROLE_MODERATOR);
  EXPECT_EQ(answer_.members[0].reason, "spam");
}

TEST_F(GuardRoomAdminTest, MembersAreChecked) {
  prism_rooms_member bob = member();
  bob.account = {};
  expectRefused(readMember(bob), PRISM_ERR_ARGUMENT, "rooms.answer: account is empty");
  bob = member();
  bob.role = 4;
  expectRefused(readMember(bob), PRISM_ERR_ARGUMENT, "rooms.answer: role 4 does not exist");
  bob = member();
  bob.struct_size = 4;
  expectRefused(readMember(bob), PRISM_ERR_ARGUMENT,
                fmt::format("rooms.answer: struct_size is 4, expected at least {}", sizeof bob));
  prism_rooms_answer list = answer();
  list.members_count = 1;
  expectRefused(readAnswer(list, RoomsAnswerContent::kMembers), PRISM_ERR_ARGUMENT,
                "rooms.answer: members is NULL, but has a count of 1");
  list.members_count = 10'001;
  expectRefused(readAnswer(list, RoomsAnswerContent::kMembers), PRISM_ERR_ARGUMENT,
                "rooms.answer: members_count is 10001, at most 10000 are allowed");
  list.members_count = 1;
  expectRefused(readAnswer(list), PRISM_ERR_ARGUMENT,
                "rooms.answer: members are given, which belong to the success of list()");
  list.outcome = PRISM_ROOMS_FAILED;
  expectRefused(readAnswer(list, RoomsAnswerContent::kMembers), PRISM_ERR_ARGUMENT,
                "rooms.answer: members are given, which belong to the success of list()");
}

TEST_F(GuardRoomAdminTest, SettingsAreChecked) {
  EXPECT_EQ(readSettings({"roomname", "max-users_2"}), PRISM_OK);
  ASSERT_EQ(answer_.settings.size(), 2U);
  EXPECT_EQ(answer_.settings[0].name, "roomname");
  EXPECT_EQ(answer_.settings[0].field.label, "The name");
  expectRefused(readSettings({"Room"}), PRISM_ERR_ARGUMENT,
                "rooms.answer: 'Room' is no name of a setting: 1 to 64 of a-z, 0-9, '-' and '_'");
  expectRefused(readSettings({""}), PRISM_ERR_ARGUMENT,
                "rooms.answer: '' is no name of a setting: 1 to 64 of a-z, 0-9, '-' and '_'");
  expectRefused(readSettings({"a", "a"}), PRISM_ERR_ARGUMENT, "rooms.answer: two settings are called a");
  expectRefused(readSettings({"a"}, PRISM_VALUE_NOTE), PRISM_ERR_ARGUMENT, "rooms.answer: a setting cannot be a note");
  expectRefused(readSettings({"a"}, 0), PRISM_ERR_ARGUMENT, "rooms.answer: field is NULL");
  prism_rooms_answer list = answer();
  list.settings_count = 101;
  expectRefused(readAnswer(list, RoomsAnswerContent::kSettings), PRISM_ERR_ARGUMENT,
                "rooms.answer: settings_count is 101, at most 100 are allowed");
  list.settings_count = 1;
  expectRefused(readAnswer(list, RoomsAnswerContent::kMembers), PRISM_ERR_ARGUMENT,
                "rooms.answer: settings are given, which belong to the success of get_settings()");
}

TEST_F(GuardRoomAdminTest, ARoleIsTheFlagOfModerators) {
  prism_participant event = participant();
  event.role = PRISM_ROLE_MODERATOR;
  event.affiliation = PRISM_AFFILIATION_OWNER;
  event.account = PRISM_STR("bob@x.org");
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=1 status=0 "
             "statusmessage=\"\" iconhash=\"\" alias=\"\"");
  event.role = PRISM_ROLE_VISITOR;
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=0 status=0 "
             "statusmessage=\"\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardRoomAdminTest, RolesAndAffiliationsAreChecked) {
  prism_participant event = participant();
  event.role = 4;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT, "participant_changed: role 4 does not exist");
  event.role = PRISM_ROLE_VISITOR;
  event.flags = PRISM_PARTICIPANT_MODERATOR;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                "participant_changed: flags say that it is a moderator, and role says that it is none");
  event = participant();
  event.affiliation = 6;
  expectRefused(guard_.participantChanged(&event), PRISM_ERR_ARGUMENT,
                "participant_changed: affiliation 6 does not exist");
}

TEST_F(GuardRoomAdminTest, TheOwnKickIsARawPresence) {
  guard_.setChatMode(host::ChatMode::kAuto);
  guard_.setJidStyle({"prism.test", true});
  const std::string refusal =
      "PARTICIPANT_CHANGED userName=\"alice\" room=\"tea@net\" nickname=\"me\" flag={} status=5 "
      "statusmessage=\"go away\" iconhash=\"\" alias=\"\"";
  const auto expected = [&refusal](const std::string& item, int code, int flag) {
    // Frame::describe() cuts the text after 200 bytes.
    const std::string stanza =
        "<presence xmlns='jabber:client' type='unavailable' from='tea@net/me' to='alice'>"
        "<x xmlns='http://jabber.org/protocol/muc#user'>" +
        item + fmt::format("<status code='110'/><status code='{}'/></x></presence>", code);
    return Lines{::prism::testing::describe({WrapperMessage::TYPE_RAW_XML, stanza}),
                 "ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"me\" room=\"tea@net\"",
                 fmt::format(fmt::runtime(refusal), flag)};
  };
  prism_participant event = own(PRISM_PARTICIPANT_KICKED);
  event.actor = PRISM_STR("op");
  event.affiliation = PRISM_AFFILIATION_MEMBER;
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames(), expected("<item affiliation='member' role='none'><actor nick='op'/>"
                                   "<reason>go away</reason></item>",
                                   307, 64));
  EXPECT_EQ(alice().findRoom("tea@net"), nullptr);
  event = own(PRISM_PARTICIPANT_BANNED);
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames(), expected("<item affiliation='outcast' role='none'><reason>go away</reason></item>", 301, 8));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardRoomAdminTest, OtherDeparturesAreTyped) {
  guard_.setChatMode(host::ChatMode::kAuto);
  guard_.setJidStyle({"prism.test", true});
  prism_participant event = own(0);
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames()[1],
            "PARTICIPANT_CHANGED userName=\"alice\" room=\"tea@net\" nickname=\"me\" flag=16 status=5 "
            "statusmessage=\"go away\" iconhash=\"\" alias=\"\"")
      << "the user has left";
  event = participant();
  event.flags = PRISM_PARTICIPANT_KICKED;
  event.status = PRISM_STATUS_OFFLINE;
  event.actor = PRISM_STR("boss");
  expectSent(guard_.participantChanged(&event),
             "PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"op\" flag=32 status=5 "
             "statusmessage=\"\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardRoomAdminTest, WhereSpectrumChangesTheNameTheOwnKickIsTyped) {
  guard_.setChatMode(host::ChatMode::kAuto);
  prism_participant event = own(PRISM_PARTICIPANT_KICKED);
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames()[1],
            "PARTICIPANT_CHANGED userName=\"alice\" room=\"tea@net\" nickname=\"me\" flag=48 status=5 "
            "statusmessage=\"go away\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardRoomAdminTest, InTypedModeTheOwnKickIsTyped) {
  prism_participant event = own(PRISM_PARTICIPANT_KICKED);
  EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  EXPECT_EQ(takeFrames()[1],
            "PARTICIPANT_CHANGED userName=\"alice\" room=\"tea@net\" nickname=\"me\" flag=48 status=5 "
            "statusmessage=\"go away\" iconhash=\"\" alias=\"\"");
}

TEST_F(GuardRoomAdminTest, AnEmptySubjectOnlyRemovesOne) {
  prism_subject none = subject();
  none.subject = {};
  EXPECT_EQ(guard_.subjectChanged(&none), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{}) << "Gajim shows a box for it";
  prism_subject tea = subject();
  EXPECT_EQ(guard_.subjectChanged(&tea), PRISM_OK);
  alice().enterRoom("lobby", "me");  // by another client
  EXPECT_EQ(guard_.subjectChanged(&none), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 2U);
  EXPECT_EQ(guard_.subjectChanged(&none), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
}

}  // namespace
}  // namespace prism::tests
