// SPDX-License-Identifier: MIT
// Channels and people at a real server of each kind.
#include "tests/irc/servers/any_server.h"

#include <memory>
#include <utility>
#include <vector>

namespace prism::tests {
namespace {

TEST_P(AnyServer, TwoUsersTalkAndEachHearsEachOnce) {
  launch();
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
  awaitRoundTrip(carol, "alice", "alice");
  awaitRoundTrip(carol, "bob", "bob");
  EXPECT_EQ(count("message=\"line "), 0U);
}

TEST_P(AnyServer, RefusedJoins) {
  launch();
  Client bob(server_->port(), "bob");
  const auto set = [&](const std::string& room, const std::string& mode) {
    bob.join(room);
    bob.send("MODE " + room + " " + mode);
    bob.expect(" MODE " + room + " ");
  };
  set("#invited", "+i");
  set("#full", "+l 1");
  set("#banned", "+b alice!*@*");
  set("#keyed", "+k sesame");
  logIn("alice");
  for (const char* room : {"#invited", "#full", "#banned", "#keyed"}) {
    SCOPED_TRACE(room);
    join("alice", room, "alice");
    await("PARTICIPANT_CHANGED userName=\"alice\" room=\"" + std::string(room) + "\" nickname=\"alice\" flag=" +
          (room == std::string("#full") ? "64" : "8") + " status=5 statusmessage=\"Cannot join");
  }
  joinAndWait("alice", "#keyed", "alice", "sesame");
  bob.send("INVITE alice #invited");
  EXPECT_NE(await("RAW_XML").find("#invited@irc.prism.test"), std::string::npos);
  joinAndWait("alice", "#invited", "alice");
}

TEST_P(AnyServer, NamesThatCannotBe) {
  launch();
  logIn("alice");
  for (const std::string& room :
       {"#" + std::string(100, 'x'), std::string("#has=20space"), std::string("#a,b"), std::string("#a,#b")}) {
    SCOPED_TRACE(room);
    join("alice", room, "alice");
    await("PARTICIPANT_CHANGED userName=\"alice\" room=\"" + room + "\" nickname=\"alice\" flag=64 status=5 ");
  }
}

TEST_P(AnyServer, PartQuitAndKickHaveTheirReasons) {
  Client& bob = joinBobAndAlice();
  Client carol(server_->port(), "carol");
  carol.join("#lobby");
  carol.send("PART #lobby :bye for now");
  await("nickname=\"carol\" .*status=5 statusmessage=\"" + std::string(isErgo() ? "bye for now\"" : ".*bye for now"));
  carol.join("#lobby");
  await("nickname=\"carol\" .*status=0");
  bob.send("KICK #lobby carol :too loud");
  await("nickname=\"carol\" flag=32 status=5 statusmessage=\"bob: too loud\"");
  carol.join("#lobby");
  carol.send("QUIT :gone home");
  await("nickname=\"carol\" .*status=5 statusmessage=\".*gone home");
}

TEST_P(AnyServer, BeingKickedOut) {
  Client& bob = joinBobAndAlice();
  bob.send("MODE #lobby +b alice!*@*");
  bob.send("KICK #lobby alice :go away");
  await("nickname=\"alice\" flag=48 status=5 statusmessage=\"bob: go away\"");
  join("alice", "#lobby", "alice");
  await("nickname=\"alice\" flag=8 .*statusmessage=\"Cannot join");
}

TEST_P(AnyServer, NicknamesChangeBothWays) {
  Client& bob = joinBobAndAlice();
  bob.send("NICK robert");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*newname=\"robert\"");
  say("alice", "#lobby", "/nick alicia");
  bob.expect("^:alice!\\S+ NICK :?alicia");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alicia\" room=\"#lobby\"");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 .*newname=\"alicia\"");
  say("alice", "#lobby", "/part it was nice");
  await("PARTICIPANT_CHANGED .*nickname=\"alicia\" flag=16 status=5");
}

TEST_P(AnyServer, InvitationsBothWays) {
  Client& bob = joinBobAndAlice();
  bob.join("#hall");
  bob.send("INVITE alice #hall");
  const std::string raw = await("RAW_XML");
  EXPECT_NE(raw.find("#hall@irc.prism.test"), std::string::npos) << raw;
  EXPECT_NE(raw.find("bob has invited you to #hall"), std::string::npos) << raw;
  bob.send("MODE #lobby +o alice");
  await("nickname=\"alice\" flag=17 ");
  Client carol(server_->port(), "carol");
  say("alice", "#lobby", "/invite carol");
  carol.expect("^:alice!\\S+ INVITE carol :?#lobby");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"carol is invited\\.\" nickname=\"#lobby\"");
}

