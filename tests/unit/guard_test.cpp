#include "host/guard.h"

#include <gtest/gtest.h>

#include "tests/unit/captured_log.h"
#include "tests/unit/wire_frames.h"

namespace prism::host {
namespace {

using namespace std::string_literals;
using pbnetwork::WrapperMessage;
using tests::Sent;
using Lines = std::vector<std::string>;

constexpr std::uint32_t kMaxSize = 1000;

prism_str str(const std::string& text) { return {text.data(), text.size()}; }

class GuardTest : public testing::Test {
 protected:
  GuardTest() { sessions_.open("alice"); }

  std::vector<Sent> sent() { return tests::takeSent(&out_); }

  // The one message that has been sent.
  template <typename Message>
  Message sentOne(WrapperMessage::Type type) {
    const std::vector<Sent> all = sent();
    EXPECT_EQ(all.size(), 1U);
    EXPECT_EQ(all.at(0).type, type);
    return all.at(0).as<Message>();
  }

  // That an event was refused: with this result, this one line, and nothing sent.
  void expectRefused(prism_result result, prism_result expected, const std::string& line) {
    EXPECT_EQ(result, expected);
    EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: " + line});
    EXPECT_TRUE(sent().empty());
  }

  static prism_message message(const std::string& user = "alice") {
    static std::string kept;
    kept = user;
    prism_message message{};
    message.struct_size = sizeof message;
    message.user = str(kept);
    message.buddy = PRISM_STR("bob");
    message.text = PRISM_STR("hello");
    return message;
  }

  static prism_buddy buddy() {
    prism_buddy buddy{};
    buddy.struct_size = sizeof buddy;
    buddy.user = PRISM_STR("alice");
    buddy.buddy = PRISM_STR("bob");
    return buddy;
  }

  tests::CapturedLog log_;
  FaultLog faults_{log_.logger(), "plugin misbehaving: fake: "};
  SessionTable sessions_;
  wire::FrameWriter out_;
  Guard guard_{sessions_, out_, faults_, kMaxSize};
};

TEST_F(GuardTest, SendsConnected) {
  EXPECT_EQ(guard_.connected(PRISM_STR("alice")), PRISM_OK);
  EXPECT_EQ(sentOne<pbnetwork::Connected>(WrapperMessage::TYPE_CONNECTED).user(), "alice");
  EXPECT_TRUE(sessions_.find("alice")->connected);
}

TEST_F(GuardTest, SendsConnectedOnce) {
  guard_.connected(PRISM_STR("alice"));
  sent();
  expectRefused(guard_.connected(PRISM_STR("alice")), PRISM_ERR_STATE, "connected: user 'alice' is connected already");
}

TEST_F(GuardTest, SendsDisconnectedAndEndsTheSession) {
  EXPECT_EQ(guard_.disconnected(PRISM_STR("alice"), PRISM_ERROR_AUTHENTICATION_FAILED, PRISM_STR("wrong")), PRISM_OK);
  const auto disconnected = sentOne<pbnetwork::Disconnected>(WrapperMessage::TYPE_DISCONNECTED);
  EXPECT_EQ(disconnected.user(), "alice");
  EXPECT_EQ(disconnected.error(), 2);
  EXPECT_EQ(disconnected.message(), "wrong");
  EXPECT_EQ(sessions_.find("alice"), nullptr);
  expectRefused(guard_.disconnected(PRISM_STR("alice"), 0, {}), PRISM_ERR_NO_USER,
                "disconnected: user 'alice' is not logged in");
}

TEST_F(GuardTest, AnErrorThatDoesNotExistStillEndsTheSession) {
  EXPECT_EQ(guard_.disconnected(PRISM_STR("alice"), 17, PRISM_STR("why")), PRISM_OK);
  EXPECT_EQ(sentOne<pbnetwork::Disconnected>(WrapperMessage::TYPE_DISCONNECTED).error(), 16);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: disconnected: error 17 does not exist, PRISM_ERROR_OTHER is sent"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(GuardTest, ATextThatIsTooLongDoesNotKeepTheSessionAlive) {
  EXPECT_EQ(guard_.disconnected(PRISM_STR("alice"), 0, str(std::string(kMaxSize, 'x'))), PRISM_ERR_ARGUMENT);
  EXPECT_FALSE(sentOne<pbnetwork::Disconnected>(WrapperMessage::TYPE_DISCONNECTED).has_message());
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(GuardTest, SendsMessages) {
  const prism_message event = message();
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  const auto conversation = sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
  EXPECT_EQ(conversation.username(), "alice");
  EXPECT_EQ(conversation.buddyname(), "bob");
  EXPECT_EQ(conversation.message(), "hello");
  EXPECT_FALSE(conversation.has_id());
  EXPECT_FALSE(conversation.has_timestamp());
}

TEST_F(GuardTest, SendsAcks) {
  EXPECT_EQ(guard_.messageAck(PRISM_STR("alice"), PRISM_STR("bob"), PRISM_STR("42")), PRISM_OK);
  const auto ack = sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE_ACK);
  EXPECT_EQ(ack.username(), "alice");
  EXPECT_EQ(ack.buddyname(), "bob");
  EXPECT_TRUE(ack.has_message());
  EXPECT_EQ(ack.message(), "");
  EXPECT_EQ(ack.id(), "42");
}

TEST_F(GuardTest, NothingIsLeftOfTheEventBefore) {
  guard_.messageAck(PRISM_STR("alice"), PRISM_STR("bob"), PRISM_STR("42"));
  sent();
  const prism_message event = message();
  guard_.message(&event);
  EXPECT_FALSE(sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE).has_id());
  guard_.messageAck(PRISM_STR("alice"), PRISM_STR("bob"), PRISM_STR("43"));
  EXPECT_EQ(sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE_ACK).message(), "");
}

