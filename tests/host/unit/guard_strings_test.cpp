// SPDX-License-Identifier: MIT
// Rules for the arguments of every event: strings, structs, sizes, users.
#include "host/base/quote.h"
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

#include <functional>

namespace prism::tests {
namespace {

using namespace std::string_literals;

constexpr const char* kMended =
    " has bytes that are not UTF-8, or characters that XML does not allow; U+FFFD replaces them";

TEST_F(GuardTest, TextBecomesXmlText) {
  prism_message event = message();
  const std::string text = "bell\a, nul\0, latin-1 \xE9, half \xE2\x82, U+FFFE \xEF\xBF\xBE"s;
  event.text = host::borrowed(text);
  const std::string bad = "\xEF\xBF\xBD";
  expectCorrected(guard_.message(&event),
                  "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"bell" + bad + ", nul" + bad +
                      ", latin-1 " + bad + ", half " + bad + bad + ", U+FFFE " + bad + "\"",
                  std::string("message: text") + kMended);
}

// Spectrum would show such a message as one of the gateway itself.
TEST_F(GuardTest, NamesThatCannotBePartOfAJidAreRefused) {
  const std::string long_name(1100, 'n');
  for (const std::string& name : {std::string("b\xFFob"), std::string("b\tob"), std::string("b\uFFFDob"), long_name}) {
    const std::string shown = host::inQuotes(name);
    const prism_str given = host::borrowed(name);
    const auto expectRefusal = [&](prism_result result, const std::string& what) {
      EXPECT_EQ(result, PRISM_ERR_ARGUMENT) << what;
      EXPECT_EQ(log_.take(),
                Lines{"plugin misbehaving: fake: " + what + " is " + shown + ", which cannot be part of a JID"});
      EXPECT_EQ(takeFrames(), Lines{});
    };
    host::FaultLog faults(log_.logger(), "plugin misbehaving: fake: ");
    host::Guard guard(sessions_, presences_, out_, faults, {10'000, kMaxStanza});
    guard.onFirstFrame();
    prism_message message = GuardTest::message();
    message.buddy = given;
    expectRefusal(guard.message(&message), "message: buddy");
    message = GuardTest::message();
    message.kind = PRISM_CONVERSATION_ROOM;
    message.nickname = given;
    expectRefusal(guard.message(&message), "message: nickname");
    expectRefusal(receipt(guard, kAlice, given, {}, 1), "receipt: buddy");
    expectRefusal(typing(guard, kAlice, PRISM_STR("lobby"), given, PRISM_TYPING_ACTIVE), "typing: nickname");
    expectRefusal(attention(guard, kAlice, given, {}, {}), "attention: buddy");
    expectRefusal(authorizationRequested(guard, kAlice, given), "authorization_requested: buddy");
    expectRefusal(tests::buddyRemoved(guard, kAlice, given), "buddy_removed: buddy");
    expectRefusal(joined(guard, kAlice, PRISM_STR("lobby"), given), "joined: nickname");
    expectRefusal(joinFailed(guard, kAlice, given, PRISM_JOIN_ERROR_OTHER, {}), "join_failed: room");
    prism_buddy buddy = GuardTest::buddy();
    buddy.buddy = given;
    expectRefusal(guard.buddyChanged(&buddy), "buddy_changed: buddy");
    prism_participant participant = GuardTest::participant();
    participant.room = given;
    expectRefusal(guard.participantChanged(&participant), "participant_changed: room");
    participant = GuardTest::participant();
    participant.new_nickname = given;
    expectRefusal(guard.participantChanged(&participant), "participant_changed: new_nickname");
    participant = GuardTest::participant();
    participant.alias = given;
    EXPECT_EQ(guard.participantChanged(&participant), PRISM_ERR_ARGUMENT);
    EXPECT_NE(log_.take(), Lines{});
    prism_subject subject = GuardTest::subject();
    subject.nickname = given;
    expectRefusal(guard.subjectChanged(&subject), "subject_changed: nickname");
    EXPECT_EQ(roomList(guard, {}, {{PRISM_STR("lobby"), {}}, {given, {}}}), PRISM_OK);
    EXPECT_EQ(takeFrames(), Lines{"ROOM_LIST room=\"lobby\" name=\"\""});
    EXPECT_EQ(log_.take(),
              Lines{"plugin misbehaving: fake: room_list: 1 rooms are left out: their names cannot be part of a JID"});
  }
}

TEST_F(GuardTest, AnEmptyStringIsNeverLookedAt) {
  const prism_str garbage{reinterpret_cast<const char*>(1), 0};
  prism_message event = message();
  event.nickname = event.xhtml = event.id = garbage;
  expectSent(guard_.message(&event), "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"");
  event.text = garbage;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: text is empty, and there is neither xhtml nor an attachment");
  event.user = garbage;
  expectRefused(guard_.message(&event), PRISM_ERR_NO_USER, "message: user '' is not logged in");
  expectRefused(typing(guard_, kAlice, garbage, {}, PRISM_TYPING_ACTIVE), PRISM_ERR_ARGUMENT, "typing: buddy is empty");
  expectRefused(guard_.rawXml(garbage), PRISM_ERR_ARGUMENT, "raw_xml: it is not one element");
}

TEST_F(GuardTest, AnEmptyArrayIsNeverLookedAt) {
  prism_message event = message();
  event.attachments = reinterpret_cast<const prism_attachment* const*>(8);
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  prism_buddy contact = buddy();
  contact.groups = reinterpret_cast<const prism_str*>(8);
  EXPECT_EQ(guard_.buddyChanged(&contact), PRISM_OK);
  EXPECT_EQ(tests::roomList(guard_, {}, reinterpret_cast<const prism_room* const*>(8), 0), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardTest, NullWithASizeIsRefused) {
  const prism_str null{nullptr, 5};
  prism_message event = message();
  event.text = null;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: text is NULL, but has a size of 5");
  event = message();
  event.buddy = null;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: buddy is NULL, but has a size of 5");
  event = message();
  event.user = null;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: user is NULL, but has a size of 5");
  event = message();
  event.xhtml = null;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: xhtml is NULL, but has a size of 5");
  event = message();
  event.kind = PRISM_CONVERSATION_ROOM;
  event.nickname = null;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: nickname is NULL, but has a size of 5");
  prism_vcard card = vcard();
  card.photo = {nullptr, 7};
  alice().openVCard("bob", 1);
  expectRefused(guard_.vcard(&card), PRISM_ERR_ARGUMENT, "vcard: photo is NULL, but has a size of 7");
  prism_buddy contact = buddy();
  contact.groups_count = 3;
  expectRefused(guard_.buddyChanged(&contact), PRISM_ERR_ARGUMENT,
                "buddy_changed: groups is NULL, but has a count of 3");
  expectRefused(tests::roomList(guard_, {}, nullptr, 2), PRISM_ERR_ARGUMENT,
                "room_list: rooms is NULL, but has a count of 2");
  expectRefused(guard_.rawXml(null), PRISM_ERR_ARGUMENT, "raw_xml: stanza is NULL, but has a size of 5");
}

TEST_F(GuardTest, TheStringsOfAnEventTogetherHaveALimit) {
  prism_message event = message();  // "alice" and "bob" count 8 bytes
  const std::string fits(kMaxSize - 8, 'x');
  event.text = host::borrowed(fits);
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U);
  const std::string too_long(kMaxSize - 7, 'x');
  event.text = host::borrowed(too_long);
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: text has 993 bytes; together, 1000 are allowed");
  event.text = {too_long.data(), ~std::uint64_t{0}};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: text has 18446744073709551615 bytes; together, 1000 are allowed");
  event.text = host::borrowed(fits);
  event.xhtml = PRISM_STR("<b/>");
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: xhtml has 4 bytes; together, 1000 are allowed");
  prism_vcard card = vcard();
  alice().openVCard("bob", 1);
  card.photo = {too_long.data(), too_long.size()};
  expectRefused(guard_.vcard(&card), PRISM_ERR_ARGUMENT, "vcard: photo has 993 bytes; together, 1000 are allowed");
  const std::string stanza(kMaxSize + 1, 'x');
  expectRefused(guard_.rawXml(host::borrowed(stanza)), PRISM_ERR_ARGUMENT,
                "raw_xml: stanza has 1001 bytes; together, 1000 are allowed");
}

TEST_F(GuardTest, TheLimitCountsWhatLeaves) {
  prism_message event = message();
  const std::string grows(400, '\xFF');  // to 1200 bytes: each invalid byte becomes U+FFFD
  event.text = host::borrowed(grows);
  EXPECT_EQ(guard_.message(&event), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), (Lines{"plugin misbehaving: fake: message: text" + std::string(kMended),
                                "plugin misbehaving: fake: message: text has 1200 bytes once it is valid; together, "
                                "1000 are allowed"}));
}

// Passes the struct of an event as NULL, too small, with reserved fields set, and larger than this ABI's.
template <typename Struct, typename Call>
void expectStructChecked(const std::string& function, Struct event, const Call& call,
                         const std::function<void(prism_result, const std::string&)>& refused) {
  refused(call(static_cast<const Struct*>(nullptr)), function + ": the argument is NULL");
  event.struct_size = sizeof event - 1;
  refused(call(&event),
          fmt::format("{}: struct_size is {}, expected at least {}", function, sizeof event - 1, sizeof event));
  event.struct_size = 0;
  refused(call(&event), fmt::format("{}: struct_size is 0, expected at least {}", function, sizeof event));
  event.struct_size = sizeof event;
  if constexpr (requires { event.reserved; }) {
    event.reserved = 1;
    refused(call(&event), function + ": reserved is 1, must be 0");
    event.reserved = 0;
  }
  event.struct_size = sizeof event + 100;
  EXPECT_EQ(call(&event), PRISM_OK) << function;
}

TEST_F(GuardTest, StructsMustBeWhole) {
  const auto refused = [this](prism_result result, const std::string& line) {
    expectRefused(result, PRISM_ERR_ARGUMENT, line);
    takeFrames();
  };
  expectStructChecked(
      "message", message(), [this](const prism_message* event) { return guard_.message(event); }, refused);
  takeFrames();
  expectStructChecked(
      "buddy_changed", buddy(), [this](const prism_buddy* event) { return guard_.buddyChanged(event); }, refused);
  takeFrames();
  expectStructChecked(
      "participant_changed", participant(),
      [this](const prism_participant* event) { return guard_.participantChanged(event); }, refused);
  takeFrames();
  expectStructChecked(
      "subject_changed", subject(), [this](const prism_subject* event) { return guard_.subjectChanged(event); },
      refused);
  takeFrames();
  alice().openVCard("bob", 1);
  expectStructChecked(
      "vcard", vcard(), [this](const prism_vcard* event) { return guard_.vcard(event); }, refused);
}

class SmallStructsTest : public GuardTest {
 protected:
  template <typename Struct>
  void check(const std::string& function, Struct event, prism_result (host::Guard::*member)(const Struct*)) {
    event.struct_size = sizeof event;
    event.user = kAlice;
    expectStructChecked(
        function, event, [this, member](const Struct* given) { return (guard_.*member)(given); },
        [this](prism_result result, const std::string& line) {
          expectRefused(result, PRISM_ERR_ARGUMENT, line);
          takeFrames();
        });
    takeFrames();
  }
};

TEST_F(SmallStructsTest, OfMessagesMustBeWhole) {
  const prism_request_id id = request("s1");
  constexpr std::uint32_t kKind = PRISM_CONVERSATION_CONTACT;
  check("receipt", prism_receipt{0, kKind, PRISM_RECEIPT_ACCEPTED, 0, id, {}, kBob, {}, {}, {}, 0},
        &host::Guard::receipt);
  check("typing", prism_typing{0, kKind, PRISM_TYPING_PAUSED, 0, {}, kBob, {}}, &host::Guard::typing);
  check("attention", prism_attention{0, kKind, 0, {}, kBob, {}, {}}, &host::Guard::attention);
  check("authorization_requested", prism_authorization{0, 0, {}, kBob}, &host::Guard::authorizationRequested);
}

TEST_F(SmallStructsTest, OfRoomsAndSessionsMustBeWhole) {
  prism_participant self = participant();
  self.nickname = PRISM_STR("me");
  check("joined", self, &host::Guard::joined);
  check("join_failed", prism_join_failed{0, PRISM_JOIN_ERROR_OTHER, {}, PRISM_STR("lobby"), {}},
        &host::Guard::joinFailed);
  check("disconnected", prism_disconnected{0, PRISM_CONNECTION_ERROR_OTHER, {}, {}}, &host::Guard::disconnected);
}

TEST_F(GuardTest, StrangersAreShownOnOneLine) {
  prism_message event = message();
  event.user = PRISM_STR("mal\nlory");
  expectRefused(guard_.message(&event), PRISM_ERR_NO_USER, "message: user 'mal\\x0alory' is not logged in");
  const std::string long_name(200, 'm');
  event.user = host::borrowed(long_name);
  expectRefused(guard_.message(&event), PRISM_ERR_NO_USER,
                "message: user '" + std::string(100, 'm') + "...' is not logged in");
}

TEST_F(GuardTest, NothingLeavesAfterLogout) {
  sessions_.close("alice");
  const std::string gone = ": user 'alice' is not logged in";
  const prism_message hello = message();
  expectRefused(guard_.message(&hello), PRISM_ERR_NO_USER, "message" + gone);
  expectRefused(receipt(guard_, kAlice, kBob, {}, 1), PRISM_ERR_NO_USER, "receipt" + gone);
  expectRefused(attention(guard_, kAlice, kBob, {}, {}), PRISM_ERR_NO_USER, "attention" + gone);
  expectRefused(typing(guard_, kAlice, kBob, {}, PRISM_TYPING_ACTIVE), PRISM_ERR_NO_USER, "typing" + gone);
  const prism_buddy contact = buddy();
  expectRefused(guard_.buddyChanged(&contact), PRISM_ERR_NO_USER, "buddy_changed" + gone);
  expectRefused(tests::buddyRemoved(guard_, kAlice, kBob), PRISM_ERR_NO_USER, "buddy_removed" + gone);
  expectRefused(authorizationRequested(guard_, kAlice, kBob), PRISM_ERR_NO_USER, "authorization_requested" + gone);
  const prism_participant somebody = participant();
  expectRefused(guard_.participantChanged(&somebody), PRISM_ERR_NO_USER, "participant_changed" + gone);
  expectRefused(joined(guard_, kAlice, PRISM_STR("lobby"), PRISM_STR("me")), PRISM_ERR_NO_USER, "joined" + gone);
  expectRefused(joinFailed(guard_, kAlice, PRISM_STR("lobby"), PRISM_JOIN_ERROR_OTHER, {}), PRISM_ERR_NO_USER,
                "join_failed" + gone);
  expectRefused(tests::rosterComplete(guard_, kAlice), PRISM_ERR_NO_USER, "roster_complete" + gone);
  const prism_subject news = subject();
  expectRefused(guard_.subjectChanged(&news), PRISM_ERR_NO_USER, "subject_changed" + gone);
  expectRefused(tests::roomList(guard_, kAlice, nullptr, 0), PRISM_ERR_NO_USER, "room_list" + gone);
  const prism_vcard card = vcard();
  expectRefused(guard_.vcard(&card), PRISM_ERR_NO_USER, "vcard" + gone);
  expectRefused(guard_.rawXml(PRISM_STR("<message to='alice' from='bob'/>")), PRISM_ERR_NO_USER, "raw_xml" + gone);
  expectRefused(disconnected(guard_, kAlice, 0, {}), PRISM_ERR_NO_USER, "disconnected" + gone);
  expectRefused(tests::connected(guard_, kAlice), PRISM_ERR_NO_USER, "connected" + gone);
}

}  // namespace
}  // namespace prism::tests
