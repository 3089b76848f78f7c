// SPDX-License-Identifier: MIT
// People of the lobby: sessions, presence, permissions, vCards.
#include "tests/lobby/lobby.h"
#include <prism/avatar.h>

namespace prism::tests {
namespace {

TEST_F(LobbyTest, TheFirstIsAlone) {
  here_.login("alice");
  EXPECT_EQ(take(), (Lines{"connected alice@x", "room_list user=alice@x name=lobby title=lobby"}));
}

TEST_F(LobbyTest, NewUserAndTheOthersGetEachOthersPresence) {
  login("alice");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_AWAY, "tea");
  here_.login("bob");
  EXPECT_EQ(take(), (Lines{"connected bob@x", "room_list user=bob@x name=lobby title=lobby",
                           "buddy_changed bob@x alice status=2 status_text=tea group=Lobby",
                           "buddy_changed alice@x bob status=1 group=Lobby"}));
}

TEST_F(LobbyTest, PeopleOfTwoBackendsGetEachOthersPresence) {
  here_.login("alice");
  there_.login("bob");
  EXPECT_EQ(there_.take(), (Lines{"connected bob@x", "room_list user=bob@x name=lobby title=lobby",
                                  "buddy_changed bob@x alice status=1 group=Lobby"}));
  here_.take();
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=1 group=Lobby"});
  there_.lobby().setStatus("bob@x", PRISM_STATUS_AWAY, "tea");
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=2 status_text=tea"});
  there_.logout("bob@x");
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=6"});
}

TEST_F(LobbyTest, ANameBelongsToOne) {
  login("alice");
  here_.lobby().login("impostor@x", "Alice");
  EXPECT_EQ(take(), Lines{"disconnected impostor@x 7 Somebody of this name is logged in already."});
  there_.lobby().login("impostor@x", "ALICE");
  EXPECT_EQ(there_.take(), Lines{"disconnected impostor@x 7 Somebody of this name is logged in already."});
  here_.logout("alice@x");
  there_.lobby().login("impostor@x", "Alice");
  EXPECT_EQ(there_.take().front(), "connected impostor@x");
}

TEST_F(LobbyTest, OthersSeeWhoLogsOut) {
  login("alice", "bob");
  here_.logout("bob@x");
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=6"});
  here_.logout("bob@x");
  EXPECT_EQ(take(), Lines());
}

TEST_F(LobbyTest, OthersSeePresenceOnce) {
  login("alice", "bob");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_DO_NOT_DISTURB, "busy");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_DO_NOT_DISTURB, "busy");
  EXPECT_EQ(take(), Lines{"buddy_changed bob@x alice status=5 status_text=busy"});
}

TEST_F(LobbyTest, InvisibleUserLooksOffline) {
  login("alice", "bob");
  here_.lobby().setStatus("alice@x", PRISM_STATUS_INVISIBLE, "hiding");
  EXPECT_EQ(take(), Lines{"buddy_changed bob@x alice status=6"});
}

// The host removes those from Spectrum's roster who are not named between the roster and its completion.
TEST_F(LobbyTest, TheRosterHasThePeopleWhomTheLogKnows) {
  here_.login("bob");
  here_.logout("bob@x");
  there_.login("dave");
  login("alice");
  const auto contact = [](std::string_view name) {
    auto buddy = Backend::sized<prism_buddy>();
    buddy.user = Backend::str("alice@x");
    buddy.buddy = Backend::str(name);
    return buddy;
  };
  const prism_buddy bob = contact("Bob"), nobody = contact("nobody"), dave = contact("dave");
  here_.lobby().sendRoster("alice@x", {&bob, &nobody, &dave});
  EXPECT_EQ(take(), (Lines{"buddy_changed alice@x bob status=6", "buddy_changed alice@x dave status=1",
                           "roster_complete alice@x"}));
  here_.lobby().sendRoster("alice@x", {});
  EXPECT_EQ(take(), Lines{"roster_complete alice@x"});
}

TEST_F(LobbyTest, AddingSomebodyAsksThemOnce) {
  loginOnBoth();
  here_.add("alice@x", "bob");
  here_.add("alice@x", "bob");
  here_.add("alice@x", "alice");
  here_.add("alice@x", "nobody");
  EXPECT_EQ(take(), Lines());
  EXPECT_EQ(takeThere(), Lines{"authorization_requested bob@x alice"});
  there_.lobby().answerAuthorization("bob@x", "alice", true);
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=1"});
}

TEST_F(LobbyTest, DenyingUserLooksOffline) {
  login("alice", "bob");
  login("carol");
  here_.lobby().answerAuthorization("bob@x", "alice", false);
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=6"});
  here_.lobby().setStatus("bob@x", PRISM_STATUS_AWAY, "tea");
  EXPECT_EQ(take(),
            (Lines{"buddy_changed alice@x bob status=6", "buddy_changed carol@x bob status=2 status_text=tea"}));
  here_.lobby().answerAuthorization("bob@x", "alice", true);
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=2 status_text=tea"});
}

TEST_F(LobbyTest, AnUnansweredQuestionIsAskedAgainInTheNextSession) {
  loginOnBoth();
  here_.add("alice@x", "bob");
  there_.logout("bob@x");
  there_.login("bob");
  takeHere();
  there_.take();
  here_.add("alice@x", "bob");
  EXPECT_EQ(takeThere(), Lines{"authorization_requested bob@x alice"});
  there_.lobby().answerAuthorization("bob@x", "alice", true);
  there_.logout("bob@x");
  there_.login("bob");
  takeHere();
  there_.take();
  here_.add("alice@x", "bob");
  EXPECT_EQ(takeThere(), Lines());
}

