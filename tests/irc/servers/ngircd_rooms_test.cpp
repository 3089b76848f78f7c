// SPDX-License-Identifier: MIT
// Channels at a real ngIRCd.
#include "tests/irc/servers/irc_test.h"

namespace prism::tests {
namespace {

class NgircdRooms : public IrcTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    server_.emplace();
    server_->start();
    launchIrc(at(server_->port()));
  }

  // bob, the operator of #lobby, then alice comes by Prism.
  Client& bobAndAlice() {
    bob_.emplace(server_->port(), "bob");
    bob_->join("#lobby");
    logIn("alice");
    joinAndWait("alice", "#lobby", "alice");
    bob_->expect(" JOIN :?#lobby");
    return *bob_;
  }

  std::optional<Ngircd> server_;
  std::optional<Client> bob_;
};

TEST_F(NgircdRooms, JoinTellsWhoIsThereThenOneselfThenTheTopic) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("TOPIC #lobby :welcome");
  bob.expect(" TOPIC #lobby");
  logIn("alice");
  join("alice", "#lobby", "alice");
  std::vector<std::string> events;
  while (events.empty() || events.back().find("SUBJECT") == std::string::npos) {
    events.push_back(describe(spectrum_->next()));
    if (events.back().find("ROOM_LIST") != std::string::npos) {
      events.pop_back();
    }
  }
  ASSERT_EQ(events.size(), 3U);
  EXPECT_NE(events[0].find("nickname=\"bob\" flag=1 status=0"), std::string::npos) << events[0];
  EXPECT_NE(events[1].find("nickname=\"alice\" flag=16 status=0"), std::string::npos) << events[1];
  EXPECT_NE(events[2].find("message=\"welcome\" nickname=\"bob\""), std::string::npos) << events[2];
  EXPECT_NE(events[2].find("timestamp="), std::string::npos) << events[2];
}

TEST_F(NgircdRooms, TwoUsersTalkAndEachHearsEachOnce) {
  logIn("alice");
  logIn("bob");
  joinAndWait("alice", "#lobby", "alice");
  joinAndWait("bob", "#lobby", "bob");
  await("PARTICIPANT_CHANGED userName=\"alice\".*nickname=\"bob\"");
  for (int i = 0; i < 20; ++i) {
    say(i % 2 == 0 ? "alice" : "bob", "#lobby", "line " + std::to_string(i));
    const std::string speaker = i % 2 == 0 ? "alice" : "bob";
    for (const std::string user : {"alice", "bob"}) {
      await("CONV_MESSAGE userName=\"" + user + "\" buddyName=\"#lobby\" message=\"line " + std::to_string(i) +
            "\" nickname=\"" + speaker + "\"");
    }
  }
  Client carol(server_->port(), "carol");
  settle(carol, "alice", "alice");
  settle(carol, "bob", "bob");
  EXPECT_EQ(count("message=\"line "), 0U);
}

TEST_F(NgircdRooms, JoiningTwiceDoesNoHarm) {
  bobAndAlice();
  joinAndWait("alice", "#lobby", "alice");
  forget();
  say("alice", "#lobby", "once");
  await("CONV_MESSAGE.*\"once\"");
  settle(*bob_, "alice", "alice");
  EXPECT_EQ(count("\"once\""), 0U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
}

TEST_F(NgircdRooms, NamesAreComparedWithoutCase) {
  Client& bob = bobAndAlice();
  say("alice", "#LOBBY", "loud");
  bob.expect("PRIVMSG #(lobby|LOBBY) :loud");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"loud\"");
}

TEST_F(NgircdRooms, AnotherNicknameThanAskedForIsToldFirst) {
  logIn("alice");
  join("alice", "#lobby", "Wonderland");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice\" room=\"#lobby\"");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\"");
}

TEST_F(NgircdRooms, Keys) {
  Client bob(server_->port(), "bob");
  bob.join("#secret");
  bob.send("MODE #secret +k sesame");
  bob.expect(" MODE #secret \\+k");
  logIn("alice");
  join("alice", "#secret", "alice", "wrong");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#secret\" nickname=\"alice\" flag=24 .*statusmessage=\".*key");
  joinAndWait("alice", "#secret", "alice", "sesame");
}

TEST_F(NgircdRooms, RefusedJoins) {
  Client bob(server_->port(), "bob");
  const auto set = [&](const std::string& room, const std::string& mode) {
    bob.join(room);
    bob.send("MODE " + room + " " + mode);
    bob.expect(" MODE " + room);
  };
  set("#invited", "+i");
  set("#full", "+l 1");
  set("#banned", "+b alice!*@*");
  logIn("alice");
  for (const char* room : {"#invited", "#full", "#banned"}) {
    join("alice", room, "alice");
    await("PARTICIPANT_CHANGED userName=\"alice\" room=\"" + std::string(room) +
          "\" nickname=\"alice\" flag=24 .*statusmessage=\"Cannot join");
  }
  join("alice", "#has=20space", "alice");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#has=20space\" nickname=\"alice\" flag=80 ");
  join("alice", "#a,#b", "alice");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#a,#b\" nickname=\"alice\" flag=80 ");
}