TEST_F(GuardTest, SendsBuddies) {
  const prism_str groups[] = {PRISM_STR("Friends"), PRISM_STR("Work")};
  prism_buddy event = buddy();
  event.status = PRISM_STATUS_DO_NOT_DISTURB;
  event.alias = PRISM_STR("Bob");
  event.groups = groups;
  event.groups_count = 2;
  event.status_text = PRISM_STR("busy");
  event.icon_hash = PRISM_STR("abc");
  event.blocked = 1;
  EXPECT_EQ(guard_.buddyChanged(&event), PRISM_OK);
  const auto sent_buddy = sentOne<pbnetwork::Buddy>(WrapperMessage::TYPE_BUDDY_CHANGED);
  EXPECT_EQ(sent_buddy.username(), "alice");
  EXPECT_EQ(sent_buddy.buddyname(), "bob");
  EXPECT_EQ(sent_buddy.alias(), "Bob");
  EXPECT_EQ(Lines(sent_buddy.group().begin(), sent_buddy.group().end()), (Lines{"Friends", "Work"}));
  EXPECT_EQ(sent_buddy.status(), pbnetwork::STATUS_DND);
  EXPECT_EQ(sent_buddy.statusmessage(), "busy");
  EXPECT_EQ(sent_buddy.iconhash(), "abc");
  EXPECT_TRUE(sent_buddy.blocked());
}

TEST_F(GuardTest, ABuddyOfAnUnknownStatusIsRefused) {
  prism_buddy event = buddy();
  event.status = 7;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: status 7 does not exist");
  event.status = 0xFFFFFFFF;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: status 4294967295 does not exist");
}

TEST_F(GuardTest, ABuddyWithImpossibleGroupsIsRefused) {
  prism_buddy event = buddy();
  event.groups_count = 3;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: groups is NULL, but has a count of 3");
  event.groups_count = 1001;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT,
                "buddy_changed: groups_count is 1001, at most 1000 are allowed");
  const prism_str groups[] = {PRISM_STR("")};
  event = buddy();
  event.groups = groups;
  event.groups_count = 1;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: a group is empty");
  event = buddy();
  event.blocked = 2;
  expectRefused(guard_.buddyChanged(&event), PRISM_ERR_ARGUMENT, "buddy_changed: blocked is 2, neither 0 nor 1");
}

