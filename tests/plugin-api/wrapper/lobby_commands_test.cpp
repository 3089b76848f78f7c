// SPDX-License-Identifier: MIT
// The lobby's commands.
#include "tests/plugin-api/wrapper/lobby.h"

namespace prism::tests {
namespace {

TEST_F(LobbyTest, WhoListsEverybodyWithTheirStatus) {
  login("alice", "bob");
  login("carol");
  setStatus("bob@x", PRISM_STATUS_AWAY, "tea");
  setStatus("carol@x", PRISM_STATUS_INVISIBLE, "");
  take();
  host_.runCommand("who", "alice@x", "bob");
  EXPECT_EQ(take(), Lines{"answer 1 1 text=Logged in:\nalice\nbob (away: tea)"});
}

TEST_F(LobbyTest, TopicSetsTheSubjectOfTheRoom) {
  login("alice", "bob");
  enter("alice@x", "lobby", "al");
  enter("bob@x", "lobby", "bo");
  host_.runCommand("topic", "alice@x", "lobby", {"two words"}, PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(), (Lines{"subject_changed alice@x lobby nickname=al subject=two words",
                           "subject_changed bob@x lobby nickname=al subject=two words", "answer 1 1"}));
}

TEST_F(LobbyTest, InviteAsksSomebodyIn) {
  login("alice", "bob");
  enter("alice@x", "lobby", "al");
  host_.runCommand("invite", "alice@x", "lobby", {"Bob", "there is cake"}, PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(),
            (Lines{"room_invited bob@x lobby inviter=alice reason=there is cake", "answer 1 1 text=bob is invited."}));
  host_.runCommand("invite", "alice@x", "lobby", {"nobody", ""}, PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(), Lines{"answer 2 2 text=Nobody of this name is logged in."});
}

}  // namespace
}  // namespace prism::tests
