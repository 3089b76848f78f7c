// SPDX-License-Identifier: MIT
// Channels of a real Ergo, with what it knows and ngIRCd does not.
#include "tests/irc/servers/ergo_fixture.h"

#include <memory>
#include <vector>

namespace prism::tests {
namespace {

class ErgoRooms : public ErgoFixture {
 protected:
  void SetUp() override {
    ErgoFixture::SetUp();
    if (!IsSkipped() && !HasFatalFailure()) {
      startServer();
      launchIrc(here());
    }
  }
};

TEST_F(ErgoRooms, TwoUsersTalkAndEachHearsEachOnce) {
  logIn("alice");
  logIn("bob");
  joinAndWait("alice", "#lobby", "alice");
  joinAndWait("bob", "#lobby", "bob");
  await("PARTICIPANT_CHANGED userName=\"alice\".*nickname=\"bob\"");
  for (int i = 0; i < 20; ++i) {
    const std::string speaker = i % 2 == 0 ? "alice" : "bob";
    say(speaker, "#lobby", "line " + std::to_string(i));
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

TEST_F(ErgoRooms, RefusedJoins) {
  Client bob = registered("bob");
  const auto set = [&](const std::string& room, const std::string& mode) {
    bob.join(room);
    bob.send("MODE " + room + " " + mode);
    bob.expect(" MODE " + room + " ");
  };
  set("#invited", "+i");
  set("#full", "+l 1");
  set("#banned", "+b alice!*@*");
  set("#keyed", "+k sesame");
  set("#registered", "+R");
  logIn("alice");
  for (const char* room : {"#invited", "#full", "#banned", "#keyed", "#registered"}) {
    SCOPED_TRACE(room);
    join("alice", room, "alice");
    await("PARTICIPANT_CHANGED userName=\"alice\" room=\"" + std::string(room) +
          "\" nickname=\"alice\" flag=24 status=5 statusmessage=\"[^\"]+\"");
  }
  join("alice", "#keyed", "alice", "sesame");
  await("ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"#keyed\"");
  bob.send("INVITE alice #invited");
  EXPECT_NE(await("RAW_XML").find("#invited@irc.prism.test"), std::string::npos);
  joinAndWait("alice", "#invited", "alice");
}

TEST_F(ErgoRooms, NamesThatCannotBe) {
  logIn("alice");
  for (const std::string& room : {"#" + std::string(100, 'x'), std::string("#a=20b"), std::string("#a,b")}) {
    SCOPED_TRACE(room);
    join("alice", room, "alice");
    await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#.*\" nickname=\"alice\" flag=80 status=5 ");
  }
}

TEST_F(ErgoRooms, TopicsHaveTheirAuthorAndTime) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("TOPIC #lobby :tea & cake");
  bob.expect(" TOPIC #lobby");
  logIn("alice");
  join("alice", "#lobby", "alice");
  await("ROOM_SUBJECT_CHANGED .*message=\"tea & cake\" nickname=\"bob\" .*timestamp=\"[0-9]{8}T[0-9]{6}\"");
  say("alice", "#lobby", "/topic mine");
  await(
      "CONV_MESSAGE .*buddyName=\"#lobby\" message=\"[^\"]*(operator|privileged)[^\"]*\" nickname=\"ergo.prism.test\"");
}

TEST_F(ErgoRooms, InvitationsOfOthersAndOwn) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  Client carol(server_->port(), "carol");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.send("MODE #lobby +o alice");
  await("nickname=\"alice\" flag=17 ");
  say("alice", "#lobby", "/invite carol");
  carol.expect("^:alice!\\S+ INVITE carol :?#lobby");
  await("CONV_MESSAGE .*message=\"carol has been invited to #lobby\" nickname=\"ergo.prism.test\"");
}

TEST_F(ErgoRooms, RenamingAndLeaving) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.send("NICK robert");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*newname=\"robert\"");
  say("alice", "#lobby", "/nick alicia");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alicia\" room=\"#lobby\"");
  bob.expect("^:alice!\\S+ NICK :?alicia");
  bob.send("PART #lobby :tea time");
  await("nickname=\"robert\" .*status=5 statusmessage=\"tea time\"");
  bob.join("#lobby");
  await("nickname=\"robert\" .*status=0");
  bob.send("QUIT :good night");
  await("nickname=\"robert\" .*status=5 statusmessage=\".*good night");
  say("alice", "#lobby", "/part it was nice");
  await("PARTICIPANT_CHANGED .*nickname=\"alicia\" flag=16 status=5");
}

