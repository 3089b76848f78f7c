// SPDX-License-Identifier: MIT
// The positions of a user: what moves them, what counts as new behind them, and their stored form.
#include "host/history/positions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

using host::ConversationKind;
using host::ConversationName;
using host::HistoryPosition;
using host::HistoryPositions;

constexpr std::int64_t kNow = 1'764'000'000'000;
constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000;
constexpr ConversationName kBob{ConversationKind::kContact, "bob"};
constexpr ConversationName kLobby{ConversationKind::kRoom, "lobby"};

std::string lastOf(const HistoryPosition& position) {
  return fmt::format("{}@{}{}", position.last().id, position.last().time - kNow,
                     position.isGuessed() ? " guessed" : "");
}

TEST(HistoryPositionTest, MovesForwardOnly) {
  HistoryPosition position;
  position.note("1", kNow - 500, kNow);
  EXPECT_EQ(lastOf(position), "1@-500");
  position.note("0", kNow - 900, kNow);
  EXPECT_EQ(lastOf(position), "1@-500") << "an older message";
  position.note("2", 0, kNow);
  EXPECT_EQ(lastOf(position), "2@0 guessed");
  position.note("", kNow + 5000, kNow + 10);
  EXPECT_EQ(lastOf(position), "2@10") << "a time in the future counts as now";
}

TEST(HistoryPositionTest, ExactTimesReplaceGuesses) {
  HistoryPosition position;
  position.note("1", 0, kNow);
  EXPECT_TRUE(position.set("1", kNow - 700, kNow));
  EXPECT_EQ(lastOf(position), "1@-700");
  EXPECT_FALSE(position.set("0", kNow - 800, kNow)) << "behind an exact time";
  EXPECT_FALSE(position.set("1", kNow - 700, kNow)) << "nothing changes";
  EXPECT_TRUE(position.set("2", kNow - 700, kNow));
  EXPECT_EQ(lastOf(position), "2@-700");
}

TEST(HistoryPositionTest, OwnMessagesMoveItOnce) {
  HistoryPosition position;
  position.noteSent("9", true, kNow);
  EXPECT_EQ(lastOf(position), "9@0 guessed");
  position.noteSent("9", true, kNow + 5);
  EXPECT_EQ(lastOf(position), "9@0 guessed") << "a second receipt of the same message";
  position.noteSent("8", false, kNow + 5);
  EXPECT_EQ(lastOf(position), "9@0 guessed");
  EXPECT_FALSE(position.isNew("8", kNow + 1, true)) << "its id is known all the same";
}

TEST(HistoryPositionTest, KnownIdsAreNotNew) {
  HistoryPosition position;
  position.note("1", kNow - 500, kNow);
  position.noteShown("3");
  EXPECT_FALSE(position.isNew("1", kNow - 500, false));
  EXPECT_FALSE(position.isNew("3", kNow - 100, true));
  EXPECT_TRUE(position.isNew("2", kNow - 500, false)) << "another one of the same millisecond";
  EXPECT_FALSE(position.isNew("0", kNow - 501, false));
  EXPECT_TRUE(position.isNew("0", kNow - 501, true)) << "the network says that it is behind the id";
}

TEST(HistoryPositionTest, WithoutIdsTheTimeDecides) {
  HistoryPosition position;
  position.note("", kNow - 500, kNow);
  position.hold();
  EXPECT_FALSE(position.isNew("", kNow - 500, false));
  EXPECT_TRUE(position.isNew("", kNow - 499, false));
  position.note("", kNow - 100, kNow);
  EXPECT_TRUE(position.isNew("", kNow - 101, false));
  EXPECT_FALSE(position.isNew("", kNow - 100, false)) << "from here on, messages came while the user was there";
}

TEST(HistoryPositionTest, AnExactTimeOfTheFirstEventReplacesItsGuess) {
  HistoryPosition position;
  position.note("", kNow - 500, kNow);
  position.hold();
  position.note("", 0, kNow);  // the network's clock is behind
  position.set("", kNow - 500, kNow);
  EXPECT_TRUE(position.isNew("", kNow - 51, false)) << "a time that is not behind the hold says nothing";
  position.set("", kNow - 50, kNow);
  EXPECT_TRUE(position.isNew("", kNow - 51, false));
  EXPECT_FALSE(position.isNew("", kNow - 50, false)) << "the event itself";
  position.set("", kNow - 200, kNow);
  EXPECT_TRUE(position.isNew("", kNow - 51, false)) << "the first exact time counts";
}

TEST(HistoryPositionTest, AGuessedTimeHasAMargin) {
  HistoryPosition position;
  position.note("1", 0, kNow);
  EXPECT_TRUE(position.isNew("2", kNow - HistoryPositions::kClockMargin, false));
  EXPECT_FALSE(position.isNew("2", kNow - HistoryPositions::kClockMargin - 1, false));
}

