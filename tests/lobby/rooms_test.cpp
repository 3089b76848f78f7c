// SPDX-License-Identifier: MIT
// Rooms of the lobby.
#include "tests/lobby/lobby.h"

namespace prism::tests {
namespace {

TEST_F(LobbyTest, RoomsAreConfigured) {
  here_.host().configure("lobby.room", "Bar");
  here_.host().configure("lobby.room", "attic");
  here_.host().configure("lobby.room", "bar");
  here_.login("alice");
  EXPECT_EQ(take(), (Lines{"connected alice@x", "room_list user=alice@x name=attic title=attic name=Bar title=Bar"}));
}

TEST_F(LobbyTest, NewParticipantGetsTheOthersThenItselfThenTheSubject) {
  loginOnBoth();
  here_.join("alice@x", "lobby", "ally");
  EXPECT_EQ(take(),
            (Lines{"joined alice@x lobby ally flags=2 status=1 account=alice", "subject_changed alice@x lobby"}));
  here_.lobby().setSubject("alice@x", "lobby", "tea");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "out");
  take();
  takeThere();
  there_.join("bob@x", "lobby", "aaron");
  EXPECT_EQ(there_.take(), (Lines{"participant_changed bob@x lobby ally status=2 status_text=out account=alice",
                                  "joined bob@x lobby aaron flags=2 status=1 account=bob",
                                  "subject_changed bob@x lobby nickname=ally subject=tea"}));
  EXPECT_EQ(takeHere(), Lines{"participant_changed alice@x lobby aaron status=1 account=bob"});
}

TEST_F(LobbyTest, EnteringTwiceTellsTheSameAgain) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  here_.join("alice@x", "lobby", "ally");
  EXPECT_EQ(take(),
            (Lines{"joined alice@x lobby ally flags=2 status=1 account=alice", "subject_changed alice@x lobby"}));
}

TEST_F(LobbyTest, SecondNicknameOfAParticipantReplacesTheFirst) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  here_.join("bob@x", "lobby", "bob2");
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bobby status=6 account=bob",
                           "participant_changed bob@x lobby ally status=1 account=alice",
                           "joined bob@x lobby bob2 flags=2 status=1 account=bob", "subject_changed bob@x lobby",
                           "participant_changed alice@x lobby bob2 status=1 account=bob"}));
}

TEST_F(LobbyTest, ANicknameThatIsTakenIsRefused) {
  loginOnBoth();
  enter("alice@x", "lobby", "ally");
  there_.join("bob@x", "lobby", "ally");
  EXPECT_EQ(there_.take(), Lines{"join_failed bob@x lobby error=2 text=Somebody else goes by this nickname here."});
  there_.lobby().leave("bob@x", "lobby");  // as Spectrum does after a refusal
  EXPECT_EQ(takeHere(), Lines());
}

TEST_F(LobbyTest, ARoomThatIsNotThereIsRefused) {
  login("alice");
  here_.join("alice@x", "cellar", "ally");
  EXPECT_EQ(take(), Lines{"join_failed alice@x cellar error=1 text=There is no such room."});
}

TEST_F(LobbyTest, RoomsAreCalledAsEachOneWritesThem) {
  here_.host().configure("lobby.room", "Bar");
  login("alice", "bob");
  enter("alice@x", "bar", "ally");
  here_.join("bob@x", "BAR", "bobby");
  EXPECT_EQ(take(), (Lines{"participant_changed bob@x BAR ally status=1 account=alice",
                           "joined bob@x BAR bobby flags=2 status=1 account=bob", "subject_changed bob@x BAR",
                           "participant_changed alice@x bar bobby status=1 account=bob"}));
}

TEST_F(LobbyTest, EverybodySeesTheSubjectChange) {
  loginOnBoth();
  enterOnBoth();
  there_.lobby().setSubject("bob@x", "lobby", "tea");
  EXPECT_EQ(there_.take(), Lines{"subject_changed bob@x lobby nickname=bo subject=tea"});
  EXPECT_EQ(takeHere(), Lines{"subject_changed alice@x lobby nickname=bo subject=tea"});
}

TEST_F(LobbyTest, TheRoomSeesPresenceButNobodyIsGoneBeforeLeaving) {
  login("alice");
  enter("alice@x", "lobby", "ally");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "out");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_OFFLINE, "");
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby ally flags=2 status=2 status_text=out account=alice",
                           "participant_changed alice@x lobby ally flags=2 status=1 account=alice"}));
}

TEST_F(LobbyTest, TheOthersSeeWhoLeaves) {
  loginOnBoth();
  enterOnBoth();
  there_.lobby().leave("bob@x", "lobby");
  EXPECT_EQ(takeHere(), Lines{"participant_changed alice@x lobby bo status=6 account=bob"});
  there_.lobby().leave("bob@x", "lobby");
  there_.lobby().leave("bob@x", "alice");
  EXPECT_EQ(takeHere(), Lines());
  EXPECT_EQ(there_.take(), Lines());
}

TEST_F(LobbyTest, LogoutLeavesTheRooms) {
  loginOnBoth();
  enterOnBoth();
  there_.logout("bob@x");
  EXPECT_EQ(takeHere(),
            (Lines{"participant_changed alice@x lobby bo status=6 account=bob", "buddy_changed alice@x bob status=6"}));
  login("carol");
  here_.join("carol@x", "lobby", "bo");
  EXPECT_EQ(take(), (Lines{"participant_changed carol@x lobby al status=1 account=alice",
                           "joined carol@x lobby bo flags=2 status=1 account=carol", "subject_changed carol@x lobby",
                           "participant_changed alice@x lobby bo status=1 account=carol"}));
}

}  // namespace
}  // namespace prism::tests