TEST_F(LobbyTest, ABlockedPersonSeesNothingAndCannotWrite) {
  loginOnBoth();
  there_.lobby().block("bob@x", "alice", true);
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=6"});
  here_.say("alice@x", "bob", "hi", 17);
  here_.lobby().type("alice@x", "bob", {}, PRISM_TYPING_COMPOSING);
  EXPECT_EQ(take(), Lines{"receipt alice@x bob 17 state=4 text=bob takes no messages from you."});
  EXPECT_EQ(takeThere(), Lines());
  there_.lobby().block("bob@x", "alice", false);
  EXPECT_EQ(takeHere(), Lines{"buddy_changed alice@x bob status=1"});
  here_.say("alice@x", "bob", "hi", 18);
  EXPECT_EQ(takeThere().size(), 1u);
}

TEST_F(LobbyTest, ADenialOutlivesTheBackend) {
  login("alice", "bob");
  here_.lobby().answerAuthorization("bob@x", "alice", false);
  here_.logout("alice@x");
  there_.login("alice");
  EXPECT_EQ(there_.take().back(), "buddy_changed alice@x bob status=6 group=Lobby");
}

TEST_F(LobbyTest, ACardIsTheNameUntilOneIsPublished) {
  loginOnBoth();
  there_.lobby().requestVCard("bob@x", "alice", {});
  EXPECT_EQ(there_.take(), Lines{"vcard bob@x buddy=alice full_name=alice"});
  here_.publishVCard("alice@x", "Alice A.", "ally", "png");
  there_.lobby().requestVCard("bob@x", "Alice", {});
  EXPECT_EQ(there_.take(), Lines{"vcard bob@x buddy=Alice full_name=Alice A. vcard_nickname=ally photo=png"});
  here_.lobby().requestVCard("alice@x", "", {});
  EXPECT_EQ(take(), Lines{"vcard alice@x full_name=Alice A. vcard_nickname=ally photo=png"});
}

TEST_F(LobbyTest, APictureIsToldToOthersAndHandedOver) {
  login("alice", "bob");
  enter("alice@x", "lobby", "ally");
  enter("bob@x", "lobby", "bobby");
  take();
  here_.publishVCard("alice@x", "Alice A.", "", "png");
  const Lines told = take();
  ASSERT_EQ(told.size(), 2U);
  const std::string id = told[0].substr(told[0].find(" id="));
  EXPECT_EQ(told, (Lines{"avatar.set bob@x alice" + id, "avatar.set bob@x lobby nickname=ally" + id}));
  const auto* table =
      static_cast<const prism_avatar_plugin*>(here_.lobby()->get_extension(here_.lobby().self(), PRISM_AVATAR));
  ASSERT_TRUE(table);
  prism_picture_request request{};
  request.struct_size = sizeof request;
  request.user = PRISM_STR("bob@x");
  request.buddy = PRISM_STR("lobby");
  request.nickname = PRISM_STR("ally");
  table->wanted(here_.lobby().self(), &request);
  EXPECT_EQ(take(), Lines{"avatar.set bob@x lobby nickname=ally" + id + " bytes=png"});
  here_.login("carol");
  const Lines all = take();
  EXPECT_EQ(std::count(all.begin(), all.end(), "avatar.set carol@x alice" + id), 1);
  here_.publishVCard("alice@x", "Alice A.", "", "");
  EXPECT_EQ(take(), (Lines{"avatar.set bob@x alice flags=1", "avatar.set carol@x alice flags=1",
                           "avatar.set bob@x lobby nickname=ally flags=1"}));
  request.buddy = PRISM_STR("nobody");
  request.nickname = {};
  table->wanted(here_.lobby().self(), &request);
  EXPECT_EQ(take(), Lines{"avatar.set bob@x nobody flags=1"});
}

TEST_F(LobbyTest, ACardOutlivesTheSession) {
  login("alice", "bob");
  here_.publishVCard("alice@x", "Alice A.", "", "");
  here_.logout("alice@x");
  take();
  here_.lobby().requestVCard("bob@x", "alice", {});
  EXPECT_EQ(take(), Lines{"vcard bob@x buddy=alice full_name=Alice A."});
}

TEST_F(LobbyTest, AParticipantsCardIsThatOfThePerson) {
  login("alice", "bob");
  here_.publishVCard("alice@x", "Alice A.", "", "");
  enter("alice@x", "lobby", "a/b");
  here_.lobby().requestVCard("bob@x", "lobby", "a/b");
  EXPECT_EQ(take(), Lines{"vcard bob@x buddy=lobby nickname=a/b full_name=Alice A."});
}

TEST_F(LobbyTest, UnknownUserHasAnEmptyVCard) {
  login("bob");
  here_.lobby().requestVCard("bob@x", "nobody", {});
  here_.lobby().requestVCard("bob@x", "lobby", "nobody");
  here_.lobby().requestVCard("bob@x", "nowhere", "nobody");
  EXPECT_EQ(take(), (Lines{"vcard bob@x buddy=nobody", "vcard bob@x buddy=lobby nickname=nobody",
                           "vcard bob@x buddy=nowhere nickname=nobody"}));
}

}  // namespace
}  // namespace prism::tests
