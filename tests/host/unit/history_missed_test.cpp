// SPDX-License-Identifier: MIT
// What a user has missed: the positions, and the requests for what is behind them.
#include "tests/host/unit/history_test.h"

#include <functional>

namespace prism::tests {
namespace {

constexpr std::uint32_t kRoom = PRISM_CONVERSATION_ROOM;
constexpr std::uint32_t kContact = PRISM_CONVERSATION_CONTACT;
constexpr std::uint32_t kMissed = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_BY_ID |
                                  PRISM_HISTORY_BY_TIME | PRISM_HISTORY_ASKS_MISSED;
constexpr std::uint32_t kOldestFirst =
    PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_BY_ID | PRISM_HISTORY_BY_TIME | PRISM_HISTORY_ASKS_MISSED;

class HistoryMissedTest : public HistoryTest {
 protected:
  // alice is in the lobby now. Returns what the plugin is asked for.
  Lines join() {
    prism_participant self{};
    self.struct_size = sizeof self;
    self.user = kAlice;
    self.room = PRISM_STR("lobby");
    self.nickname = PRISM_STR("me");
    history_->onJoined(self);
    endTurn();
    return fake_.take();
  }

  // alice is connected. Returns what the plugin is asked for.
  Lines connect() {
    history_->onConnected(kAlice);
    endTurn();
    return fake_.take();
  }

  prism_result setPosition(std::uint32_t kind, const std::string& id, std::int64_t time) {
    const prism_history_position position{
        sizeof position, kind, kAlice, kind == kContact ? PRISM_STR("bob") : PRISM_STR("lobby"), {}, keep(id), time};
    return history_->setPosition(&position);
  }

  prism_result catchUp(std::uint32_t kind, prism_str buddy, const std::string& id = "", std::int64_t time = 0) {
    const prism_history_position position{sizeof position, kind, kAlice, buddy, {}, keep(id), time};
    return history_->catchUp(&position);
  }

  Lines positions() {
    Lines lines;
    const auto visit = [](void* data, const prism_history_position* p) {
      static_cast<Lines*>(data)->push_back(fmt::format("{} {} {} {}@{}", p->kind, host::view(p->buddy),
                                                       host::view(p->nickname), host::view(p->id), p->time - kNow));
    };
    EXPECT_EQ(history_->listPositions(kAlice, visit, &lines), PRISM_OK);
    return lines;
  }

  // From now on, the plugin answers each request for a page within the call, by `answer_`. Requests have the numbers
  // from 1 on.
  void answerAtOnce() {
    fake_.onNextCall("page", [this] {
      answerAtOnce();
      answer_(++answered_);
    });
  }

  std::function<void(prism_request_id)> answer_ = [this](prism_request_id id) {
    answer(id, {}, PRISM_HISTORY_COMPLETE);
  };
  prism_request_id answered_ = 0;
};

TEST_F(HistoryMissedTest, AsksForWhatIsBehindThePositionAfterAJoin) {
  setCapabilities(kRoom, kMissed);
  EXPECT_EQ(join(), Lines{}) << "there is no position yet";
  hear(kRoom, "7", kNow - 9000);
  EXPECT_EQ(positions(), Lines{"2 lobby  7@-9000"}) << "without the author's nickname";
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=100 after=7@{}", kNow - 9000)});
  EXPECT_EQ(answer(1, {message(kRoom, "8", kNow - 8000), message(kRoom, "9", kNow - 7000)}, PRISM_HISTORY_COMPLETE),
            PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"8 [20251130T115952]", "9 [20251130T115953]"}));
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=100 after=9@{}", kNow - 7000)});
}