TEST_F(GuardTest, EventsOfStrangersNeverLeave) {
  expectRefused(guard_.connected(PRISM_STR("mallory")), PRISM_ERR_NO_USER,
                "connected: user 'mallory' is not logged in");
  const prism_message event = message("mal\nlory");
  expectRefused(guard_.message(&event), PRISM_ERR_NO_USER, "message: user 'mal\\x0alory' is not logged in");
  expectRefused(guard_.messageAck({}, PRISM_STR("bob"), PRISM_STR("1")), PRISM_ERR_NO_USER,
                "message_ack: user '' is not logged in");
  prism_buddy stranger = buddy();
  stranger.user = PRISM_STR("mallory");
  expectRefused(guard_.buddyChanged(&stranger), PRISM_ERR_NO_USER, "buddy_changed: user 'mallory' is not logged in");
}

TEST_F(GuardTest, EventsAfterLogoutNeverLeave) {
  sessions_.close("alice");
  const prism_message event = message();
  expectRefused(guard_.message(&event), PRISM_ERR_NO_USER, "message: user 'alice' is not logged in");
}

TEST_F(GuardTest, TextBecomesXmlText) {
  prism_message event = message();
  const std::string text = "bell\a, nul\0, latin-1 \xE9"s;
  event.text = str(text);
  event.buddy = PRISM_STR("b\xFFob");
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  const auto conversation = sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
  EXPECT_EQ(conversation.message(), "bell\xEF\xBF\xBD, nul\xEF\xBF\xBD, latin-1 \xEF\xBF\xBD");
  EXPECT_EQ(conversation.buddyname(), "b\xEF\xBF\xBDob");
}

TEST_F(GuardTest, AnEmptyStringIsNeverLookedAt) {
  prism_message event = message();
  event.text = {reinterpret_cast<const char*>(1), 0};
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_EQ(sentOne<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE).message(), "");
}

TEST_F(GuardTest, ImpossibleStringsAreRefused) {
  prism_message event = message();
  event.text = {nullptr, 5};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: text is NULL, but has a size of 5");
  event = message();
  event.buddy = {};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: buddy is empty");
  event = message();
  event.user = {nullptr, 5};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: user is NULL, but has a size of 5");
  expectRefused(guard_.messageAck(PRISM_STR("alice"), PRISM_STR("bob"), {}), PRISM_ERR_ARGUMENT,
                "message_ack: id is empty");
}

TEST_F(GuardTest, TheStringsOfAnEventTogetherHaveALimit) {
  prism_message event = message();  // alice and bob have 8 bytes
  const std::string fits(kMaxSize - 8, 'x');
  event.text = str(fits);
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  sent();
  const std::string too_long(kMaxSize - 7, 'x');
  event.text = str(too_long);
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: text has 993 bytes; together, 1000 are allowed");
  event.text = {too_long.data(), ~std::uint64_t{0}};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: text has 18446744073709551615 bytes; together, 1000 are allowed");
}

TEST_F(GuardTest, TheLimitCountsWhatLeaves) {
  prism_message event = message();
  const std::string grows(400, '\xFF');  // to 1200 bytes
  event.text = str(grows);
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: text has 1200 bytes once it is valid; together, 1000 are allowed");
}

TEST_F(GuardTest, StructsMustBeWhole) {
  prism_message event = message();
  event.struct_size = 8;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: struct_size is 8, expected at least 72");
  expectRefused(guard_.message(nullptr), PRISM_ERR_ARGUMENT, "message: the argument is NULL");
  expectRefused(guard_.buddyChanged(nullptr), PRISM_ERR_ARGUMENT, "buddy_changed: the argument is NULL");
  event.struct_size = sizeof event + 100;
  EXPECT_EQ(guard_.message(&event), PRISM_OK) << "a later ABI's struct";
}

}  // namespace
}  // namespace prism::host