TEST_F(NgircdRooms, TopicsBothWays) {
  Client& bob = bobAndAlice();
  bob.send("TOPIC #lobby :from bob");
  await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#lobby\" message=\"from bob\" nickname=\"bob\"");
  bob.send("MODE #lobby +o alice");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\" flag=17 ");
  setSubject("alice", "#lobby", "from\nalice");
  bob.expect("TOPIC #lobby :from alice");
  await("ROOM_SUBJECT_CHANGED .*message=\"from alice\" nickname=\"alice\"");
}

TEST_F(NgircdRooms, RanksComeAndGo) {
  Client& bob = bobAndAlice();
  Client carol(server_->port(), "carol");
  carol.join("#lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 status=0");
  bob.send("MODE #lobby +h carol");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=1 ");
  bob.send("MODE #lobby -h carol");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 ");
  bob.send("MODE #lobby +v carol");
  settle(bob, "alice", "alice");
  EXPECT_EQ(count("nickname=\"carol\""), 0U);
}

TEST_F(NgircdRooms, PartQuitAndKickHaveTheirReasons) {
  Client& bob = bobAndAlice();
  Client carol(server_->port(), "carol");
  carol.join("#lobby");
  carol.send("PART #lobby :bye for now");
  await("nickname=\"carol\" .*status=5 statusmessage=\".*bye for now");
  carol.join("#lobby");
  bob.send("KICK #lobby carol :too loud");
  await("nickname=\"carol\" flag=32 status=5 statusmessage=\"bob: too loud\"");
  carol.join("#lobby");
  carol.send("QUIT :gone home");
  await("nickname=\"carol\" .*status=5 statusmessage=\".*gone home");
}

TEST_F(NgircdRooms, BeingKickedOut) {
  Client& bob = bobAndAlice();
  bob.send("MODE #lobby +b alice!*@*");
  bob.send("KICK #lobby alice :go away");
  await("nickname=\"alice\" flag=48 status=5 statusmessage=\"bob: go away\"");
  join("alice", "#lobby", "alice");
  await("nickname=\"alice\" flag=24 .*statusmessage=\"Cannot join");
}

TEST_F(NgircdRooms, NicknamesChangeBothWays) {
  Client& bob = bobAndAlice();
  bob.send("NICK robert");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*newname=\"robert\"");
  say("alice", "#lobby", "/nick alicia");
  bob.expect("^:alice!\\S+ NICK :?alicia");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alicia\" room=\"#lobby\"");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 .*newname=\"alicia\"");
}

TEST_F(NgircdRooms, InvitationsBothWays) {
  Client& bob = bobAndAlice();
  bob.join("#hall");
  bob.send("INVITE alice #hall");
  const std::string raw = await("RAW_XML");
  EXPECT_NE(raw.find("#hall@irc.prism.test"), std::string::npos) << raw;
  EXPECT_NE(raw.find("bob has invited you to #hall"), std::string::npos) << raw;
  Client carol(server_->port(), "carol");
  say("alice", "#lobby", "/invite carol");
  carol.expect("INVITE carol :?#lobby");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"carol has been invited to #lobby\" nickname=\"irc.prism.test\"");
}

TEST_F(NgircdRooms, LeavingIsSaidToTheServer) {
  Client& bob = bobAndAlice();
  leave("alice", "#lobby");
  bob.expect("^:alice!\\S+ PART #lobby");
}

TEST_F(NgircdRooms, FiveHundredLinesArriveInOrder) {
  Client& bob = bobAndAlice();
  std::string paste;
  for (int i = 0; i < 500; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < 500; ++i) {
    bob.expect("^:alice!\\S+ PRIVMSG #lobby :line " + std::to_string(i) + "$");
  }
  EXPECT_EQ(bob.count("PRIVMSG #lobby"), 500U);
}

TEST_F(NgircdRooms, TwoHundredUsersInOneRoom) {
  std::vector<std::unique_ptr<Client>> people;
  for (int i = 0; i < 200; ++i) {
    people.push_back(std::make_unique<Client>(server_->port(), "user" + std::to_string(i)));
    people.back()->send("JOIN #crowd");
  }
  people.back()->expect(" 366 ");
  logIn("alice");
  join("alice", "#crowd", "alice");
  await("ROOM_SUBJECT_CHANGED userName=\"alice\"");
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"user[0-9]+\" "), 200U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" "), 1U);
  forget();
  for (const auto& person : people) {
    person->send("QUIT :all gone");
  }
  for (int i = 0; i < 200; ++i) {
    await("nickname=\"user" + std::to_string(i) + "\" .*status=5");
  }
}

TEST_F(NgircdRooms, RoomListAfterLogin) {
  Client bob(server_->port(), "bob");
  bob.join("#one");
  bob.join("#two");
  logIn("alice");
  const std::string list = await("ROOM_LIST");
  EXPECT_NE(list.find("#one"), std::string::npos) << list;
  EXPECT_NE(list.find("#two"), std::string::npos) << list;
}

}  // namespace
}  // namespace prism::tests
