// SPDX-License-Identifier: MIT
// Moderators of the lobby's rooms, and invitations.
#include "tests/lobby/lobby.h"
#include <prism/room_admin.h>

namespace prism::tests {
namespace {

class LobbyModerationTest : public LobbyTest {
 protected:
  LobbyModerationTest() {
    for (Backend* backend : {&here_, &there_}) {
      backend->host().configure("lobby.moderator", "Alice");
    }
    loginOnBoth();
    enterOnBoth();
  }

  // A request of the user, about somebody in the room.
  static prism_rooms_change change(std::string_view user, std::string_view whom, std::string_view reason = {}) {
    auto change = Backend::sized<prism_rooms_change>();
    change.id = 5;
    change.user = Backend::str(user);
    change.room = Backend::str("lobby");
    change.nickname = change.account = Backend::str(whom);
    change.reason = Backend::str(reason);
    return change;
  }
  static const prism_rooms_plugin& rooms(Backend& backend) {
    return *static_cast<const prism_rooms_plugin*>(backend.lobby()->get_extension(backend.self(), PRISM_ROOMS));
  }
  void kick(Backend& backend, const prism_rooms_change& change) { rooms(backend).kick(backend.self(), &change); }
  void ban(Backend& backend, const prism_rooms_change& change) { rooms(backend).ban(backend.self(), &change); }
  void unban(Backend& backend, const prism_rooms_change& change) { rooms(backend).unban(backend.self(), &change); }

  Lines bannedInRoom(Backend& backend) {
    auto query = Backend::sized<prism_rooms_query>();
    query.id = 6;
    query.affiliation = PRISM_AFFILIATION_OUTCAST;
    query.user = Backend::str("alice@x");
    query.room = Backend::str("lobby");
    rooms(backend).list(backend.self(), &query);
    return backend.take();
  }
};

TEST_F(LobbyModerationTest, AModeratorIsShownAsOne) {
  login("carol");
  here_.join("carol@x", "lobby", "cora");
  EXPECT_EQ(take().front(), "participant_changed carol@x lobby al status=1 role=3 affiliation=5 account=alice");
}

TEST_F(LobbyModerationTest, AKickReachesTheRoomAndTheKicked) {
  kick(here_, change("alice@x", "bo", "too loud"));
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bo flags=4 status=6 status_text=too loud account=bob "
                           "actor=al",
                           "rooms.answer 5 outcome=1"}));
  EXPECT_EQ(takeThere(), (Lines{"participant_changed bob@x lobby bo flags=6 status=6 status_text=too loud account=bob "
                                "actor=al"}));
  there_.join("bob@x", "lobby", "bo");  // a kick is no ban
  EXPECT_EQ(there_.take()[1].find("joined bob@x lobby bo"), 0u);
}

TEST_F(LobbyModerationTest, ABannedPersonCannotComeBack) {
  ban(here_, change("alice@x", "bo"));
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bo flags=8 status=6 account=bob actor=al",
                           "rooms.answer 5 outcome=1"}));
  EXPECT_EQ(takeThere(), Lines{"participant_changed bob@x lobby bo flags=10 status=6 account=bob actor=al"});
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take(), Lines{"join_failed bob@x lobby error=4 text=You have been banned from this room."});
  EXPECT_EQ(bannedInRoom(here_), Lines{"rooms.answer 6 outcome=1 [bob  role=0 ]"});

  unban(here_, change("alice@x", "BOB"));
  EXPECT_EQ(take(), Lines{"rooms.answer 5 outcome=1"});
  EXPECT_EQ(bannedInRoom(here_), Lines{"rooms.answer 6 outcome=1"});
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take()[1].find("joined bob@x lobby bo"), 0u);
}

TEST_F(LobbyModerationTest, ABanOutlivesTheBackends) {
  there_.logout("bob@x");
  takeHere();
  ban(here_, change("alice@x", "bob"));  // who is not there
  EXPECT_EQ(take(), Lines{"rooms.answer 5 outcome=1"});
  Backend later(path_);
  later.login("bob");
  later.take();
  later.join("bob@x", "lobby", "bo");
  EXPECT_EQ(later.take(), Lines{"join_failed bob@x lobby error=4 text=You have been banned from this room."});
}

TEST_F(LobbyModerationTest, OthersMayNot) {
  kick(there_, change("bob@x", "al"));
  ban(there_, change("bob@x", "al"));
  unban(there_, change("bob@x", "al"));
  EXPECT_EQ(there_.take(), (Lines(3, "rooms.answer 5 outcome=3")));
  here_.lobby().leave("alice@x", "lobby");
  takeHere();
  kick(here_, change("alice@x", "bo"));
  EXPECT_EQ(take(), Lines{"rooms.answer 5 outcome=3"});
  EXPECT_EQ(takeThere(), Lines{"participant_changed bob@x lobby al status=6 role=3 affiliation=5 account=alice"});
}

TEST_F(LobbyModerationTest, NobodyOfTheNameIsNotFound) {
  kick(here_, change("alice@x", "nobody"));
  ban(here_, change("alice@x", "nobody"));
  unban(here_, change("alice@x", "bob"));
  EXPECT_EQ(take(), (Lines(3, "rooms.answer 5 outcome=4")));
}

TEST_F(LobbyModerationTest, AnybodyInvites) {
  login("carol");
  takeThere();
  auto invite = Backend::sized<prism_rooms_invite>();
  invite.id = 7;
  invite.user = Backend::str("bob@x");
  invite.room = Backend::str("LOBBY");
  invite.invitee = Backend::str("Carol");
  invite.reason = Backend::str("there is cake");
  rooms(there_).invite(there_.self(), &invite);
  EXPECT_EQ(there_.take(), Lines{"rooms.answer 7 outcome=1"});
  EXPECT_EQ(takeHere(), Lines{"room_invited carol@x lobby inviter=bob reason=there is cake"});
  invite.invitee = Backend::str("nobody");
  rooms(there_).invite(there_.self(), &invite);
  EXPECT_EQ(there_.take(), Lines{"rooms.answer 7 outcome=4 Nobody of this name is logged in."});
}

}  // namespace
}  // namespace prism::tests
