// SPDX-License-Identifier: MIT
// Channels with a real ngIRCd.
#include "tests/irc/servers/irc_test.h"

namespace prism::tests {
namespace {

class NgircdRooms : public IrcTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoNgircd());
    server_.emplace();
    server_->start();
    launchIrc(addressOf(server_->port()));
  }

  Client& joinBobAndAlice() { return joinLobby(server_->port()); }

  std::optional<Ngircd> server_;
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
  }
  ASSERT_EQ(events.size(), 3U);
  EXPECT_NE(events[0].find("nickname=\"bob\" flag=1 status=0"), std::string::npos) << events[0];
  EXPECT_NE(events[1].find("nickname=\"alice\" flag=16 status=0"), std::string::npos) << events[1];
  EXPECT_NE(events[2].find("message=\"welcome\" nickname=\"bob\""), std::string::npos) << events[2];
  EXPECT_NE(events[2].find("timestamp="), std::string::npos) << events[2];
}

TEST_F(NgircdRooms, JoiningTwiceDoesNoHarm) {
  joinBobAndAlice();
  awaitRoundTrip(*bob_, "alice", "alice");
  dropKeptFrames();
  join("alice", "#lobby", "alice");
  awaitEntered("alice", "#lobby");
  dropKeptFrames();
  say("alice", "#lobby", "once");
  await("CONV_MESSAGE.*\"once\"");
  awaitRoundTrip(*bob_, "alice", "alice");
  EXPECT_EQ(count("\"once\""), 0U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
}

TEST_F(NgircdRooms, NamesAreComparedWithoutCase) {
  Client& bob = joinBobAndAlice();
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
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#secret\" nickname=\"alice\" flag=8 .*statusmessage=\".*key");
  joinAndWait("alice", "#secret", "alice", "sesame");
}

TEST_F(NgircdRooms, TopicsBothWays) {
  Client& bob = joinBobAndAlice();
  bob.send("TOPIC #lobby :from bob");
  await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#lobby\" message=\"from bob\" nickname=\"bob\"");
  bob.send("MODE #lobby +o alice");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\" flag=17 ");
  setSubject("alice", "#lobby", "from\nalice");
  bob.expect("TOPIC #lobby :from alice");
  await("ROOM_SUBJECT_CHANGED .*message=\"from alice\" nickname=\"alice\"");
}

TEST_F(NgircdRooms, RanksComeAndGo) {
  Client& bob = joinBobAndAlice();
  Client carol(server_->port(), "carol");
  carol.join("#lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 status=0");
  bob.send("MODE #lobby +h carol");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=1 ");
  bob.send("MODE #lobby -h carol");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 ");
  bob.send("MODE #lobby +v carol");
  awaitRoundTrip(bob, "alice", "alice");
  EXPECT_EQ(count("nickname=\"carol\""), 0U);
}

TEST_F(NgircdRooms, LeavingIsSaidToTheServer) {
  Client& bob = joinBobAndAlice();
  leave("alice", "#lobby");
  bob.expect("^:alice!\\S+ PART #lobby");
}

TEST_F(NgircdRooms, RoomListAfterLogin) {
  Client bob(server_->port(), "bob");
  bob.join("#one");
  bob.join("#two");
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchIrc(addressOf(server_->port()), "room_list = 200\n");
  logIn("alice");
  const std::string list = await("ROOM_LIST");
  EXPECT_NE(list.find("#one"), std::string::npos) << list;
  EXPECT_NE(list.find("#two"), std::string::npos) << list;
}

}  // namespace
}  // namespace prism::tests
