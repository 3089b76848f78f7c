// SPDX-License-Identifier: MIT
// Roles, affiliations, settings and the end of the lobby's rooms.
#include "tests/lobby/lobby.h"
#include <prism/room_admin.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace prism::tests {
namespace {

// Alice owns the rooms by the configuration. She is on one backend, Bob on the other one.
class LobbyAdministrationTest : public LobbyTest {
 protected:
  LobbyAdministrationTest() {
    for (Backend* backend : {&here_, &there_}) {
      backend->host().configure("lobby.moderator", "Alice");
    }
    loginOnBoth();
    enterOnBoth();
  }

  static const prism_rooms_plugin& rooms(Backend& backend) {
    return *static_cast<const prism_rooms_plugin*>(backend.lobby()->get_extension(backend.self(), PRISM_ROOMS));
  }

  template <typename Request>
  static Request requestOf(std::string_view user, prism_request_id id = 5) {
    auto request = Backend::sized<Request>();
    request.id = id;
    request.user = Backend::str(user);
    request.room = Backend::str("lobby");
    return request;
  }

  static prism_rooms_change change(std::string_view user, std::string_view whom) {
    auto change = requestOf<prism_rooms_change>(user);
    change.nickname = change.account = Backend::str(whom);
    return change;
  }
  void setRole(Backend& backend, std::string_view user, std::string_view nickname, std::uint32_t role) {
    prism_rooms_change its = change(user, nickname);
    its.role = role;
    rooms(backend).set_role(backend.self(), &its);
  }
  void setAffiliation(Backend& backend, std::string_view user, std::string_view account, std::uint32_t affiliation) {
    prism_rooms_change its = change(user, account);
    its.affiliation = affiliation;
    rooms(backend).set_affiliation(backend.self(), &its);
  }
  void kick(Backend& backend, std::string_view user, std::string_view nickname) {
    const prism_rooms_change its = change(user, nickname);
    rooms(backend).kick(backend.self(), &its);
  }
  void ban(Backend& backend, std::string_view user, std::string_view account) {
    const prism_rooms_change its = change(user, account);
    rooms(backend).ban(backend.self(), &its);
  }

  using Values = std::vector<std::pair<std::string_view, std::string_view>>;
  void configure(Backend& backend, std::string_view user, const Values& values) {
    auto request = requestOf<prism_rooms_configuration>(user);
    std::vector<prism_pair> pairs;
    for (const auto& [name, value] : values) {
      pairs.push_back({Backend::str(name), Backend::str(value)});
    }
    request.values = pairs.data();
    request.values_count = pairs.size();
    rooms(backend).configure(backend.self(), &request);
  }

  void destroyRoom(Backend& backend, std::string_view user, std::string_view reason = {},
                   std::string_view alternative = {}) {
    auto request = requestOf<prism_rooms_destroy>(user);
    request.reason = Backend::str(reason);
    request.alternative = Backend::str(alternative);
    rooms(backend).destroy(backend.self(), &request);
  }

  Lines settings(Backend& backend, std::string_view user) {
    const auto query = requestOf<prism_rooms_settings_query>(user, 6);
    rooms(backend).get_settings(backend.self(), &query);
    return backend.take();
  }
  Lines membersOf(Backend& backend, std::uint32_t affiliation) {
    auto query = requestOf<prism_rooms_query>("alice@x", 7);
    query.affiliation = affiliation;
    rooms(backend).list(backend.self(), &query);
    return backend.take();
  }

  static bool hasEntered(const Lines& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) { return line.find("joined ") == 0; });
  }

  // Makes the changes of a constructor or of a step unseen.
  void takeAll() {
    takeHere();
    takeThere();
  }

  const Lines done_{"rooms.answer 5 outcome=1"};
  const Lines forbidden_{"rooms.answer 5 outcome=3"};
};

