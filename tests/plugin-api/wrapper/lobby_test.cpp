// SPDX-License-Identifier: MIT
// Users of the lobby: contacts, presence, messages, vCards.
#include "tests/plugin-api/wrapper/lobby.h"

namespace prism::tests {
namespace {

TEST_F(LobbyTest, AnnouncesRoomsAndReceipts) {
  EXPECT_EQ(lobby().result(), PRISM_OK);
  EXPECT_EQ(created_,
            (Lines{"define /=who title=lists who is logged in /=topic where=4 title=sets the subject of the room "
                   "argument=text kind=2 /=invite where=4 title=asks somebody into the room argument=name kind=9 "
                   "argument=reason kind=2 flags=1",
                   "set_features 15"}));
  EXPECT_STREQ(lobby()->id, "lobby");
}

TEST_F(LobbyTest, TheFirstIsAlone) {
  lobby().login("alice@x", "alice");
  EXPECT_EQ(take(), (Lines{"connected alice@x", "room_list user=alice@x name=lobby title=lobby"}));
}

TEST_F(LobbyTest, NewUserAndTheOthersGetEachOthersPresence) {
  login("alice");
  setStatus("alice@x", PRISM_STATUS_AWAY, "tea");
  lobby().login("bob@x", "bob");
  EXPECT_EQ(take(), (Lines{"connected bob@x", "room_list user=bob@x name=lobby title=lobby",
                           "buddy_changed bob@x alice status=2 status_text=tea group=Lobby",
                           "buddy_changed alice@x bob status=1 group=Lobby"}));
}

TEST_F(LobbyTest, ANameBelongsToOne) {
  login("alice");
  lobby().login("impostor@x", "Alice");
  EXPECT_EQ(take(), Lines{"disconnected impostor@x 7 Somebody of this name is logged in already."});
  logout("alice@x");
  lobby().login("impostor@x", "Alice");
  EXPECT_EQ(take().front(), "connected impostor@x");
}

TEST_F(LobbyTest, OthersSeeWhoLogsOut) {
  login("alice", "bob");
  logout("bob@x");
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=6"});
  logout("bob@x");
  EXPECT_EQ(take(), Lines());
}

TEST_F(LobbyTest, OthersSeePresenceOnce) {
  login("alice", "bob");
  setStatus("alice@x", PRISM_STATUS_DO_NOT_DISTURB, "busy");
  setStatus("alice@x", PRISM_STATUS_DO_NOT_DISTURB, "busy");
  EXPECT_EQ(take(), Lines{"buddy_changed bob@x alice status=5 status_text=busy"});
}

TEST_F(LobbyTest, InvisibleUserLooksOffline) {
  login("alice", "bob");
  setStatus("alice@x", PRISM_STATUS_INVISIBLE, "hiding");
  EXPECT_EQ(take(), Lines{"buddy_changed bob@x alice status=6"});
}

TEST_F(LobbyTest, AddingSomebodyAsksThemOnce) {
  login("alice", "bob");
  add("alice@x", "bob");
  add("alice@x", "bob");
  add("alice@x", "alice");
  add("alice@x", "nobody");
  EXPECT_EQ(take(), Lines{"authorization_requested bob@x alice"});
  answer("bob@x", "alice", true);
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=1"});
}

TEST_F(LobbyTest, DenyingUserLooksOffline) {
  login("alice", "bob");
  login("carol");
  answer("bob@x", "alice", false);
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=6"});
  setStatus("bob@x", PRISM_STATUS_AWAY, "tea");
  EXPECT_EQ(take(),
            (Lines{"buddy_changed alice@x bob status=6", "buddy_changed carol@x bob status=2 status_text=tea"}));
  answer("bob@x", "alice", true);
  EXPECT_EQ(take(), Lines{"buddy_changed alice@x bob status=2 status_text=tea"});
}

TEST_F(LobbyTest, AMessageArrivesAndIsAcknowledged) {
  login("alice", "bob");
  lobby().say("alice@x", "Bob", "hi", PRISM_CONVERSATION_CONTACT, "", "17");
  EXPECT_EQ(take(), (Lines{"message bob@x alice text=hi", "receipt alice@x Bob 17 state=2"}));
}

TEST_F(LobbyTest, AMessageToNobodyIsAnsweredByTheNetwork) {
  login("alice");
  lobby().say("alice@x", "bob", "hi", PRISM_CONVERSATION_CONTACT, "", "17");
  EXPECT_EQ(take(), Lines{"message alice@x bob text=Nobody of this name is logged in: nobody has read this."});
}

TEST_F(LobbyTest, TypingAndAttentionReachTheOther) {
  login("alice", "bob");
  lobby().type("alice@x", "bob", {}, PRISM_TYPING_COMPOSING);
  lobby().callAttention("alice@x", "bob", {}, "hey");
  lobby().callAttention("alice@x", "nobody", {}, "hey");
  EXPECT_EQ(take(), (Lines{"typing bob@x alice  2", "attention bob@x alice  hey"}));
}

TEST_F(LobbyTest, ACardIsTheNameUntilOneIsPublished) {
  login("alice", "bob");
  requestVCard("bob@x", "alice");
  EXPECT_EQ(take(), Lines{"vcard bob@x buddy=alice full_name=alice"});
  publishVCard("alice@x", "Alice A.", "ally", "png");
  requestVCard("bob@x", "alice");
  requestVCard("alice@x", "");
  EXPECT_EQ(take(), (Lines{"vcard bob@x buddy=alice full_name=Alice A. vcard_nickname=ally photo=png",
                           "vcard alice@x full_name=Alice A. vcard_nickname=ally photo=png"}));
}

TEST_F(LobbyTest, ACardOutlivesTheSession) {
  login("alice", "bob");
  publishVCard("alice@x", "Alice A.", "", "");
  logout("alice@x");
  login("alice");
  requestVCard("bob@x", "alice");
  EXPECT_EQ(take(), Lines{"vcard bob@x buddy=alice full_name=Alice A."});
}

TEST_F(LobbyTest, AParticipantsCardIsThatOfThePerson) {
  login("alice", "bob");
  publishVCard("alice@x", "Alice A.", "", "");
  enter("alice@x", "lobby", "a/b");
  requestVCard("bob@x", "lobby", "a/b");
  EXPECT_EQ(take(), Lines{"vcard bob@x buddy=lobby nickname=a/b full_name=Alice A."});
}

TEST_F(LobbyTest, UnknownUserHasAnEmptyVCard) {
  login("bob");
  requestVCard("bob@x", "nobody");
  requestVCard("bob@x", "lobby", "nobody");
  requestVCard("bob@x", "nowhere", "nobody");
  EXPECT_EQ(take(), (Lines{"vcard bob@x buddy=nobody", "vcard bob@x buddy=lobby nickname=nobody",
                           "vcard bob@x buddy=nowhere nickname=nobody"}));
}

}  // namespace
}  // namespace prism::tests