TEST_F(HistoryMissedTest, AsksForContactsAfterTheLoginNewestFirst) {
  setCapabilities(kContact, kMissed);
  setCapabilities(kRoom, kMissed);
  hear(kContact, "1", kNow - 9000);
  hear(kRoom, "2", kNow - 8000);
  prism_message carol = message(kContact, "3", kNow - 7000);
  carol.buddy = PRISM_STR("carol");
  history_->onMessage(carol);
  logInAgain();
  EXPECT_EQ(connect(), (Lines{fmt::format("page 1 alice carol kind=1 part=1 limit=100 after=3@{}", kNow - 7000),
                              fmt::format("page 2 alice bob kind=1 part=1 limit=100 after=1@{}", kNow - 9000)}));
}

TEST_F(HistoryMissedTest, NothingIsAskedForInTheFunctionOfThePlugin) {
  setCapabilities(kContact, kMissed);
  hear(kContact, "1", kNow - 9000);
  logInAgain();
  history_->onConnected(kAlice);
  EXPECT_EQ(fake_.take(), Lines{});
  endTurn();
  EXPECT_EQ(fake_.take().size(), 1U);
}

TEST_F(HistoryMissedTest, AsksForNothingUnlessThePluginSaysSo) {
  setCapabilities(kRoom, kMissed & ~PRISM_HISTORY_ASKS_MISSED);
  hear(kRoom, "7", kNow - 9000);
  logInAgain();
  EXPECT_EQ(join(), Lines{});
  EXPECT_EQ(positions(), Lines{}) << "nor are there positions";
}

TEST_F(HistoryMissedTest, TheFirstTimeInARoomIsAskedForOnRequest) {
  setCapabilities(kRoom, kMissed | PRISM_HISTORY_ASKS_FIRST, 0, 5);
  EXPECT_EQ(join(), Lines{"page 1 alice lobby kind=2 part=1 limit=5"});
  answer(1, {message(kRoom, "8", kNow - 8000)});
  EXPECT_EQ(takeTexts(), Lines{"8 [20251130T115952]"}) << "without a word about more messages";
}

TEST_F(HistoryMissedTest, NoMessageIsSentTwice) {
  setCapabilities(kRoom, kMissed);
  hear(kRoom, "6", kNow - 9500);
  hear(kRoom, "7", kNow - 9000);
  logInAgain();
  join();
  hear(kRoom, "", kNow - 10);
  hear(kRoom, "9", 0);
  answer(1, {message(kRoom, "6", kNow - 9500), message(kRoom, "7", kNow - 9000), message(kRoom, "8", kNow - 8000),
             message(kRoom, "9", kNow - 20), message(kRoom, "", kNow - 10)});
  EXPECT_EQ(takeTexts(), (Lines{"8 [20251130T115952]",
                                "You have missed more messages than these. /history shows the "
                                "latest."}));
}

TEST_F(HistoryMissedTest, AMessageThatTheUserHasSentIsKnown) {
  setCapabilities(kRoom, kMissed);
  hear(kRoom, "7", kNow - 9000);
  prism_receipt receipt{};
  receipt.struct_size = sizeof receipt;
  receipt.user = kAlice;
  receipt.kind = kRoom;
  receipt.buddy = PRISM_STR("lobby");
  receipt.state = PRISM_RECEIPT_ACCEPTED;
  receipt.network_id = PRISM_STR("8");
  history_->onReceipt(receipt);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=100 after=8@{}", kNow)});
  answer(1, {message(kRoom, "8", kNow - 8000)}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), Lines{});
}

TEST_F(HistoryMissedTest, AfterAFailureTheSameIsAskedForAgain) {
  setCapabilities(kRoom, kMissed);
  hear(kRoom, "7", kNow - 9000);
  logInAgain();
  join();
  hear(kRoom, "9", kNow - 1000);
  fail(1, PRISM_STR("the archive is away"));
  EXPECT_EQ(takeTexts(), Lines{}) << "the user has not asked for it";
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=100 after=7@{}", kNow - 9000)});
  answer(2, {message(kRoom, "8", kNow - 8000), message(kRoom, "9", kNow - 1000)}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), Lines{"8 [20251130T115952]"}) << "9 was there in the last session";
}