TEST_F(LobbyAdministrationTest, ARoleIsSeenByAllAndLetsSomebodyModerate) {
  kick(there_, "bob@x", "al");
  EXPECT_EQ(there_.take(), forbidden_);
  setRole(here_, "alice@x", "bo", PRISM_ROLE_MODERATOR);
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bo status=1 role=3 account=bob", done_[0]}));
  EXPECT_EQ(takeThere(), Lines{"participant_changed bob@x lobby bo flags=2 status=1 role=3 account=bob"});
  there_.login("carol");
  there_.join("carol@x", "lobby", "ca");
  takeAll();
  kick(there_, "bob@x", "ca");
  EXPECT_EQ(there_.take().back(), done_[0]);
  kick(there_, "bob@x", "al");
  EXPECT_EQ(there_.take(), forbidden_) << "an owner";
  ban(there_, "bob@x", "carol");
  EXPECT_EQ(there_.take(), forbidden_) << "that is for admins";
  takeAll();
  setRole(here_, "alice@x", "bo", PRISM_ROLE_PARTICIPANT);
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby bo status=1 role=2 account=bob", done_[0]}));
}

TEST_F(LobbyAdministrationTest, ARoleEndsWithTheStayOfWhichABackendThatStartsKnows) {
  setRole(here_, "alice@x", "bo", PRISM_ROLE_MODERATOR);
  takeAll();
  Backend later(path_);
  later.host().configure("lobby.moderator", "Alice");
  later.login("carol");
  later.take();
  later.join("carol@x", "lobby", "ca");
  EXPECT_EQ(later.take()[1], "participant_changed carol@x lobby bo status=1 role=3 account=bob");
  there_.lobby().leave("bob@x", "lobby");
  takeAll();
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take()[2], "joined bob@x lobby bo flags=2 status=1 account=bob");
  later.readLog();
  EXPECT_EQ(later.take().back(), "participant_changed carol@x lobby bo status=1 account=bob");
  Backend last(path_);
  last.login("dave");
  last.take();
  last.join("dave@x", "lobby", "da");
  EXPECT_EQ(last.take()[1], "participant_changed dave@x lobby bo status=1 account=bob");
}

TEST_F(LobbyAdministrationTest, OnlyModeratorsGiveRoles) {
  setRole(there_, "bob@x", "al", PRISM_ROLE_VISITOR);
  EXPECT_EQ(there_.take(), forbidden_);
  setRole(here_, "alice@x", "nobody", PRISM_ROLE_VISITOR);
  setRole(here_, "alice@x", "al", PRISM_ROLE_VISITOR);
  EXPECT_EQ(take(), (Lines{"rooms.answer 5 outcome=4",
                           "rooms.answer 5 outcome=5 Admins and owners of a room are its moderators."}));
}

TEST_F(LobbyAdministrationTest, AnAffiliationOutlivesTheBackends) {
  setAffiliation(here_, "alice@x", "bob", PRISM_AFFILIATION_ADMIN);
  EXPECT_EQ(take(),
            (Lines{"participant_changed alice@x lobby bo status=1 role=3 affiliation=4 account=bob", done_[0]}));
  EXPECT_EQ(takeThere(), Lines{"participant_changed bob@x lobby bo flags=2 status=1 role=3 affiliation=4 account=bob"});
  Backend later(path_);
  later.host().configure("lobby.moderator", "Alice");
  later.login("carol");
  later.join("carol@x", "lobby", "ca");
  later.take();
  EXPECT_EQ(membersOf(later, PRISM_AFFILIATION_ADMIN), Lines{"rooms.answer 7 outcome=1 [bob  role=0 ]"});
  EXPECT_EQ(membersOf(later, PRISM_AFFILIATION_OWNER), Lines{"rooms.answer 7 outcome=1 [alice  role=0 ]"});
  EXPECT_EQ(membersOf(later, PRISM_AFFILIATION_MEMBER), Lines{"rooms.answer 7 outcome=1"});
  setAffiliation(here_, "alice@x", "BOB", PRISM_AFFILIATION_NONE);
  takeAll();
  later.readLog();
  later.take();
  EXPECT_EQ(membersOf(later, PRISM_AFFILIATION_ADMIN), Lines{"rooms.answer 7 outcome=1"});
}

