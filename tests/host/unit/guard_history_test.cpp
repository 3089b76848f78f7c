// SPDX-License-Identifier: MIT
// The Guard's checks of what a plugin passes to prism/history.h.
#include "tests/host/unit/guard_test.h"

namespace prism::tests {
namespace {

constexpr prism_time kTime = 1'764'504'000'000;

class GuardHistoryTest : public GuardTest {
 protected:
  static prism_history_capabilities capabilities() {
    return {sizeof(prism_history_capabilities), PRISM_CONVERSATION_ROOM, PRISM_HISTORY_CAN_LATEST, 0, 0, 0, {}, {}};
  }
  static prism_history_position position() {
    return {
        sizeof(prism_history_position), PRISM_CONVERSATION_ROOM, kAlice, PRISM_STR("lobby"), {}, PRISM_STR("7"), kTime};
  }
  static prism_message oldMessage() {
    prism_message event = message();
    event.kind = PRISM_CONVERSATION_ROOM;
    event.buddy = PRISM_STR("lobby");
    event.nickname = PRISM_STR("op");
    event.time = kTime;
    return event;
  }

  void expectCapabilitiesRefused(const prism_history_capabilities& told, const std::string& complaint) {
    expectRefused(guard_.checkHistoryCapabilities(&told), PRISM_ERR_ARGUMENT, "history.set_capabilities: " + complaint);
  }
  void expectPositionRefused(const prism_history_position& told, const std::string& complaint,
                             prism_result result = PRISM_ERR_ARGUMENT) {
    expectRefused(guard_.checkHistoryPosition("history.set_position", &told, true), result,
                  "history.set_position: " + complaint);
  }
  // A page with one message, for a request of alice for at most two of the lobby.
  void expectPageRefused(const prism_message* message, const std::string& complaint, std::uint64_t count = 1) {
    const prism_message* const messages[] = {message, message, message};
    prism_history_answer page = answer();
    page.messages = messages;
    page.messages_count = count;
    expectAnswerRefused(page, complaint);
  }
  void expectAnswerRefused(const prism_history_answer& page, const std::string& complaint) {
    expectRefused(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_ERR_ARGUMENT, "history.answer: " + complaint);
  }
  static prism_history_answer answer() {
    prism_history_answer page{};
    page.struct_size = sizeof page;
    page.outcome = PRISM_HISTORY_DONE;
    page.id = 5;
    return page;
  }

  static constexpr host::Guard::HistoryQuestion kQuestion{"alice", {host::ConversationKind::kRoom, "lobby"}, 2};
};

TEST_F(GuardHistoryTest, ChecksCapabilities) {
  prism_history_capabilities told = capabilities();
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  told.user = kAlice;
  told.buddy = PRISM_STR("lobby");
  told.flags |= PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID;
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
  told.user = kMallory;
  expectRefused(guard_.checkHistoryCapabilities(&told), PRISM_ERR_NO_USER,
                "history.set_capabilities: user 'mallory' is not logged in");
  told = capabilities();
  told.kind = 4;
  expectCapabilitiesRefused(told, "kind 4 does not exist");
  told = capabilities();
  told.flags = 1024;
  expectCapabilitiesRefused(told, "flags have the unknown bits 0x400");
  told.flags = PRISM_HISTORY_CAN_AFTER;
  expectCapabilitiesRefused(told, "flags have neither PRISM_HISTORY_BY_ID nor PRISM_HISTORY_BY_TIME");
  told = capabilities();
  told.most_missed = 1001;
  expectCapabilitiesRefused(told, "most_missed is 1001, at most 1000 are allowed");
  told = capabilities();
  told.struct_size = 8;
  expectCapabilitiesRefused(told, fmt::format("struct_size is 8, expected at least {}", sizeof told));
}

TEST_F(GuardHistoryTest, ChecksPositions) {
  prism_history_position told = position();
  EXPECT_EQ(guard_.checkHistoryPosition("history.set_position", &told, true), PRISM_OK);
  told.kind = 0;
  expectPositionRefused(told, "kind 0 does not exist");
  told = position();
  told.nickname = PRISM_STR("op");
  expectPositionRefused(told, "nickname is set, but kind is not PRISM_CONVERSATION_PRIVATE");
  told.kind = PRISM_CONVERSATION_PRIVATE;
  EXPECT_EQ(guard_.checkHistoryPosition("history.set_position", &told, true), PRISM_OK);
  told = position();
  told.time = 1'764'504'000;
  expectPositionRefused(told, "time is 1764504000, which is before 1980: it is in milliseconds");
  told = position();
  told.id = {};
  told.time = 0;
  expectPositionRefused(told, "neither id nor time is given");
  EXPECT_EQ(guard_.checkHistoryPosition("history.catch_up", &told, false), PRISM_OK);
  const std::string long_id(1024, 'x');
  told.id = host::borrowed(long_id);
  expectPositionRefused(told, "id has 1024 bytes, at most 1023 are allowed");
  told = position();
  told.buddy = {};
  expectPositionRefused(told, "buddy is empty");
  told = position();
  told.user = kMallory;
  expectPositionRefused(told, "user 'mallory' is not logged in", PRISM_ERR_NO_USER);
}

TEST_F(GuardHistoryTest, ChecksAnswers) {
  prism_history_answer page = answer();
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK);
  expectRefused(guard_.checkHistoryAnswer(&page, nullptr), PRISM_ERR_ARGUMENT,
                "history.answer: there was no request 5");
  expectRefused(guard_.checkHistoryAnswer(nullptr, nullptr), PRISM_ERR_ARGUMENT,
                "history.answer: the argument is NULL");
  page.outcome = 3;
  expectAnswerRefused(page, "outcome 3 does not exist");
  page = answer();
  page.messages_count = 1;
  expectAnswerRefused(page, "messages is NULL, but has a count of 1");
  page = answer();
  prism_history_point last{sizeof last, 0, {}, 12};
  page.last = &last;
  expectAnswerRefused(page, "last.time is 12, which is before 1980: it is in milliseconds");
  last.struct_size = 3;
  expectAnswerRefused(page, fmt::format("struct_size is 3, expected at least {}", sizeof last));
}

TEST_F(GuardHistoryTest, ChecksTheMessagesOfAPage) {
  prism_message old = oldMessage();
  const prism_message* const messages[] = {&old, &old};
  prism_history_answer page = answer();
  page.messages = messages;
  page.messages_count = 2;
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK);
  expectPageRefused(&old, "messages_count is 3, at most 2 are allowed", 3);
  expectPageRefused(nullptr, "messages[0]: the argument is NULL");
  old.time = 0;
  expectPageRefused(&old, "messages[0].time is 0");
  old = oldMessage();
  old.user = PRISM_STR("bob");
  expectPageRefused(&old, "messages[0].user is 'bob', not that of the request");
  old = oldMessage();
  old.buddy = PRISM_STR("attic");
  expectPageRefused(&old, "messages[0].buddy is 'attic': the message is not of the conversation that was asked for");
  old = oldMessage();
  old.kind = PRISM_CONVERSATION_PRIVATE;
  expectPageRefused(&old, "messages[0].buddy is 'lobby': the message is not of the conversation that was asked for");
  old = oldMessage();
  old.struct_size = 8;
  expectPageRefused(&old, fmt::format("messages[0]: struct_size is 8, expected at least {}", sizeof old));
}

}  // namespace
}  // namespace prism::tests