TEST_P(AnyServer, TheFiveHundredLinesOfAPasteComeInOrder) {
  Client& bob = joinBobAndAlice();
  std::string paste;
  for (int i = 0; i < 500; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  for (int i = 0; i < 500; ++i) {
    bob.expect("^:alice!\\S+ PRIVMSG #lobby :line " + std::to_string(i) + "$");
  }
  EXPECT_EQ(bob.count("PRIVMSG #lobby"), 500U);
  if (isErgo()) {  // its labels and echoes tell which lines are one message of hers
    await("message=\"line 0.nline 1.n.* nickname=\"alice\"");
    EXPECT_EQ(count("message=\"line [0-9]+.* nickname=\"alice\""), 0U);
  } else {
    await("message=\"line 499\" nickname=\"alice\"");
    EXPECT_EQ(count("message=\"line [0-9]+\" nickname=\"alice\""), 499U);
  }
}

TEST_P(AnyServer, TwoHundredUsersAndTheirEnd) {
  launch();
  std::vector<std::unique_ptr<Client>> people;
  for (int i = 0; i < 200; ++i) {
    people.push_back(std::make_unique<Client>(server_->port(), "user" + std::to_string(i)));
    people.back()->send("JOIN #crowd");
  }
  people.back()->expect(" 366 ");
  logIn("alice");
  joinAndWait("alice", "#crowd", "alice");
  collect();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"user[0-9]+\" .*status=0"), 200U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 "), 1U);
  dropKeptFrames();
  for (std::size_t i = 0; i < people.size(); i += 2) {
    people[i]->send("QUIT :all gone");
    people[i]->expectEnd();
  }
  people.clear();  // the other half of the connections just ends
  for (int i = 0; i < 200; ++i) {
    await("PARTICIPANT_CHANGED .*nickname=\"user" + std::to_string(i) + "\" .*status=5");
  }
}

TEST_P(AnyServer, CommandsOfTheChannelsOwner) {
  launch();
  Client bob(server_->port(), "bob");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.join("#lobby");
  await("nickname=\"bob\"");
  const auto type = [&](const std::string& typed, const std::string& seen) {
    SCOPED_TRACE(typed);
    say("alice", "#lobby", typed);
    bob.expect(seen);
  };
  type("/topic new topic", "^:alice!\\S+ TOPIC #lobby :new topic");
  type("/op bob", "MODE #lobby \\+o bob");
  await("nickname=\"bob\" flag=1 ");
  type("/deop bob", "MODE #lobby -o bob");
  type("/voice bob", "MODE #lobby \\+v bob");
  type("/devoice bob", "MODE #lobby -v bob");
  type("/mode +m", "MODE #lobby \\+m");
  type("/ban carol", "MODE #lobby \\+b carol!\\*@\\*");
  say("alice", "#lobby", "/affiliations outcast");
  await(
      "CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"Banned:.ncarol!\\*@\\*.*\" nickname=\"#lobby\"");
  type("/unban carol", "MODE #lobby -b carol!\\*@\\*");
  type("/notice #lobby note this", "NOTICE #lobby :note this");
  type("/msg bob hi", "PRIVMSG bob :hi");
  type("/kick bob out with you", "KICK #lobby bob :out with you");
}

