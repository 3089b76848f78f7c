// SPDX-License-Identifier: MIT
// The command /history: the pages that it asks for, and what the user sees of the answers.
#include "tests/host/unit/history_test.h"

#include <stdexcept>

namespace prism::tests {
namespace {

constexpr std::uint32_t kRoom = PRISM_CONVERSATION_ROOM;
constexpr std::uint32_t kContact = PRISM_CONVERSATION_CONTACT;
constexpr std::uint32_t kBack = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID;
constexpr std::uint32_t kByTime = PRISM_HISTORY_BY_TIME;
constexpr char kMore[] = "/history before shows the messages before these.";
constexpr char kBegin[] = "There are no earlier messages.";

using HistoryCommandTest = HistoryTest;

TEST_F(HistoryCommandTest, ShowsTheLatestMessagesWithTheirTimes) {
  setCapabilities(kRoom, kBack);
  EXPECT_EQ(type(""), Lines{"page 1 alice lobby kind=2 part=1 limit=20"});
  EXPECT_EQ(takeTexts(), Lines{});
  EXPECT_EQ(answer(1, {message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow - 5'000)}), PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115900]", "8 [20251130T115955]", kMore}));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(HistoryCommandTest, BackPressureIsAppliedAfterEachMessage) {
  setCapabilities(kRoom, kBack);
  type("");
  answer(1, {message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow - 5'000)});
  EXPECT_EQ(held_back_, 2);
}

TEST_F(HistoryCommandTest, APageThatIsTooLargeIsRefused) {
  setCapabilities(kRoom, kBack);
  type("");
  prism_message large = message(kRoom, "7", kNow - 60'000);
  large.text = keep(std::string(kMaxSize, 'x'));
  EXPECT_EQ(answer(1, {large}), PRISM_ERR_LIMIT);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: history.answer: the strings of the entries have more than 1000 bytes"});
  EXPECT_EQ(takeTexts(),
            Lines{"These messages are too large to be shown together. Ask for fewer of them, such as /history 5."});
  EXPECT_EQ(answer(1, {}), PRISM_ERR_ENDED);
}

TEST_F(HistoryCommandTest, GoesBackPageByPage) {
  setCapabilities(kRoom, kBack, 50);
  type("2");
  answer(1, {message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow - 5'000)});
  takeFrames();
  EXPECT_EQ(type("before 1000"),
            Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=50 before=7@{}", kNow - 60'000)});
  answer(2, {message(kRoom, "6", kNow - 90'000)}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), (Lines{"6 [20251130T115830]", kBegin}));
  EXPECT_EQ(type("before"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{kBegin});
  EXPECT_EQ(type(""), Lines{"page 3 alice lobby kind=2 part=1 limit=20"}) << "from the end again";
}

TEST_F(HistoryCommandTest, WorksInEachKindOfConversation) {
  setCapabilities(kContact, PRISM_HISTORY_CAN_LATEST);
  setCapabilities(PRISM_CONVERSATION_PRIVATE, PRISM_HISTORY_CAN_LATEST);
  EXPECT_EQ(type("", kContact), Lines{"page 1 alice bob kind=1 part=1 limit=20"});
  EXPECT_EQ(type("", PRISM_CONVERSATION_PRIVATE), Lines{"page 2 alice lobby nickname=op kind=3 part=1 limit=20"});
  EXPECT_EQ(type(""), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network has no old messages of this conversation."});
  answer(1, {message(kContact, "", kNow - 1000)});
  answer(2, {message(PRISM_CONVERSATION_PRIVATE, "", kNow - 2000)});
  EXPECT_EQ(takeTexts(), (Lines{"-1000 [20251130T115959]", kMore, "-2000 [20251130T115958]", kMore}));
}

TEST_F(HistoryCommandTest, AnEmptyPageMayHaveEnds) {
  setCapabilities(kRoom, kBack);
  type("");
  const prism_history_point first{sizeof first, 0, PRISM_STR("3"), kNow - 7000};
  prism_history_answer page{};
  page.struct_size = sizeof page;
  page.outcome = PRISM_HISTORY_DONE;
  page.id = 1;
  page.first = &first;
  EXPECT_EQ(history_->answer(&page), PRISM_OK);
  EXPECT_EQ(takeTexts(), Lines{"There are no messages here. /history before goes further back."});
  EXPECT_EQ(type("before"), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=20 before=3@{}", kNow - 7000)});
  answer(2, {});
  EXPECT_EQ(takeTexts(), Lines{kBegin});
}

TEST_F(HistoryCommandTest, SaysThatThereIsNothing) {
  setCapabilities(kRoom, kBack);
  type("");
  answer(1, {}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), Lines{"There are no messages."});
}

TEST_F(HistoryCommandTest, AsksForTheMessagesSinceATime) {
  setCapabilities(kRoom, kBack | kByTime | PRISM_HISTORY_CAN_LATEST_AFTER);
  EXPECT_EQ(type("1m"), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=100 after=@{}", kNow - 60'000)});
  answer(1, {message(kRoom, "8", kNow - 5'000)}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), (Lines{"8 [20251130T115955]", "These are all."}));
  EXPECT_EQ(type("before"), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=20 before=8@{}", kNow - 5'000)})
      << "there are earlier ones";
  type("since 1m");
  answer(3, {}, PRISM_HISTORY_COMPLETE);
  EXPECT_EQ(takeTexts(), Lines{"There are no messages."});
  EXPECT_EQ(type("before"), Lines{fmt::format("page 4 alice lobby kind=2 part=1 limit=20 before=@{}", kNow - 60'000)});
}

TEST_F(HistoryCommandTest, LeavesOutWhatIsBeforeTheTimeWhereTheNetworkCannot) {
  setCapabilities(kRoom, kBack);
  EXPECT_EQ(type("1m"), Lines{"page 1 alice lobby kind=2 part=1 limit=100"});
  answer(1,
         {message(kRoom, "6", kNow - 90'000), message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow - 5'000)});
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115900]", "8 [20251130T115955]", "These are all."}));
  EXPECT_EQ(type("before"), Lines{fmt::format("page 2 alice lobby kind=2 part=1 limit=20 before=7@{}", kNow - 60'000)});
}

TEST_F(HistoryCommandTest, ShowsTheOldestSinceATimeWhereThereIsNoOtherWay) {
  setCapabilities(kRoom, PRISM_HISTORY_CAN_AFTER | kByTime);
  EXPECT_EQ(type("1m"), Lines{fmt::format("page 1 alice lobby kind=2 part=2 limit=100 after=@{}", kNow - 60'000)});
  answer(1, {message(kRoom, "7", kNow - 30'000)});
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115930]", "There are more messages after these."}));
  EXPECT_EQ(type(""), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network cannot show the latest messages."});
}

TEST_F(HistoryCommandTest, AsksForWhatIsBeforeNowIfThereIsNoLatestPage) {
  setCapabilities(kRoom, PRISM_HISTORY_CAN_BEFORE | kByTime);
  EXPECT_EQ(type("5"), Lines{fmt::format("page 1 alice lobby kind=2 part=1 limit=5 before=@{}", kNow)});
  setCapabilities(kRoom, PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID);
  EXPECT_EQ(type("5"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network cannot show the latest messages."});
}

TEST_F(HistoryCommandTest, AsksForTheMessagesAroundATime) {
  setCapabilities(kRoom, PRISM_HISTORY_CAN_AROUND | kByTime);
  EXPECT_EQ(type("around 2025-11-29"), Lines{"page 1 alice lobby kind=2 part=3 limit=20 around=@1764374400000"});
  answer(1, {message(kRoom, "7", 1'764'374'400'000)});
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251129T000000]", kMore}));
  setCapabilities(kRoom, kBack | kByTime);
  type("around 1h");
  EXPECT_EQ(takeTexts(), Lines{"This network cannot show the messages around a time."});
}

TEST_F(HistoryCommandTest, WithoutAPageTheCapabilitiesAreAFaultAndTheCommandIsTheHosts) {
  prism_plugin functions = fake_.functions();
  functions.get_extension = nullptr;
  host::Plugin plugin(functions, boundary_);
  history_.emplace(sessions_, guard_, commands_, storage_, timers_, host_log_.logger());
  history_->start();
  setCapabilities(PRISM_CONVERSATION_ROOM, PRISM_HISTORY_KEEPS_POSITION);
  plugin.create(nullptr);
  history_->attach(plugin);
  recordLogin();
  EXPECT_EQ(log_.take(), Lines{}) << "positions need no function";
  setCapabilities(PRISM_CONVERSATION_ROOM, PRISM_HISTORY_CAN_LATEST);
  setCapabilities(PRISM_CONVERSATION_ROOM, PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_TIME);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: history.set_capabilities: flags have PRISM_HISTORY_CAN_... or "
                  "PRISM_HISTORY_ASKS_MISSED, but the plugin has no table prism.history/1 (get_extension) with page"});
  EXPECT_EQ(type(""), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network has no old messages of this conversation."});
}

TEST_F(HistoryCommandTest, SaysHowItIsUsed) {
  setCapabilities(kRoom, kBack);
  EXPECT_EQ(type("yesterday"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"It goes like this: /history, /history COUNT, /history AGE (such as 2h), /history DATE "
                               "(such as 2026-11-30), /history around DATE, or /history before"});
  setCapabilities(kRoom, PRISM_HISTORY_CAN_LATEST);
  type("");
  answer(1, {message(kRoom, "7", kNow)});
  takeFrames();
  EXPECT_EQ(type("before"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network cannot show earlier messages."});
}

TEST_F(HistoryCommandTest, TellsWhyItHasFailed) {
  setCapabilities(kRoom, kBack);
  type("");
  type("");
  EXPECT_EQ(fail(2, PRISM_STR("You are not a member.")), PRISM_OK);
  EXPECT_EQ(fail(1), PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"You are not a member.", "/history has failed."}));
  EXPECT_EQ(fail(1), PRISM_ERR_ENDED) << "answered already";
  fake_.onNextCall("page", [] { throw std::runtime_error("no"); });
  type("");
  EXPECT_EQ(takeTexts(), Lines{"/history has failed because of a fault in the gateway."});
  EXPECT_EQ(fail(3), PRISM_ERR_ENDED);
}

TEST_F(HistoryCommandTest, ThePluginMayAnswerAtOnce) {
  setCapabilities(kRoom, kBack);
  fake_.onNextCall("page", [this] { answer(1, {message(kRoom, "7", kNow)}); });
  type("");
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T120000]", kMore}));
}

TEST_F(HistoryCommandTest, WaitsForALimitedTime) {
  startWith(std::chrono::milliseconds(0));
  setCapabilities(kRoom, kBack);
  type("");
  runTimers();
  EXPECT_EQ(takeTexts(), Lines{"There was no answer to /history in time."});
  EXPECT_EQ(answer(1, {message(kRoom, "7", kNow)}), PRISM_ERR_ENDED);
  EXPECT_EQ(takeTexts(), Lines{});
  EXPECT_EQ(log_.take(), Lines{}) << "this is no fault";
  EXPECT_EQ(host_log_.take(),
            Lines{"the plugin has not answered history.page within 0 seconds; the request has ended"});
}

TEST_F(HistoryCommandTest, AUserHasAFewOpenRequests) {
  setCapabilities(kRoom, kBack);
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(type("").size(), 1U);
  }
  EXPECT_EQ(type(""), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"Too many requests wait for their answers already. Try it again later."});
  fail(5);
  EXPECT_EQ(type("").size(), 1U);
}

TEST_F(HistoryCommandTest, APageOfARoomThatWasLeftIsDropped) {
  setCapabilities(kRoom, kBack);
  type("");
  alice().leaveRoom("lobby");
  EXPECT_EQ(answer(1, {message(kRoom, "7", kNow)}), PRISM_OK);
  EXPECT_EQ(takeTexts(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(HistoryCommandTest, RequestsEndWithTheSession) {
  setCapabilities(kRoom, kBack);
  type("");
  logInAgain();
  EXPECT_EQ(answer(1, {message(kRoom, "7", kNow)}), PRISM_ERR_ENDED);
  EXPECT_EQ(takeTexts(), Lines{});
}

TEST_F(HistoryCommandTest, AnEntryIsShownInItsState) {
  setCapabilities(kRoom, kBack);
  type("");
  const prism_message first = message(kRoom, "7", kNow - 60'000), second = message(kRoom, "8", kNow - 5'000);
  const prism_message third = message(kRoom, "9", kNow - 4'000);
  prism_history_entry edited = entryOf(third, PRISM_HISTORY_ENTRY_EDITED);
  edited.edited = kNow - 2'000;
  EXPECT_EQ(answerEntries(1, {entryOf(first, PRISM_HISTORY_ENTRY_EDITED | PRISM_HISTORY_ENTRY_RETRACTED),
                              entryOf(second, PRISM_HISTORY_ENTRY_EDITED), edited}),
            PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"(This message has been removed.) [20251130T115900]", "Correction: 8 [20251130T115955]",
                                "Correction of 2025-11-30 11:59 UTC: 9 [20251130T115956]", kMore}));
}

TEST_F(HistoryCommandTest, ReactionsAreALineOfTheText) {
  setCapabilities(kRoom, kBack);
  type("");
  const prism_message old = message(kRoom, "7", kNow);
  const prism_str texts[] = {PRISM_STR("+1"), PRISM_STR("party")};
  prism_history_reactions ann{};
  ann.struct_size = sizeof ann;
  ann.nickname = PRISM_STR("ann");
  ann.reactions = texts;
  ann.reactions_count = 2;
  prism_history_reactions me = ann;
  me.nickname = {};
  me.flags = PRISM_HISTORY_REACTIONS_OWN;
  me.reactions_count = 1;
  const prism_history_reactions* const senders[] = {&ann, &me};
  prism_history_entry entry = entryOf(old);
  entry.reactions = senders;
  entry.reactions_count = 2;
  EXPECT_EQ(answerEntries(1, {entry}), PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"7\n(Reactions: +1 2, party) [20251130T120000]", kMore}));
}

TEST_F(HistoryCommandTest, EntriesOutsideOfTheBoundsAreDropped) {
  setCapabilities(kRoom, kBack | kByTime | PRISM_HISTORY_CAN_LATEST_AFTER);
  type("1");
  answer(1, {message(kRoom, "7", kNow - 60'000)});
  takeFrames();
  type("before");
  answer(2, {message(kRoom, "6", kNow - 90'000), message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow)});
  EXPECT_EQ(takeTexts(), (Lines{"6 [20251130T115830]", kMore}));
  EXPECT_EQ(host_log_.take(),
            Lines{"history.answer: 2 of 3 entries are outside of the bounds of the request, and left out"});
  type("before");
  answer(3, {message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow)});
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115900]", "8 [20251130T120000]", kMore}))
      << "the network knows ids, and clocks differ";
  EXPECT_EQ(host_log_.take(), Lines{});
  setCapabilities(kRoom, PRISM_HISTORY_CAN_BEFORE | kByTime);
  type("");
  answer(4, {message(kRoom, "7", kNow - 60'000), message(kRoom, "8", kNow), message(kRoom, "9", kNow + 1)});
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115900]", "8 [20251130T120000]", kMore}));
}

TEST_F(HistoryCommandTest, AFaultOfAnEntryNamesIt) {
  setCapabilities(kRoom, kBack);
  type("");
  prism_message bad = message(kRoom, "8", kNow);
  bad.flags = 64;
  EXPECT_EQ(answer(1, {message(kRoom, "7", kNow - 60'000), bad}), PRISM_OK);
  EXPECT_EQ(takeTexts(), (Lines{"7 [20251130T115900]", kMore}));
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: history.answer: entries[1].message: flags have the unknown "
                               "bits 0x40"});
}

TEST_F(HistoryCommandTest, CapabilitiesOfARoomEndWithTheStay) {
  setCapabilities(kRoom, kBack, 13, 0, kAlice, PRISM_STR("lobby"));
  EXPECT_EQ(type("50"), Lines{"page 1 alice lobby kind=2 part=1 limit=13"});
  fail(1);
  takeTexts();
  sessions_.find("alice")->leaveRoom("lobby");
  sessions_.find("alice")->enterRoom("lobby", "me");
  EXPECT_EQ(type("50"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network has no old messages of this conversation."});
}

TEST_F(HistoryCommandTest, TheMostSpecificCapabilitiesCount) {
  setCapabilities(kRoom, kBack, 10);
  setCapabilities(kRoom, kBack, 11, 0, {}, PRISM_STR("LOBBY"));
  EXPECT_EQ(type("50"), Lines{"page 1 alice lobby kind=2 part=1 limit=11"});
  setCapabilities(kRoom, kBack, 12, 0, kAlice);
  EXPECT_EQ(type("50"), Lines{"page 2 alice lobby kind=2 part=1 limit=12"});
  setCapabilities(kRoom, kBack, 13, 0, kAlice, PRISM_STR("lobby"));
  EXPECT_EQ(type("50"), Lines{"page 3 alice lobby kind=2 part=1 limit=13"});
  setCapabilities(kRoom, 0, 0, 0, kAlice, PRISM_STR("lobby"));
  EXPECT_EQ(type("50"), Lines{});
  EXPECT_EQ(takeTexts(), Lines{"This network has no old messages of this conversation."});
  setCapabilities(kRoom, PRISM_CAPABILITIES_INHERIT, 0, 0, kAlice, PRISM_STR("lobby"));
  EXPECT_EQ(type("50"), Lines{"page 4 alice lobby kind=2 part=1 limit=12"});
  logInAgain();
  EXPECT_EQ(type("50"), Lines{"page 5 alice lobby kind=2 part=1 limit=11"}) << "those of a user end with the session";
}

}  // namespace
}  // namespace prism::tests
