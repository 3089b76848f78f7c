// SPDX-License-Identifier: MIT
// Rooms of the lobby.
#include "tests/plugin-api/wrapper/lobby.h"

namespace prism::tests {
namespace {

TEST_F(LobbyTest, RoomsAreConfigured) {
  host_.configure("lobby.room", "Bar");
  host_.configure("lobby.room", "attic");
  host_.configure("lobby.room", "bar");
  lobby().login("alice@x", "alice");
  EXPECT_EQ(take(), (Lines{"connected alice@x", "room_list user=alice@x name=attic title=attic name=Bar title=Bar"}));
}

TEST_F(LobbyTest, NewParticipantGetsTheOthersThenItselfThenTheSubject) {
  login("alice", "bob");
  join("alice@x", "lobby", "ally");
  EXPECT_EQ(take(), (Lines{"joined alice@x lobby ally flags=2 status=1", "subject_changed alice@x lobby"}));
  setSubject("alice@x", "lobby", "tea");
  setStatus("alice@x", PRISM_STATUS_AWAY, "out");
  take();
  join("bob@x", "lobby", "aaron");
  EXPECT_EQ(take(),
            (Lines{"participant_changed bob@x lobby ally status=2 status_text=out",
                   "joined bob@x lobby aaron flags=2 status=1", "participant_changed alice@x lobby aaron status=1",
                   "subject_changed bob@x lobby nickname=ally subject=tea"}));
}

TEST_F(LobbyTest, EnteringTwiceTellsTheSameAgain) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  join("alice@x", "lobby", "ally");
  EXPECT_EQ(take(), (Lines{"joined alice@x lobby ally flags=2 status=1", "subject_changed alice@x lobby"}));
}

TEST_F(LobbyTest, SecondNicknameOfAParticipantReplacesTheFirst) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  join("bob@x", "lobby", "bob2");
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bobby status=6",
                           "participant_changed bob@x lobby ally status=1", "joined bob@x lobby bob2 flags=2 status=1",
                           "participant_changed alice@x lobby bob2 status=1", "subject_changed bob@x lobby"}));
}

TEST_F(LobbyTest, ANicknameThatIsTakenIsRefused) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  join("bob@x", "lobby", "ally");
  EXPECT_EQ(take(), Lines{"join_failed bob@x lobby error=2 text=Somebody else goes by this nickname here."});
  leave("bob@x", "lobby");  // as Spectrum does after a refusal
  EXPECT_EQ(take(), Lines());
}

TEST_F(LobbyTest, ARoomThatIsNotThereIsRefused) {
  login("alice");
  join("alice@x", "cellar", "ally");
  EXPECT_EQ(take(), Lines{"join_failed alice@x cellar error=1 text=There is no such room."});
}

TEST_F(LobbyTest, RoomsAreCalledAsEachOneWritesThem) {
  host_.configure("lobby.room", "Bar");
  login("alice", "bob");
  enter("alice@x", "bar", "ally");
  join("bob@x", "BAR", "bobby");
  EXPECT_EQ(take(), (Lines{"participant_changed bob@x BAR ally status=1", "joined bob@x BAR bobby flags=2 status=1",
                           "participant_changed alice@x bar bobby status=1", "subject_changed bob@x BAR"}));
}

TEST_F(LobbyTest, EverybodyReadsWhatIsSaidTheAuthorToo) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  lobby().say("alice@x", "lobby", "hi all", PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(), (Lines{"message alice@x lobby kind=2 nickname=ally text=hi all",
                           "message bob@x lobby kind=2 nickname=ally text=hi all"}));
}

TEST_F(LobbyTest, OneReadsAPrivateMessage) {
  login("alice", "bob");
  login("carol");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  enter("carol@x", "lobby", "carol");
  lobby().say("alice@x", "lobby", "psst", PRISM_CONVERSATION_PRIVATE, "bobby");
  EXPECT_EQ(take(), Lines{"message bob@x lobby kind=3 nickname=ally text=psst"});
}

TEST_F(LobbyTest, RequestsOfANonParticipantAreIgnored) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  lobby().say("bob@x", "lobby", "hi", PRISM_CONVERSATION_ROOM);
  lobby().say("bob@x", "lobby", "hi", PRISM_CONVERSATION_PRIVATE, "ally");
  lobby().say("bob@x", "cellar", "hi", PRISM_CONVERSATION_ROOM);
  setSubject("bob@x", "lobby", "nonsense");
  EXPECT_EQ(take(), Lines());
}

TEST_F(LobbyTest, EverybodySeesTheSubjectChange) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  setSubject("bob@x", "lobby", "tea");
  EXPECT_EQ(take(), (Lines{"subject_changed alice@x lobby nickname=bobby subject=tea",
                           "subject_changed bob@x lobby nickname=bobby subject=tea"}));
}

TEST_F(LobbyTest, TheRoomSeesPresenceButNobodyIsGoneBeforeLeaving) {
  login("alice");
  enter("alice@x", "lobby", "ally");
  setStatus("alice@x", PRISM_STATUS_AWAY, "out");
  setStatus("alice@x", PRISM_STATUS_OFFLINE, "");
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby ally flags=2 status=2 status_text=out",
                           "participant_changed alice@x lobby ally flags=2 status=1"}));
}

TEST_F(LobbyTest, TheOthersSeeWhoLeaves) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  leave("bob@x", "lobby");
  EXPECT_EQ(take(), Lines{"participant_changed alice@x lobby bobby status=6"});
  leave("bob@x", "lobby");
  leave("bob@x", "alice");
  EXPECT_EQ(take(), Lines());
  lobby().say("alice@x", "lobby", "alone", PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(), Lines{"message alice@x lobby kind=2 nickname=ally text=alone"});
}

TEST_F(LobbyTest, LogoutLeavesTheRooms) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  logout("bob@x");
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bobby status=6", "buddy_changed alice@x bob status=6"}));
  login("carol");
  join("carol@x", "lobby", "bobby");
  EXPECT_EQ(take(),
            (Lines{"participant_changed carol@x lobby ally status=1", "joined carol@x lobby bobby flags=2 status=1",
                   "participant_changed alice@x lobby bobby status=1", "subject_changed carol@x lobby"}));
}

}  // namespace
}  // namespace prism::tests