TEST_P(AnyServer, OperatorsModerate) {
  launch();
  Client bob(server_->port(), "bob");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.join("#lobby");
  await("nickname=\"bob\"");
  const auto type = [&](const std::string& typed, const std::string& answer) {
    SCOPED_TRACE(typed);
    say("alice", "#lobby", typed);
    await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"" + answer + "\" nickname=\"#lobby\"");
  };
  type("/role bob moderator", "bob is now a moderator\\.");
  bob.expect("^:alice!\\S+ MODE #lobby \\+o bob");
  type("/role bob participant", "bob is now a participant\\.");
  bob.expect("^:alice!\\S+ MODE #lobby -o\\+v bob bob");
  type("/role bob participant", "bob is now a participant\\.");
  type("/role bob visitor", "bob is now a visitor\\.");
  bob.expect("^:alice!\\S+ MODE #lobby -v bob");
  type("/role carol moderator", "carol is not known here\\.");
  type("/ban bob too loud", "bob is banned\\.");
  bob.expect("^:alice!\\S+ MODE #lobby \\+b bob!\\*@\\*");
  bob.expect("^:alice!\\S+ KICK #lobby bob :too loud");
  type("/ban bob too loud", "bob is banned\\.");  // again
  bob.send("JOIN #lobby");
  bob.expect(" 474 ");
  type("/unban bob", "bob is not banned any more\\.");
  bob.join("#lobby");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" .*status=0");
  type("/kick bob for now", "bob is removed from this room\\.");
  bob.expect("^:alice!\\S+ KICK #lobby bob :for now");
  type("/kick bob", "[^\"]+");
  bob.join("#other");
  joinAndWait("alice", "#other", "alice");
  say("alice", "#other", "/kick bob");
  await("CONV_MESSAGE .*buddyName=\"#other\" message=\".*([Oo]perator|[Pp]rivilege).*\" nickname=\"#other\"");
  say("alice", "#other", "/ban bob");
  await("CONV_MESSAGE .*buddyName=\"#other\" message=\".*([Oo]perator|[Pp]rivilege).*\" nickname=\"#other\"");
  bob.send("PING still-here");
  bob.expect("PONG .*still-here");
  EXPECT_EQ(bob.count("KICK #other"), 0U);
}

TEST_P(AnyServer, OperatorsConfigureTheChannel) {
  launch();
  Client bob(server_->port(), "bob");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  bob.join("#lobby");
  await("nickname=\"bob\"");
  const auto type = [&](const std::string& typed, const std::string& answer, const std::string& seen) {
    SCOPED_TRACE(typed);
    say("alice", "#lobby", typed);
    await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"" + answer + "\" nickname=\"#lobby\"");
    if (!seen.empty()) {
      bob.expect("^:alice!\\S+ MODE #lobby " + seen);
    }
  };
  type("/configure moderatedroom yes", "moderatedroom is changed\\.", "\\+m");
  type("/configure changesubject yes", "changesubject is changed\\.", isErgo() ? "-t" : "");
  type("/configure maxusers 50", "maxusers is changed\\.", "\\+l 50");
  type("/configure roomsecret tea", "roomsecret is changed\\.", "\\+k ");
  say("alice", "#lobby", "/configure");
  await("CONV_MESSAGE .*message=\"The configuration of this room:.nmembersonly: no - ");
  type("/configure moderatedroom", "moderatedroom: yes - .*", "");
  type("/configure changesubject", "changesubject: yes - .*", "");
  type("/configure roomsecret", "roomsecret: \\(hidden\\) - .*", "");
  type("/configure maxusers", "maxusers: 50 - .*", "");
  type("/configure roomsecret \"\"", "roomsecret is changed\\.", "-k");
  type("/configure maxusers \"\"", "maxusers is changed\\.", "-l");
  type("/configure roomsecret two words", "A value cannot have spaces or commas on IRC\\.", "");
}

TEST_P(AnyServer, AwayStatesOfARoom) {
  launchWithPresence();
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  bob.send("AWAY :already gone");
  bob.expect(" 306 ");
  logIn("alice");
  joinAndWait("alice", "#lobby", "alice");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 status=1");
  dropKeptFrames();  // bob's presence from before a WHO
  bob.send("AWAY");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 status=0");
  bob.send("AWAY :tea");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 status=1" +
        std::string(isErgo() ? " statusmessage=\"tea\"" : ""));
}

TEST_P(AnyServer, ContactsComeAndGo) {
  launchWithPresence();
  logIn("alice");
  addContact("alice", "bob");
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" .*status=5");
  Client bob(server_->port(), "bob");
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" .*status=0");
  bob.send("AWAY :tea");
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" .*status=1");
  bob.send("QUIT");
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" .*status=5");
}

TEST_P(AnyServer, ATakenNicknameIsRegained) {
  launchWithPresence();
  Client squatter(server_->port(), "alice");
  logIn("alice");
  squatter.send("WHOIS alice_");
  squatter.expect(" 311 alice alice_ ");
  Client bob(server_->port(), "bob");
  bob.join("#lobby");
  join("alice", "#lobby", "alice");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice_\" room=\"#lobby\"");
  bob.expect("^:alice_!");
  squatter.send("QUIT");
  bob.expect("^:alice_!\\S+ NICK :?alice$");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice\" room=\"#lobby\"");
}

}  // namespace

// A program of tests has the kind of server that its label allows.
INSTANTIATE_TEST_SUITE_P(, AnyServer, ::testing::Values(ServerKind::PRISM_TEST_SERVER_KIND),
                         ::testing::PrintToStringParamName());

}  // namespace prism::tests