TEST_F(LobbyAdministrationTest, AdminsMakeMembersAndOwnersMakeAdmins) {
  there_.login("carol");
  takeAll();
  setAffiliation(there_, "bob@x", "carol", PRISM_AFFILIATION_MEMBER);
  EXPECT_EQ(there_.take(), forbidden_);
  setAffiliation(here_, "alice@x", "bob", PRISM_AFFILIATION_ADMIN);
  takeAll();
  setAffiliation(there_, "bob@x", "carol", PRISM_AFFILIATION_MEMBER);
  EXPECT_EQ(there_.take(), done_);
  setAffiliation(there_, "bob@x", "carol", PRISM_AFFILIATION_ADMIN);
  setAffiliation(there_, "bob@x", "bob", PRISM_AFFILIATION_NONE);
  EXPECT_EQ(there_.take(), (Lines{forbidden_[0], forbidden_[0]}));
  setAffiliation(there_, "bob@x", "nobody", PRISM_AFFILIATION_MEMBER);
  setAffiliation(there_, "bob@x", "alice", PRISM_AFFILIATION_MEMBER);
  EXPECT_EQ(there_.take(), (Lines{"rooms.answer 5 outcome=4",
                                  "rooms.answer 5 outcome=5 The administrator of the gateway has made this person an "
                                  "owner."}));
  kick(there_, "bob@x", "al");
  EXPECT_EQ(there_.take(), forbidden_);
}

TEST_F(LobbyAdministrationTest, ABanEndsAnAffiliationAndTheOtherWayRound) {
  there_.login("carol");
  takeAll();
  setAffiliation(here_, "alice@x", "carol", PRISM_AFFILIATION_MEMBER);
  ban(here_, "alice@x", "carol");
  takeAll();
  EXPECT_EQ(membersOf(there_, PRISM_AFFILIATION_MEMBER), Lines{"rooms.answer 7 outcome=1"});
  EXPECT_EQ(membersOf(there_, PRISM_AFFILIATION_OUTCAST), Lines{"rooms.answer 7 outcome=1 [carol  role=0 ]"});
  setAffiliation(here_, "alice@x", "carol", PRISM_AFFILIATION_MEMBER);
  takeAll();
  EXPECT_EQ(membersOf(there_, PRISM_AFFILIATION_MEMBER), Lines{"rooms.answer 7 outcome=1 [carol  role=0 ]"});
  EXPECT_EQ(membersOf(there_, PRISM_AFFILIATION_OUTCAST), Lines{"rooms.answer 7 outcome=1"});
}

TEST_F(LobbyAdministrationTest, OwnersReadAndChangeTheSettings) {
  const Lines initial = settings(here_, "alice@x");
  ASSERT_EQ(initial.size(), 1U);
  EXPECT_NE(initial[0].find("membersonly"), std::string::npos) << initial[0];
  EXPECT_EQ(settings(there_, "bob@x"), Lines{"rooms.answer 6 outcome=3"});
  configure(there_, "bob@x", {{"membersonly", "1"}});
  EXPECT_EQ(there_.take(), forbidden_);
  configure(here_, "alice@x", {{"maxusers", "7"}, {"no-such", "1"}});
  EXPECT_EQ(take(), Lines{"rooms.answer 5 outcome=4"});
  EXPECT_EQ(settings(here_, "alice@x"), initial) << "nothing is changed";
  configure(here_, "alice@x", {{"roomname", "The kitchen"}, {"maxusers", "7"}});
  EXPECT_EQ(take(), (Lines{"room_list user=alice@x name=lobby title=The kitchen", done_[0]}));
  EXPECT_EQ(takeThere(), Lines{"room_list user=bob@x name=lobby title=The kitchen"});
  const Lines changed = settings(here_, "alice@x");
  setAffiliation(here_, "alice@x", "bob", PRISM_AFFILIATION_OWNER);
  takeAll();
  EXPECT_EQ(settings(there_, "bob@x"), changed) << "the other backend has them";
}

TEST_F(LobbyAdministrationTest, ARoomForMembersOnly) {
  configure(here_, "alice@x", {{"membersonly", "1"}});
  takeAll();
  there_.lobby().leave("bob@x", "lobby");
  there_.take();
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take(), Lines{"join_failed bob@x lobby error=3 text=This room is for its members only."});
  setAffiliation(here_, "alice@x", "bob", PRISM_AFFILIATION_MEMBER);
  takeAll();
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take()[1], "joined bob@x lobby bo flags=2 status=1 affiliation=3 account=bob");
}