TEST(HistoryPositionTest, AGuessedTimeIsNotBeforeTheLastOneOfTheNetwork) {
  HistoryPosition position;
  position.note("1", kNow - 500, kNow);
  position.noteSent("2", true, kNow);
  EXPECT_EQ(lastOf(position), "2@0 guessed");
  EXPECT_EQ(position.seenUntil(), kNow - 500);
  EXPECT_FALSE(position.isNew("0", kNow - 501, false)) << "all until 1 were sent";
  EXPECT_TRUE(position.isNew("3", kNow - 500, false));
  position.note("4", kNow + 10, kNow + 20);
  EXPECT_EQ(position.seenUntil(), kNow + 10);
  position.noteSent("5", true, kNow + 100'000);
  EXPECT_EQ(position.seenUntil(), kNow + 100'000 - HistoryPositions::kClockMargin);
}

TEST(HistoryPositionTest, AHeldPositionMovesWithThePagesBehindIt) {
  HistoryPosition position;
  position.note("1", kNow - 500, kNow);
  position.moveHold({"9", kNow});
  EXPECT_EQ(position.base().id, "1") << "it is not held";
  position.hold();
  position.note("7", kNow - 100, kNow);
  position.moveHold({"3", kNow - 300});
  EXPECT_EQ(position.base().id, "3");
  position.moveHold({"2", kNow - 400});
  position.moveHold({"4", 0});
  EXPECT_EQ(position.base().id, "3") << "neither back, nor to an unknown time";
  EXPECT_TRUE(position.release());
  EXPECT_EQ(position.base().id, "7");
}

TEST(HistoryPositionTest, AHeldPositionStaysUntilItIsReleased) {
  HistoryPosition position;
  position.note("1", kNow - 500, kNow);
  position.hold();
  position.note("5", kNow - 100, kNow);
  position.hold();
  EXPECT_EQ(position.base().id, "1") << "a second hold() does nothing";
  EXPECT_EQ(position.last().id, "5");
  EXPECT_TRUE(position.release());
  EXPECT_EQ(position.base().id, "5");
  EXPECT_FALSE(position.release());
}

TEST(HistoryPositionTest, AHeldPositionIsGivenUpWhenItsIdsAreForgotten) {
  HistoryPosition position;
  position.hold();
  for (std::size_t i = 0; i < host::RecentIds::kMost; ++i) {
    position.note(std::to_string(i), 0, kNow);
  }
  EXPECT_FALSE(position.isOverheld());
  position.note("one more", 0, kNow);
  EXPECT_TRUE(position.isOverheld());
}

TEST(HistoryPositionsTest, AreReadAsTheyWereStored) {
  HistoryPositions stored;
  stored.at(kBob).note("17:\n", kNow - 500, kNow);
  stored.at({ConversationKind::kPrivate, "lobby", "O'p"}).note("", 0, kNow - 7);
  HistoryPositions read;
  read.read(stored.text(), kNow);
  ASSERT_TRUE(read.find({ConversationKind::kContact, "BOB"})) << "names have no case";
  EXPECT_EQ(lastOf(*read.find(kBob)), "17:\n@-500");
  EXPECT_FALSE(read.find(kBob)->isNew("17:\n", kNow, true));
  ASSERT_TRUE(read.find({ConversationKind::kPrivate, "lobby", "O'p"}));
  EXPECT_EQ(lastOf(*read.find({ConversationKind::kPrivate, "lobby", "O'p"})), "@-7 guessed");
  EXPECT_FALSE(read.find(kLobby));
  EXPECT_EQ(read.text(), stored.text());
}

TEST(HistoryPositionsTest, TheLastTimeOfTheNetworkIsStoredToo) {
  HistoryPositions stored;
  stored.at(kBob).note("17", kNow - 500, kNow);
  stored.at(kBob).noteSent("18", true, kNow);
  HistoryPositions read;
  read.read(stored.text(), kNow);
  ASSERT_TRUE(read.find(kBob));
  EXPECT_TRUE(read.find(kBob)->isGuessed());
  EXPECT_EQ(read.find(kBob)->seenUntil(), kNow - 500);
  EXPECT_EQ(read.text(), stored.text());
}

// The bounds that prism/history.h and guarantees.md state.
TEST(HistoryPositionsTest, TheLast16IdsAreStored) {
  HistoryPositions stored;
  for (int i = 0; i < 17; ++i) {
    stored.at(kBob).note(std::to_string(i), kNow, kNow);
  }
  EXPECT_FALSE(stored.at(kBob).isNew("0", kNow, false));
  HistoryPositions read;
  read.read(stored.text(), kNow);
  ASSERT_TRUE(read.find(kBob));
  EXPECT_TRUE(read.find(kBob)->isNew("0", kNow, false)) << "the 17th of one millisecond comes twice";
  for (int i = 1; i < 17; ++i) {
    EXPECT_FALSE(read.find(kBob)->isNew(std::to_string(i), kNow, false)) << i;
  }
  EXPECT_FALSE(read.find(kBob)->isNew("-1", kNow - 1, false)) << "the time says so";
}

TEST(HistoryPositionsTest, BehindAHeldPositionAllIdsAreStored) {
  HistoryPositions stored;
  stored.at(kLobby).note("base", kNow - 1000, kNow);
  stored.at(kLobby).hold();
  for (std::size_t i = 0; i < host::RecentIds::kMost; ++i) {
    stored.at(kLobby).note(std::to_string(i), kNow - 500, kNow);
  }
  EXPECT_FALSE(stored.at(kLobby).isOverheld());
  HistoryPositions read;
  read.read(stored.text(), kNow);
  ASSERT_TRUE(read.find(kLobby));
  EXPECT_EQ(read.find(kLobby)->base().id, "base");
  for (std::size_t i = 0; i < host::RecentIds::kMost; ++i) {
    EXPECT_FALSE(read.find(kLobby)->isNew(std::to_string(i), kNow - 500, true)) << i;
  }
}

TEST(HistoryPositionsTest, TheFormatStays) {
  HistoryPositions positions;
  positions.at(kBob).note("17", kNow, kNow);
  EXPECT_EQ(positions.text(), "1\n1:13:bob0:2:1713:17640000000001:016:07f89107b4ba06f1");
}

TEST(HistoryPositionsTest, TheStoredOneIsThatOfTheHold) {
  HistoryPositions positions;
  positions.at(kBob).note("1", kNow - 500, kNow);
  positions.at(kBob).hold();
  positions.at(kBob).note("2", kNow, kNow);
  HistoryPositions read;
  read.read(positions.text(), kNow);
  EXPECT_EQ(lastOf(*read.find(kBob)), "1@-500");
  EXPECT_FALSE(read.find(kBob)->isNew("2", kNow, true)) << "what came since is known by its id";
}

TEST(HistoryPositionsTest, OldOnesAndThoseOfTheFutureAreMended) {
  HistoryPositions stored;
  stored.at(kBob).note("1", kNow - 91 * kDay, kNow);
  stored.at(kLobby).note("2", kNow + 5 * kDay, kNow + 5 * kDay);
  HistoryPositions read;
  read.read(stored.text(), kNow);
  EXPECT_FALSE(read.find(kBob)) << "after 90 days";
  ASSERT_TRUE(read.find(kLobby));
  EXPECT_EQ(lastOf(*read.find(kLobby)), "2@0") << "the clock was wrong";
}

TEST(HistoryPositionsTest, NewerOnesOfThisProcessStay) {
  HistoryPositions stored;
  stored.at(kBob).note("1", kNow - 500, kNow);
  HistoryPositions known;
  known.at(kBob).note("2", kNow - 400, kNow);
  known.read(stored.text(), kNow);
  EXPECT_EQ(lastOf(*known.find(kBob)), "2@-400");
  EXPECT_FALSE(known.find(kBob)->isNew("1", kNow, true)) << "the stored ids are known";
}

TEST(HistoryPositionsTest, DamagedTextEndsTheReading) {
  HistoryPositions stored;
  stored.at(kBob).note("17", kNow, kNow);
  const std::string good = stored.text();
  for (std::size_t size = 0; size < good.size(); ++size) {
    HistoryPositions read;
    read.read(good.substr(0, size), kNow);
    EXPECT_EQ(read.text(), "") << size;
  }
  for (const char* const text : {"2\n1:1", "1\n1:93:bob0:2:171:51:00:", "1\n1:10:0:2:171:51:00:", "1\n-1:",
                                 "1\n9999999999999999999999:1", "1\n1:13:bob0:2:173:5x51:00:"}) {
    HistoryPositions read;
    read.read(text, kNow);
    EXPECT_EQ(read.text(), "") << text;
  }
}

TEST(HistoryPositionsTest, TheOldestOneGivesWay) {
  HistoryPositions positions;
  for (std::size_t i = 0; i <= HistoryPositions::kMost; ++i) {
    positions.at({ConversationKind::kContact, fmt::format("bob{}", i)})
        .note("", kNow + static_cast<std::int64_t>(i), kNow + kDay);
  }
  EXPECT_FALSE(positions.find({ConversationKind::kContact, "bob0"}));
  EXPECT_TRUE(positions.find({ConversationKind::kContact, "bob1"}));
  std::size_t count = 0;
  positions.visit([&count](HistoryPosition&) { ++count; });
  EXPECT_EQ(count, HistoryPositions::kMost);
}

TEST(HistoryPositionsTest, TheStoredTextIsBounded) {
  HistoryPositions positions;
  for (int i = 0; i < 400; ++i) {
    positions.at({ConversationKind::kContact, fmt::format("{:0>900}", i)}).note("", kNow + i, kNow + kDay);
  }
  const std::string text = positions.text();
  EXPECT_LE(text.size(), HistoryPositions::kMostBytes + 2);
  HistoryPositions read;
  read.read(text, kNow + kDay);
  EXPECT_TRUE(read.find({ConversationKind::kContact, fmt::format("{:0>900}", 399)})) << "the newest ones are kept";
  EXPECT_FALSE(read.find({ConversationKind::kContact, fmt::format("{:0>900}", 0)}));
}

}  // namespace
}  // namespace prism::tests