TEST_F(HistoryMissedTest, OldestFirstGoesOnUntilItIsComplete) {
  setCapabilities(kRoom, kOldestFirst, 2, 3);
  hear(kRoom, "1", kNow - 9000);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=2 limit=2 after=1@{}", kNow - 9000)});
  answer(1, {message(kRoom, "2", kNow - 8000), message(kRoom, "3", kNow - 7000)});
  EXPECT_EQ(fake_.take(), Lines{}) << "not within answer()";
  endTurn();
  EXPECT_EQ(fake_.take(), Lines{fmt::format("page 2 alice lobby kind=2 part=2 limit=1 after=3@{}", kNow - 7000)});
  answer(2, {message(kRoom, "4", kNow - 6000)});
  EXPECT_EQ(fake_.take(), Lines{}) << "3 messages are enough";
  EXPECT_EQ(takeTexts(), (Lines{"2 [20251130T115952]", "3 [20251130T115953]", "4 [20251130T115954]",
                                "You have missed more messages than these."}));
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 3 alice lobby kind=2 part=2 limit=2 after=4@{}", kNow - 6000)});
  answer(3, {message(kRoom, "5", kNow - 5000)}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), Lines{"5 [20251130T115955]"});
}

TEST_F(HistoryMissedTest, ASessionThatEndsBetweenPagesGoesOnBehindTheLastOne) {
  setCapabilities(kRoom, kOldestFirst, 2);
  hear(kRoom, "1", kNow - 9000);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=2 limit=2 after=1@{}", kNow - 9000)});
  answer(1, {message(kRoom, "2", kNow - 8000), message(kRoom, "3", kNow - 7000)});
  EXPECT_EQ(takeTexts(), (Lines{"2 [20251130T115952]", "3 [20251130T115953]"}));
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 2 alice lobby kind=2 part=2 limit=2 after=3@{}", kNow - 7000)});
}

TEST_F(HistoryMissedTest, AnArchiveWithoutAnEndIsLeft) {
  setCapabilities(kRoom, kOldestFirst, 1);
  hear(kRoom, "1", kNow - 9000);
  logInAgain();
  join();
  prism_request_id id = 0;
  const prism_history_point last{sizeof last, 0, PRISM_STR("1"), kNow - 9000};
  while (id < 1000) {
    prism_history_answer page{};
    page.struct_size = sizeof page;
    page.outcome = PRISM_HISTORY_DONE;
    page.id = ++id;
    page.last = &last;
    EXPECT_EQ(history_->answer(&page), PRISM_OK);
    endTurn();
    if (fake_.take().empty()) {
      break;
    }
  }
  EXPECT_EQ(id, 20U);
  EXPECT_EQ(takeTexts(), Lines{});
}

TEST_F(HistoryMissedTest, AGuessedTimeIsAskedForWithAMargin) {
  setCapabilities(kRoom, kMissed & ~PRISM_HISTORY_BY_ID);
  hear(kRoom, "", 0);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=100 after=@{}", kNow - 30'000)});
  fail(1);
  setPosition(kRoom, "", kNow - 5000);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=100 after=@{}", kNow - 30'000)})
      << "what came after the hold does not count until it is asked for";
}

