// SPDX-License-Identifier: MIT
// The lobby's commands.
#include "tests/lobby/lobby.h"

namespace prism::tests {
namespace {

TEST_F(LobbyTest, WhoListsEverybodyWithTheirStatus) {
  login("alice", "bob");
  there_.login("carol");
  there_.login("dave");
  here_.lobby().setStatus("bob@x", PRISM_STATUS_AWAY, "tea");
  there_.lobby().setStatus("carol@x", PRISM_STATUS_INVISIBLE, "");
  takeHere();
  const auto id = here_.host().runCommand("who", "alice@x", "bob");
  EXPECT_EQ(take(), Lines{"answer " + std::to_string(id) + " 1 text=Logged in:\nalice\nbob (away: tea)\ndave"});
}

TEST_F(LobbyTest, TopicSetsTheSubjectOfTheRoom) {
  login("alice", "bob");
  enter("alice@x", "lobby", "al");
  enter("bob@x", "lobby", "bo");
  const auto id = here_.host().runCommand("topic", "alice@x", "lobby", {"two words"}, PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(take(), (Lines{"subject_changed alice@x lobby nickname=al subject=two words",
                           "subject_changed bob@x lobby nickname=al subject=two words",
                           "answer " + std::to_string(id) + " 1"}));
}

TEST_F(LobbyTest, AnAdministratorForgetsSomebodyAfterAQuestion) {
  loginOnBoth();
  here_.say("alice@x", "bob", "a secret");
  here_.publishVCard("alice@x", "Alice A.", "", "");
  here_.logout("alice@x");
  takeThere();
  const auto id = there_.host().runCommand("forget", "bob@x", "bob", {"alice"});
  const Lines lines = there_.take();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].find("ask bob@x title=Forget alice text=All messages from and to this person will be deleted."),
            0u)
      << lines[0];
  there_.host().endPrompt(id + 1, PRISM_PROMPT_ANSWERED, {"1"});
  EXPECT_EQ(there_.take(), Lines{"tell bob@x text=alice is forgotten."});
  there_.lobby().requestVCard("bob@x", "alice", {});
  there_.say("bob@x", "alice", "hi", 17);
  EXPECT_EQ(there_.take(), (Lines{"vcard bob@x buddy=alice",
                                  "receipt bob@x alice 17 state=4 text=Nobody of this name is known here."}));
}

TEST_F(LobbyTest, NobodyIsForgottenWithoutYesOrWhileLoggedIn) {
  loginOnBoth();
  auto id = there_.host().runCommand("forget", "bob@x", "bob", {"Alice"});
  EXPECT_EQ(there_.take(), Lines{"answer " + std::to_string(id) + " 2 text=Alice is logged in."});
  id = there_.host().runCommand("forget", "bob@x", "bob", {"carol"});
  EXPECT_EQ(there_.take(), Lines{"answer " + std::to_string(id) + " 2 text=Nobody of this name is known here."});
  here_.logout("alice@x");
  takeThere();
  id = there_.host().runCommand("forget", "bob@x", "bob", {"alice"});
  there_.take();
  there_.host().endPrompt(id + 1, PRISM_PROMPT_ANSWERED, {"0"});
  EXPECT_EQ(there_.take(), Lines());
  there_.lobby().requestVCard("bob@x", "alice", {});
  EXPECT_EQ(there_.take(), Lines{"vcard bob@x buddy=alice full_name=alice"});
}

}  // namespace
}  // namespace prism::tests
