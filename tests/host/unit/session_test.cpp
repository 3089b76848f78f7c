// SPDX-License-Identifier: MIT
// The state of a session. The tests of Requests and the Guard cover its consequences.
#include "host/session/session.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Ids = std::vector<std::int32_t>;

TEST(Session, RoomsGoByTheirNamesWithoutRegardToAsciiCase) {
  Session session;
  session.enterRoom("#Lobby", "me");
  ASSERT_NE(session.findRoom("#lobby"), nullptr);
  EXPECT_EQ(session.findRoom("#lobby")->name, "#Lobby");
  EXPECT_EQ(session.findRoom("#lobby2"), nullptr);
  EXPECT_EQ(session.findRoom(""), nullptr);
  session.enterRoom("#LOBBY", "you");
  EXPECT_EQ(session.findRoom("#Lobby")->nickname, "you") << "the same room";
  session.leaveRoom("#lOBBy");
  EXPECT_EQ(session.findRoom("#Lobby"), nullptr);
}

TEST(Session, RoomsJoinedBeforeConnectedAreEarly) {
  Session session;
  session.enterRoom("a", "me");
  ASSERT_TRUE(session.login.connect());
  session.enterRoom("b", "me");
  EXPECT_TRUE(session.findRoom("a")->joined_early);
  EXPECT_FALSE(session.findRoom("b")->joined_early);
}

TEST(Session, ParticipantsAreNicknamesOfJoinedRooms) {
  Session session;
  session.enterRoom("a/b", "me");
  std::string_view nickname = "untouched";
  EXPECT_EQ(session.findParticipant("x/y", &nickname), nullptr);
  EXPECT_EQ(session.findParticipant("a/b", &nickname), nullptr) << "the room itself";
  EXPECT_EQ(session.findParticipant("a/b/", &nickname), nullptr);
  EXPECT_EQ(session.findParticipant("ab", &nickname), nullptr);
  EXPECT_EQ(nickname, "untouched");
  EXPECT_EQ(session.findParticipant("A/B/c/d", &nickname), session.findRoom("a/b"));
  EXPECT_EQ(nickname, "c/d");
}

TEST(Session, NotesWhatContactsAreLike) {
  Session session;
  EXPECT_TRUE(session.noteContact("bob", "", {}));
  EXPECT_FALSE(session.noteContact("bob", "", {}));
  EXPECT_TRUE(session.noteContact("bob", "Bob", {}));
  EXPECT_TRUE(session.noteContact("bob", "", {"Bob"})) << "a group is no alias";
  EXPECT_TRUE(session.noteContact("bob", "", {"Bob", "x"}));
  EXPECT_TRUE(session.noteContact("bob", "", {"Bobx"}));
  EXPECT_TRUE(session.noteContact("carol", "", {"Bobx"})) << "somebody else";
  EXPECT_FALSE(session.noteContact("bob", "", {"Bobx"}));
}

TEST(Session, LearnsWhatTheNetworkSays) {
  Session session;
  session.mergeContact("bob", "Bob", {"x"});
  session.mergeContact("bob", "", {});
  EXPECT_FALSE(session.noteContact("bob", "Bob", {"x"}));
  EXPECT_TRUE(session.noteRemoval("bob"));
  EXPECT_FALSE(session.noteRemoval("bob"));
  session.mergeContact("bob", "", {});
  EXPECT_TRUE(session.noteContact("bob", "", {}))
      << "a late event of the network does not swallow that it is added anew";
}

TEST(Session, CountsEachContactOnce) {
  Session session;
  session.countContact("bob", 100);
  EXPECT_EQ(session.rosterSize(), 100U);
  EXPECT_TRUE(session.noteContact("bob", "", {}, 40)) << "what Spectrum says first is news";
  session.mergeContact("bob", "Bob", {}, 50);
  EXPECT_EQ(session.rosterSize(), 50U);
  EXPECT_EQ(session.rosterSizeWith("bob", 60), 60U);
  EXPECT_EQ(session.rosterSizeWith("carol", 60), 110U);
  session.noteRemoval("bob");
  EXPECT_EQ(session.rosterSize(), 0U);
  session.mergeContact("bob", "", {}, 70);
  EXPECT_EQ(session.rosterSize(), 70U) << "it has come back";
}

