// SPDX-License-Identifier: MIT
// Faulty frames from Spectrum: each is logged once and skipped, and the next one is served.
#include "tests/host/unit/requests_test.h"

#include <functional>

namespace prism::tests {
namespace {

// A frame type with a valid payload for alice, and the same payload without a required field.
struct Case {
  const char* name;
  WrapperMessage::Type type;
  std::string whole;
  std::string lacking;
  std::string no_text;  // with a string that isn't valid UTF-8; empty if the type has no string
};

template <typename Message>
Case caseOf(const char* name, WrapperMessage::Type type, Message message, void (Message::*clear)(),
            const std::function<void(Message*)>& spoil = {}) {
  Case made{name, type, message.SerializeAsString(), "", ""};
  Message lacking = message;
  (lacking.*clear)();
  made.lacking = lacking.SerializePartialAsString();
  if (spoil) {
    spoil(&message);
    made.no_text = message.SerializeAsString();
  }
  return made;
}

constexpr const char* kNoText = "no\x01text";

std::vector<Case> casesForUsers() {
  using pbnetwork::Buddy;
  using pbnetwork::ConversationMessage;
  using pbnetwork::Room;
  using pbnetwork::Status;
  using pbnetwork::VCard;
  const auto name = [](Buddy* buddy) { buddy->set_buddyname(kNoText); };
  const auto alias = [](Buddy* buddy) { buddy->set_alias(kNoText); };
  const auto group = [](Buddy* buddy) { buddy->add_group(kNoText); };
  const auto text = [](ConversationMessage* message) { message->set_message(kNoText); };
  const auto buddy = [](ConversationMessage* message) { message->set_buddyname(kNoText); };
  const auto xhtml = [](ConversationMessage* message) { message->set_xhtml(kNoText); };
  const auto id = [](ConversationMessage* message) { message->set_id(kNoText); };
  const Buddy bob = buddyOf("alice", "bob");
  const ConversationMessage hello = conversationMessage("alice", "bob", "hello");
  const Room lobby = roomOf("alice", "lobby", "me");
  const VCard vcard = vcardRequest("alice", "bob", 1);
  return {
      caseOf<Status>("STATUS_CHANGED", WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_AWAY),
                     &Status::clear_status, [](Status* status) { status->set_statusmessage(kNoText); }),
      caseOf<ConversationMessage>("CONV_MESSAGE", WrapperMessage::TYPE_CONV_MESSAGE, hello,
                                  &ConversationMessage::clear_message, text),
      caseOf<ConversationMessage>("CONV_MESSAGE", WrapperMessage::TYPE_CONV_MESSAGE, hello,
                                  &ConversationMessage::clear_buddyname, buddy),
      caseOf<ConversationMessage>("CONV_MESSAGE", WrapperMessage::TYPE_CONV_MESSAGE, hello,
                                  &ConversationMessage::clear_username, xhtml),
      caseOf<ConversationMessage>("CONV_MESSAGE", WrapperMessage::TYPE_CONV_MESSAGE, hello,
                                  &ConversationMessage::clear_username, id),
      caseOf<ConversationMessage>("ATTENTION", WrapperMessage::TYPE_ATTENTION, hello,
                                  &ConversationMessage::clear_message, text),
      caseOf<ConversationMessage>("ROOM_SUBJECT_CHANGED", WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, hello,
                                  &ConversationMessage::clear_buddyname, text),
      caseOf<Buddy>("BUDDY_TYPING", WrapperMessage::TYPE_BUDDY_TYPING, bob, &Buddy::clear_buddyname, name),
      caseOf<Buddy>("BUDDY_TYPED", WrapperMessage::TYPE_BUDDY_TYPED, bob, &Buddy::clear_username, name),
      caseOf<Buddy>("BUDDY_STOPPED_TYPING", WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, bob, &Buddy::clear_buddyname,
                    name),
      caseOf<Buddy>("BUDDY_CHANGED", WrapperMessage::TYPE_BUDDY_CHANGED, bob, &Buddy::clear_buddyname, alias),
      caseOf<Buddy>("BUDDY_CHANGED", WrapperMessage::TYPE_BUDDY_CHANGED, bob, &Buddy::clear_username, group),
      caseOf<Buddy>("BUDDY_REMOVED", WrapperMessage::TYPE_BUDDY_REMOVED, bob, &Buddy::clear_buddyname, name),
      caseOf<VCard>("VCARD", WrapperMessage::TYPE_VCARD, vcard, &VCard::clear_id,
                    [](VCard* wanted) { wanted->set_fullname(kNoText); }),
      caseOf<Room>("JOIN_ROOM", WrapperMessage::TYPE_JOIN_ROOM, lobby, &Room::clear_nickname,
                   [](Room* room) { room->set_password(kNoText); }),
      caseOf<Room>("LEAVE_ROOM", WrapperMessage::TYPE_LEAVE_ROOM, lobby, &Room::clear_room),
  };
}

TEST_F(RequestsTest, FieldsThatAreMissingCostTheirMessage) {
  connect("alice");
  for (const Case& one : casesForUsers()) {
    expectIgnored(one.type, one.lacking, fmt::format("a {} that lacks a required field is ignored", one.name));
  }
}

TEST_F(RequestsTest, DamageCostsItsMessage) {
  connect("alice");
  for (const Case& one : casesForUsers()) {
    expectIgnored(one.type, "\x0a\x7f", fmt::format("a damaged {} is ignored", one.name));
  }
}

TEST_F(RequestsTest, MessagesForStrangersCostThemselves) {
  for (const Case& one : casesForUsers()) {
    // Spectrum sends these before each LOGIN, too.
    if (one.type == WrapperMessage::TYPE_STATUS_CHANGED || one.type == WrapperMessage::TYPE_VCARD) {
      expectSilence(one.type, one.whole);
    } else {
      expectIgnored(one.type, one.whole, fmt::format("a {} for 'alice', who is not logged in, is ignored", one.name));
    }
  }
}

TEST_F(RequestsTest, ThePluginGetsTextOnly) {
  connect("alice");
  for (const Case& one : casesForUsers()) {
    if (!one.no_text.empty()) {
      expectIgnored(one.type, one.no_text, fmt::format("a {} with characters that are no text is ignored", one.name));
    }
  }
}

TEST_F(RequestsTest, IntactPayloadsAreAccepted) {
  connect("alice");
  std::size_t count = 0;
  for (const Case& one : casesForUsers()) {
    count += handle(one.type, one.whole).size();
  }
  EXPECT_EQ(count, casesForUsers().size() - 1) << "all cases are good but for their fault; one is a repeat";
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RequestsTest, FaultyLoginsAndLogoutsCostThemselves) {
  pbnetwork::Login login = loginOf("alice");
  login.clear_password();
  expectIgnored(WrapperMessage::TYPE_LOGIN, login, "a LOGIN that lacks a required field is ignored");
  login = loginOf("alice");
  login.clear_legacyname();
  expectIgnored(WrapperMessage::TYPE_LOGIN, login, "a LOGIN that lacks a required field is ignored");
  expectIgnored(WrapperMessage::TYPE_LOGIN, std::string("\xff\xff"), "a damaged LOGIN is ignored");
  expectIgnored(WrapperMessage::TYPE_LOGIN, loginOf("al\xFFice"),
                "a LOGIN with characters that are no text is ignored");
  expectIgnored(WrapperMessage::TYPE_LOGOUT, std::string(), "a LOGOUT that lacks a required field is ignored");
  expectIgnored(WrapperMessage::TYPE_LOGOUT, std::string("\xff\xff"), "a damaged LOGOUT is ignored");
}

TEST_F(RequestsTest, FaultyRostersCostThemselves) {
  pbnetwork::Buddies buddies;
  *buddies.add_buddy() = buddyOf("alice", "bob");
  expectSilence(WrapperMessage::TYPE_BUDDIES, buddies);  // Spectrum sends it behind each LOGIN, also a refused one
  buddies.mutable_buddy(0)->clear_buddyname();
  expectIgnored(WrapperMessage::TYPE_BUDDIES, buddies, "a BUDDIES that lacks a required field is ignored");
  expectIgnored(WrapperMessage::TYPE_BUDDIES, std::string("\xff\xff"), "a damaged BUDDIES is ignored");
}

TEST_F(RequestsTest, AStatusThatDoesNotExistIsNone) {
  connect("alice");
  // userName "alice", status 7. A proto2 parser treats an unknown enum value as missing, and this field is required.
  expectIgnored(WrapperMessage::TYPE_STATUS_CHANGED,
                std::string("\x0a\x05"
                            "alice\x18\x07"),
                "a STATUS_CHANGED that lacks a required field is ignored");
}

TEST_F(RequestsTest, AnswersToCommandsThatNobodyHasSent) {
  pbnetwork::BackendConfig answer;
  expectIgnored(WrapperMessage::TYPE_QUERY, answer, "a QUERY that lacks a required field is ignored");
  expectIgnored(WrapperMessage::TYPE_QUERY, std::string("\xff"), "a damaged QUERY is ignored");
  answer.set_config("no\x01text");
  expectIgnored(WrapperMessage::TYPE_QUERY, answer, "a QUERY with characters that are no text is ignored");
  answer.set_config("Online users: 3");
  expectIgnored(WrapperMessage::TYPE_QUERY, answer, "a QUERY that answers no command is ignored");
}

TEST_F(RequestsTest, TypesThatAreNotForABackendAreToldOnce) {
  connect("alice");
  for (const int type : {1, 2, 10, 13, 14, 21, 23, 24, 25, 26, 27, 28, 30, 32, 33}) {
    expectIgnored(type, std::string(), fmt::format("messages of the type {} are ignored", type));
    EXPECT_EQ(handle(type, std::string()), Lines{});
    EXPECT_EQ(log_.take(), Lines{}) << type;
  }
}

TEST_F(RequestsTest, TypesThatNobodyKnowsAreToldOnce) {
  for (const int unknown : {0, 5, 37, -1, 2147483647, -2147483647 - 1}) {
    expectIgnored(unknown, std::string("x"), fmt::format("messages of the unknown type {} are ignored", unknown));
    EXPECT_EQ(handle(unknown, std::string("x")), Lines{});
    EXPECT_EQ(log_.take(), Lines{}) << unknown;
  }
}

// The plugin relies on it.
TEST_F(RequestsTest, RequestsWithAnEmptyNameAreIgnored) {
  connect("alice");
  const auto expectNoName = [this](WrapperMessage::Type type, const auto& payload, const std::string& what) {
    expectIgnored(type, payload, "a " + what + " with an empty name is ignored");
  };
  expectNoName(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "", "hi"), "CONV_MESSAGE");
  expectNoName(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "", "hi"), "ATTENTION");
  expectNoName(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", ""), "BUDDY_TYPING");
  expectNoName(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", ""), "BUDDY_CHANGED");
  expectNoName(WrapperMessage::TYPE_BUDDY_REMOVED, buddyOf("alice", ""), "BUDDY_REMOVED");
  expectNoName(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "", "me"), "JOIN_ROOM");
  expectNoName(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, conversationMessage("alice", "", "hi"),
               "ROOM_SUBJECT_CHANGED");
}

}  // namespace
}  // namespace prism::tests