TEST_F(LobbyAdministrationTest, AFullRoom) {
  configure(here_, "alice@x", {{"maxusers", "2"}});
  there_.login("carol");
  takeAll();
  there_.join("carol@x", "lobby", "ca");
  EXPECT_EQ(there_.take(), Lines{"join_failed carol@x lobby error=6 text=This room is full."});
  there_.join("bob@x", "lobby", "robert");  // who is in it
  EXPECT_TRUE(hasEntered(there_.take()));
}

TEST_F(LobbyAdministrationTest, VisitorsOfAModeratedRoomHaveNoVoice) {
  configure(here_, "alice@x", {{"moderatedroom", "1"}});
  takeHere();
  EXPECT_NE(takeThere().back().find("participant_changed bob@x lobby bo flags=2 status=1 role=1 account=bob"),
            std::string::npos);
  there_.lobby().say("bob@x", "lobby", "may I?", PRISM_CONVERSATION_ROOM, {}, 9);
  EXPECT_EQ(there_.take(), Lines{"receipt bob@x lobby 9 kind=2 state=4 text=This room is moderated, and you "
                                 "have no voice in it."});
  EXPECT_EQ(takeHere(), Lines{});
  setRole(here_, "alice@x", "bo", PRISM_ROLE_PARTICIPANT);
  takeAll();
  there_.sayInRoom("bob@x", "lobby", "thank you");
  EXPECT_EQ(takeHere().size(), 1U);
}

TEST_F(LobbyAdministrationTest, ASubjectThatOnlyModeratorsSet) {
  configure(here_, "alice@x", {{"changesubject", "0"}});
  takeAll();
  there_.lobby().setSubject("bob@x", "lobby", "cake");
  EXPECT_EQ(there_.take(), Lines{"message bob@x lobby kind=2 text=Only moderators set the subject of this room."});
  EXPECT_EQ(takeHere(), Lines{});
  here_.lobby().setSubject("alice@x", "lobby", "tea");
  EXPECT_EQ(takeThere().size(), 1U);
}

TEST_F(LobbyAdministrationTest, ADestroyedRoomIsGoneUntilItsOwnerBeginsItAnew) {
  destroyRoom(there_, "bob@x");
  EXPECT_EQ(there_.take(), forbidden_);
  configure(here_, "alice@x", {{"maxusers", "2"}});
  there_.login("carol");
  ban(here_, "alice@x", "carol");
  takeAll();
  destroyRoom(here_, "alice@x", "we move", "kitchen");
  const std::string why =
      "status_text=The room has been destroyed: we move; go to kitchen role=3 "
      "affiliation=5 account=alice";
  EXPECT_EQ(take(), (Lines{"participant_changed alice@x lobby al flags=2 status=6 " + why, done_[0]}));
  EXPECT_EQ(takeThere(), Lines{"participant_changed bob@x lobby bo flags=2 status=6 status_text=The room has been "
                               "destroyed: we move; go to kitchen account=bob"});
  there_.join("bob@x", "lobby", "bo");
  EXPECT_EQ(there_.take(), Lines{"join_failed bob@x lobby error=1 text=There is no such room."});
  Backend later(path_);
  later.host().configure("lobby.moderator", "Alice");
  later.login("dave");
  later.take();
  later.join("dave@x", "lobby", "da");
  EXPECT_EQ(later.take(), Lines{"join_failed dave@x lobby error=1 text=There is no such room."});

  takeHere();
  here_.join("alice@x", "lobby", "al");
  EXPECT_EQ(take().front(), "joined alice@x lobby al flags=2 status=1 role=3 affiliation=5 account=alice");
  takeThere();
  for (const char* const name : {"carol", "bob"}) {  // no ban and no limit is left
    there_.join(std::string(name) + "@x", "lobby", name);
    EXPECT_TRUE(hasEntered(there_.take())) << name;
  }
  EXPECT_EQ(membersOf(there_, PRISM_AFFILIATION_OUTCAST), Lines{"rooms.answer 7 outcome=1"});
}

}  // namespace
}  // namespace prism::tests