TEST(Session, NotesWhoIsBlocked) {
  Session session;
  EXPECT_TRUE(session.noteBlocked("bob", false)) << "nobody knows what was before";
  EXPECT_FALSE(session.noteBlocked("bob", false));
  EXPECT_TRUE(session.noteBlocked("bob", true));
  EXPECT_FALSE(session.noteBlocked("bob", true));
  EXPECT_TRUE(session.noteBlocked("carol", true));
}

TEST(Session, AuthorizationsAreAnsweredOnce) {
  Session session;
  EXPECT_FALSE(session.closeAuthorization("bob"));
  session.openAuthorization("bob");
  session.openAuthorization("bob");
  EXPECT_FALSE(session.closeAuthorization("Bob"));
  EXPECT_TRUE(session.closeAuthorization("bob"));
  EXPECT_FALSE(session.closeAuthorization("bob"));
}

TEST(Session, VCardsAreAnsweredOnce) {
  Session session;
  session.openVCard("bob", 0);
  session.openVCard("carol", 1);
  session.openVCard("bob", 2);
  EXPECT_EQ(session.closeVCards("bob"), (Ids{0, 2}));
  EXPECT_EQ(session.closeVCards("bob"), Ids{});
  EXPECT_EQ(session.closeVCards("carol"), Ids{1});
}

TEST(Session, OldVCardsThatNobodyAnswersAreForgotten) {
  Session session;
  for (int i = 0; i <= 1000; ++i) {
    session.openVCard("buddy" + std::to_string(i), i);
  }
  EXPECT_EQ(session.closeVCards("buddy0"), Ids{});
  EXPECT_EQ(session.closeVCards("buddy1000"), Ids{1000});
  for (int i = 0; i <= 1000; ++i) {
    session.openVCard("bob", i);
  }
  EXPECT_EQ(session.closeVCards("bob").size(), 1000U);
}

// At the limit the session forgets its contacts. The only consequence: the plugin is told of them once more.
TEST(Session, ContactsOfALargeNetworkAreForgottenAtALimit) {
  Session session;
  for (int i = 0; i < 20'000; ++i) {
    EXPECT_TRUE(session.noteContact("buddy" + std::to_string(i), "", {}));
    EXPECT_TRUE(session.noteBlocked("buddy" + std::to_string(i), true));
  }
  EXPECT_FALSE(session.noteContact("buddy0", "", {}));
  EXPECT_FALSE(session.noteBlocked("buddy0", true));
  EXPECT_TRUE(session.noteRemoval("one too many"));
  EXPECT_TRUE(session.noteBlocked("one too many", true));
  EXPECT_TRUE(session.noteContact("buddy0", "", {}));
  EXPECT_TRUE(session.noteBlocked("buddy0", true));
}

TEST(Session, ForgottenContactStillCountsInTheRosterSize) {
  Session session;
  session.mergeContact("bob", "", {}, 100);
  for (int i = 0; i < 20'000; ++i) {
    session.noteRemoval("buddy" + std::to_string(i));
  }
  EXPECT_EQ(session.rosterSize(), 100U);
}

TEST(Session, LongNamesAreForgottenByTheirBytes) {
  Session session;
  EXPECT_TRUE(session.noteRemoval("bob"));
  for (int i = 0; i < 2000; ++i) {
    session.noteRemoval(std::to_string(i) + std::string(1000, 'x'));
  }
  EXPECT_TRUE(session.noteRemoval("bob"));
  EXPECT_FALSE(session.noteRemoval("bob"));
}

TEST(Session, RequestsOfStrangersAreForgottenAtALimit) {
  Session session;
  for (int i = 0; i <= 10'000; ++i) {
    session.openAuthorization("stranger" + std::to_string(i));
  }
  EXPECT_FALSE(session.closeAuthorization("stranger0"));
  EXPECT_TRUE(session.closeAuthorization("stranger10000"));
}

}  // namespace
}  // namespace prism::host