TEST_F(ErgoRooms, KickedAndBanned) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  Client carol(server_->port(), "carol");
  carol.join("#lobby");
  await("nickname=\"carol\"");
  bob.send("KICK #lobby carol :too loud");
  await("nickname=\"carol\" flag=32 status=5 statusmessage=\"bob: too loud\"");
  bob.send("KICK #lobby alice :you too");
  await("nickname=\"alice\" flag=48 status=5 statusmessage=\"bob: you too\"");
}

TEST_F(ErgoRooms, TwoHundredUsersAndTheirEnd) {
  std::vector<std::unique_ptr<Client>> people;
  for (int i = 0; i < 200; ++i) {
    people.push_back(std::make_unique<Client>(server_->port(), "user" + std::to_string(i)));
    people.back()->send("JOIN #crowd");
  }
  for (const auto& person : people) {
    person->expect(" 366 ");
  }
  logIn("alice");
  joinAndWait("alice", "#crowd", "alice");
  collect();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"user[0-9]+\" .*status=0"), 200U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 "), 1U);
  forget();
  people.clear();  // connections that just end
  for (int i = 0; i < 200; ++i) {
    await("PARTICIPANT_CHANGED .*nickname=\"user" + std::to_string(i) + "\" .*status=5");
  }
}

TEST_F(ErgoRooms, TheFiveHundredLinesOfAPasteComeInOrder) {
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  std::string paste;
  for (int i = 0; i < 500; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < 500; ++i) {
    bob.expect("^:alice!\\S+ PRIVMSG #lobby :line " + std::to_string(i) + "$");
  }
  await("message=\"line 499\" nickname=\"alice\"");
  EXPECT_EQ(count("message=\"line [0-9]+\" nickname=\"alice\""), 499U);
}

TEST_F(ErgoRooms, WhoisTellsOfTheAccount) {
  Client bob = registered("bob");
  bob.send("SETNAME :Bob of the Hill");
  logIn("alice");
  say("alice", "bob", "/whois bob");
  const std::string answer = await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"bob is ");
  EXPECT_NE(answer.find("account: bob"), std::string::npos) << answer;
}

TEST_F(ErgoRooms, CommandsOfTheChannelsOwner) {
  Client bob(server_->port(), "bob");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.join("#lobby");
  await("nickname=\"bob\"");
  for (const auto& [typed, seen] :
       std::vector<std::pair<std::string, std::string>>{{"/topic new topic", "^:alice!\\S+ TOPIC #lobby :new topic"},
                                                        {"/voice bob", "MODE #lobby \\+v bob"},
                                                        {"/devoice bob", "MODE #lobby -v bob"},
                                                        {"/op bob", "MODE #lobby \\+o bob"},
                                                        {"/deop bob", "MODE #lobby -o bob"},
                                                        {"/mode +m", "MODE #lobby \\+m"},
                                                        {"/ban carol", "MODE #lobby \\+b carol!\\*@\\*"},
                                                        {"/unban carol", "MODE #lobby -b carol!\\*@\\*"},
                                                        {"/notice #lobby note this", "NOTICE #lobby :note this"},
                                                        {"/msg bob hi", "PRIVMSG bob :hi"},
                                                        {"/kick bob out with you", "KICK #lobby bob :out with you"}}) {
    SCOPED_TRACE(typed);
    say("alice", "#lobby", typed);
    bob.expect(seen);
  }
}

}  // namespace
}  // namespace prism::tests