TEST_F(HistoryMissedTest, AnExactTimeIsAskedForFromThere) {
  setCapabilities(kRoom, kMissed & ~PRISM_HISTORY_BY_ID);
  hear(kRoom, "", 0);
  EXPECT_EQ(setPosition(kRoom, "", kNow - 5000), PRISM_OK);
  logInAgain();
  EXPECT_EQ(join(), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=100 after=@{}", kNow - 5001)});
}

TEST_F(HistoryMissedTest, AFewConversationsAtATime) {
  setCapabilities(kContact, kMissed);
  for (const char* const name : {"a", "b", "c", "d", "e", "f"}) {
    EXPECT_EQ(catchUp(kContact, host::borrowed(kept_.emplace_back(name)), "1"), PRISM_OK);
  }
  endTurn();
  EXPECT_EQ(fake_.take().size(), 4U);
  answer(2, {}, PRISM_HISTORY_COMPLETE);
  endTurn();
  EXPECT_EQ(fake_.take(), Lines{"page 5 alice e kind=1 part=1 limit=100 after=1@0"});
  EXPECT_EQ(catchUp(kContact, PRISM_STR("f")), PRISM_OK) << "it waits already";
  fail(1);
  endTurn();
  EXPECT_EQ(fake_.take(), Lines{"page 6 alice f kind=1 part=1 limit=100 after=1@0"});
}

TEST_F(HistoryMissedTest, APluginThatAnswersAtOnceIsAskedForAFewPagesATurn) {
  setCapabilities(kContact, kMissed);
  answerAtOnce();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(catchUp(kContact, keep(fmt::format("bob{}", i)), "1"), PRISM_OK);
  }
  std::vector<std::size_t> pages;
  for (int i = 0; i < 4; ++i) {
    const std::size_t timers = timers_.size();
    endTurn();
    pages.push_back(fake_.take().size());
    EXPECT_EQ(timers_.size() > timers, i < 2) << "the next turn comes at once while there is something to ask for";
    runTimers();
  }
  EXPECT_EQ(pages, (std::vector<std::size_t>{4, 4, 2, 0}));
}

TEST_F(HistoryMissedTest, CongestionPausesThePagesAndNotThePositions) {
  setCapabilities(kContact, kMissed);
  setCapabilities(kRoom, kMissed);
  EXPECT_EQ(catchUp(kContact, kBob, "1"), PRISM_OK);
  hear(kRoom, "7", kNow - 9000);
  const std::size_t timers = timers_.size();
  endTurn(true);
  EXPECT_EQ(fake_.take(), Lines{});
  EXPECT_EQ(timers_.size(), timers) << "no turn of the loop follows at once";
  std::optional<std::string> stored;
  storage_.get("alice", "history", &stored);
  EXPECT_NE(stored.value_or("").find("lobby"), std::string::npos);
  history_->wake();
  EXPECT_EQ(timers_.size(), timers + 1);
  runTimers();
  endTurn();
  EXPECT_EQ(fake_.take(), Lines{"page 1 alice bob kind=1 part=1 limit=100 after=1@0"});
  history_->wake();
  EXPECT_EQ(timers_.size(), timers + 1) << "that of the request, since nothing else is to be asked for";
}

TEST_F(HistoryMissedTest, AFullOutputEndsATurn) {
  setCapabilities(kContact, kMissed);
  fake_.onNextCall("page", [this] { output_is_full_ = true; });
  for (const char* const name : {"a", "b"}) {
    EXPECT_EQ(catchUp(kContact, host::borrowed(kept_.emplace_back(name)), "1"), PRISM_OK);
  }
  endTurn();
  EXPECT_EQ(fake_.take().size(), 1U);
  const std::size_t timers = timers_.size();
  endTurn();
  EXPECT_EQ(fake_.take().size(), 0U);
  EXPECT_EQ(timers_.size(), timers) << "the next turn comes at once, for the case that all is sent now";
  output_is_full_ = false;
  endTurn();
  EXPECT_EQ(fake_.take().size(), 1U);
}

TEST_F(HistoryMissedTest, SlowAnswersEndATurn) {
  setCapabilities(kContact, kMissed);
  history_->setTurn(std::chrono::milliseconds(0));
  for (const char* const name : {"a", "b"}) {
    EXPECT_EQ(catchUp(kContact, host::borrowed(kept_.emplace_back(name)), "1"), PRISM_OK);
  }
  endTurn();
  EXPECT_EQ(fake_.take().size(), 1U);
  endTurn();
  EXPECT_EQ(fake_.take().size(), 1U);
}

TEST_F(HistoryMissedTest, PagesOfOneConversationAreSpreadOverTurns) {
  setCapabilities(kRoom, kOldestFirst, 1);
  hear(kRoom, "1", kNow - 9000);
  logInAgain();
  answer_ = [this](prism_request_id id) {
    answer(id, {message(kRoom, fmt::format("m{}", id), kNow - 8000 + static_cast<std::int64_t>(id))});
  };
  answerAtOnce();
  EXPECT_EQ(join().size(), 1U);
  EXPECT_EQ(takeTexts().size(), 1U);
  endTurn();
  EXPECT_EQ(takeTexts().size(), 4U);
  endTurn();
  EXPECT_EQ(takeTexts().size(), 4U);
}

TEST_F(HistoryMissedTest, UsersTakeTurns) {
  sessions_.open("zoe");
  storage_.onLogin("zoe");
  history_->onLogin("zoe");
  setCapabilities(kContact, kMissed);
  answerAtOnce();
  for (int i = 0; i < 10; ++i) {
    catchUp(kContact, keep(fmt::format("bob{}", i)), "1");
  }
  const prism_history_position hers{sizeof hers, kContact, PRISM_STR("zoe"), PRISM_STR("carol"), {}, PRISM_STR("1"), 0};
  EXPECT_EQ(history_->catchUp(&hers), PRISM_OK);
  endTurn();
  EXPECT_EQ(fake_.take().size(), 4U) << "alice's";
  endTurn();
  EXPECT_EQ(fake_.take().front(), "page 5 zoe carol kind=1 part=1 limit=100 after=1@0");
}

// Each user is asked for once, four users a turn, and no turn is in vain.
TEST_F(HistoryMissedTest, ManyUsersTakeTurns) {
  setCapabilities(kContact, kMissed);
  answerAtOnce();
  Lines wanted;
  for (int i = 0; i < 100; ++i) {
    const std::string user = fmt::format("user{:02}", i);
    sessions_.open(user);
    storage_.onLogin(user);
    history_->onLogin(user);
    const prism_history_position of_user{sizeof of_user, kContact, keep(user), kBob, {}, PRISM_STR("1"), 0};
    EXPECT_EQ(history_->catchUp(&of_user), PRISM_OK);
    wanted.push_back(fmt::format("page {} {} bob kind=1 part=1 limit=100 after=1@0", i + 1, user));
  }
  const std::size_t others = timers_.size();
  Lines asked;
  for (int turn = 0; turn < 25; ++turn) {
    EXPECT_EQ(asked.size(), static_cast<std::size_t>(turn * 4));
    endTurn();
    for (const std::string& line : fake_.take()) {
      asked.push_back(line);
    }
    EXPECT_EQ(timers_.size(), others + (turn < 24 ? 1 : 0)) << turn;
    runTimers();
  }
  EXPECT_EQ(asked, wanted);
}

TEST_F(HistoryMissedTest, APageThatIsTooLargeIsTold) {
  setCapabilities(kRoom, kMissed);
  hear(kRoom, "7", kNow - 9000);
  logInAgain();
  join();
  prism_message large = message(kRoom, "8", kNow - 8000);
  large.text = keep(std::string(kMaxSize, 'x'));
  EXPECT_EQ(answer(1, {large}), PRISM_ERR_LIMIT);
  EXPECT_EQ(takeTexts(), Lines{"You have missed messages here, which are too large to be shown together. /history 5 "
                               "shows a few."});
  EXPECT_EQ(held_back_, 0);
  logInAgain();
  EXPECT_EQ(join().size(), 1U) << "the next occasion is another try";
  answer(2, {message(kRoom, "8", kNow - 8000)});
  EXPECT_EQ(held_back_, 1);
}

TEST_F(HistoryMissedTest, ThePluginAsksWithoutAPosition) {
  setCapabilities(kRoom, kMissed & ~PRISM_HISTORY_ASKS_MISSED);
  EXPECT_EQ(catchUp(kRoom, PRISM_STR("lobby")), PRISM_OK);
  endTurn();
  EXPECT_EQ(fake_.take(), Lines{"page 1 alice lobby kind=2 part=1 limit=100"});
  answer(1, {message(kRoom, "8", kNow - 8000)});
  EXPECT_EQ(takeTexts(), Lines{"8 [20251130T115952]"});
  EXPECT_EQ(catchUp(kContact, kBob), PRISM_ERR_UNSUPPORTED);
  setCapabilities(kContact, PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID);
  EXPECT_EQ(catchUp(kContact, kBob), PRISM_ERR_UNSUPPORTED);
  EXPECT_EQ(log_.take(), Lines{}) << "this is no fault";
  const std::string why = "history.catch_up: the capabilities of this conversation allow no page after its position";
  EXPECT_EQ(host_log_.take(), (Lines{why, why}));
}

TEST_F(HistoryMissedTest, WhatTheUserWasSentIsDroppedWithALine) {
  setCapabilities(kRoom, kMissed);
  hear(kRoom, "7", kNow - 9000);
  EXPECT_EQ(catchUp(kRoom, PRISM_STR("lobby")), PRISM_OK);
  endTurn();
  fake_.take();
  hear(kRoom, "8", kNow - 1000);
  answer(1, {message(kRoom, "6", kNow - 9500), message(kRoom, "7", kNow - 9000), message(kRoom, "8", kNow - 1000)});
  EXPECT_EQ(takeTexts(), Lines{});
  EXPECT_EQ(host_log_.take(),
            (Lines{"history.answer: 2 of 3 entries are outside of the bounds of the request, and left out",
                   "history.answer: 1 of 3 entries were sent to the user before, and are left out"}));
}

TEST_F(HistoryMissedTest, TooManyConversationsAreRefused) {
  setCapabilities(kContact, kMissed);
  prism_result result = PRISM_OK;
  for (int i = 0; i <= 500; ++i) {
    ASSERT_EQ(result, PRISM_OK) << i;
    result = catchUp(kContact, keep(fmt::format("bob{}", i)));
  }
  EXPECT_EQ(result, PRISM_ERR_LIMIT);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: history.catch_up: 500 conversations of the user wait already"});
}

TEST_F(HistoryMissedTest, PositionsAreListedAndMoveForward) {
  setCapabilities(kRoom, PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_KEEPS_POSITION);
  EXPECT_EQ(setPosition(kContact, "1", kNow), PRISM_ERR_UNSUPPORTED);
  EXPECT_EQ(setPosition(kRoom, "7", kNow - 9000), PRISM_OK);
  EXPECT_EQ(setPosition(kRoom, "6", kNow - 9500), PRISM_OK);
  EXPECT_EQ(setPosition(kRoom, "9", 0), PRISM_ERR_ARGUMENT) << "it cannot be compared";
  EXPECT_EQ(positions(), Lines{"2 lobby  7@-9000"});
  logInAgain();
  EXPECT_EQ(positions(), Lines{"2 lobby  7@-9000"});
  EXPECT_EQ(join(), Lines{}) << "they are kept for the plugin's own use";
}

TEST_F(HistoryMissedTest, APositionMayEndTheSessionWhileItIsListed) {
  setCapabilities(kRoom, kMissed);
  setCapabilities(kContact, kMissed);
  hear(kRoom, "7", kNow - 9000);
  hear(kContact, "8", kNow - 9000);
  const auto visit = [](void* data, const prism_history_position* position) {
    auto* guard = static_cast<host::Guard*>(data);
    EXPECT_EQ(host::view(position->user), "alice");
    disconnected(*guard, kAlice, PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
  };
  EXPECT_EQ(history_->listPositions(kAlice, visit, &guard_), PRISM_OK);
  EXPECT_EQ(log_.take().size(), 1U) << "the second one meets no session";
}

TEST_F(HistoryMissedTest, StoredPositionsOfAnotherFormatStayAsTheyAre) {
  storage_.change("alice", "history", "2\nof a later version");
  logInAgain();
  setCapabilities(kRoom, kMissed);
  EXPECT_EQ(join(), Lines{});
  EXPECT_EQ(positions(), Lines{});
}

}  // namespace
}  // namespace prism::tests
