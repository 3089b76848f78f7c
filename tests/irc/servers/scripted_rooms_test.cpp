// SPDX-License-Identifier: MIT
// Rooms on servers with rare behaviour.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedRooms : public ScriptedTest {
 protected:
  void enter(const std::string& names = "@bob carol") {
    aliceLogsIn();
    aliceJoins("#lobby", names);
    awaitRoundTrip();
    dropKeptFrames();
  }
};

struct Refusal {
  const char* numeric;
  int flags;
};

class ScriptedRefusals : public ScriptedTest, public ::testing::WithParamInterface<Refusal> {};

TEST_P(ScriptedRefusals, AreToldOnTheOwnNickname) {
  aliceLogsIn();
  join("alice", "#closed", "alice");
  irc_->expect("^JOIN #closed");
  numeric(GetParam().numeric, "#closed :The words of the server");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#closed\" nickname=\"alice\" flag=" +
        std::to_string(GetParam().flags) + " status=5 statusmessage=\"The words of the server\"");
  // A later attempt succeeds.
  aliceJoins("#closed");
}

constexpr int kConflict = 2;
constexpr int kNotAuthorized = 8;
constexpr int kNotFound = 64;

INSTANTIATE_TEST_SUITE_P(Numerics, ScriptedRefusals,
                         ::testing::Values(Refusal{"403", kNotFound}, Refusal{"405", kNotFound},
                                           Refusal{"407", kNotAuthorized}, Refusal{"433", kConflict},
                                           Refusal{"436", kConflict}, Refusal{"471", kNotFound},
                                           Refusal{"473", kNotAuthorized}, Refusal{"474", kNotAuthorized},
                                           Refusal{"475", kNotAuthorized}, Refusal{"476", kNotFound},
                                           Refusal{"477", kNotAuthorized}, Refusal{"479", kNotFound},
                                           Refusal{"489", kNotAuthorized}, Refusal{"520", kNotAuthorized}),
                         [](const auto& instance) { return std::string(instance.param.numeric); });

// Nicknames are compared without regard to case, but Spectrum compares them byte for byte.
TEST_F(ScriptedRooms, TheUserIsTheUserInAnySpelling) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  numeric("353", "= #lobby :bob Alice");
  numeric("366", "#lobby :End of NAMES list");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\" flag=16 status=0 ");
  irc_->send(":bob!b@h KICK #Lobby ALICE :out");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\" flag=48 status=5 ");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\" nickname=\"alice\" flag=64 status=5 ");
  aliceJoins("#lobby");
}

TEST_F(ScriptedRooms, AJoinThatNobodyAnswersFails) {
  aliceLogsIn({}, "ping_interval = 1\nping_timeout = 1\njoin_timeout = 1\n");
  join("alice", "#void", "alice");
  irc_->expect("^JOIN #void");
  irc_->expect("^PING");
  irc_->expect("^PING");
  await("PARTICIPANT_CHANGED .*room=\"#void\" nickname=\"alice\" flag=64 status=5 statusmessage=\".*does not answer");
}

TEST_F(ScriptedRooms, BeingSentOnToAnotherRoom) {
  aliceLogsIn();
  join("alice", "#closed", "alice");
  irc_->expect("^JOIN #closed");
  numeric("470", "#closed ##open :Forwarding to another channel");
  answerJoin("##open", "@bob");
  await("PARTICIPANT_CHANGED .*room=\"#closed\" nickname=\"alice\" flag=64 status=5 statusmessage=\"Forwarding");
  EXPECT_NE(await("RAW_XML").find("##open@irc.prism.test"), std::string::npos);
  join("alice", "##open", "alice");
  await("PARTICIPANT_CHANGED .*room=\"##open\" nickname=\"bob\" flag=1 ");
  await("PARTICIPANT_CHANGED .*room=\"##open\" nickname=\"alice\" flag=16 ");
}

TEST_F(ScriptedRooms, BeingTakenOutByTheServer) {
  enter();
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby :Services forced part");
  await(
      "PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=16 status=5 statusmessage=\"Services forced "
      "part\"");
  aliceJoins("#lobby");
}

TEST_F(ScriptedRooms, LeavingAndComingBackAtOnce) {
  enter();
  leave("alice", "#lobby");
  join("alice", "#lobby", "alice");
  irc_->expect("^PART #lobby");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  awaitRoundTrip();
  answerJoin("#lobby", "@bob carol");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=16 status=0");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML"), 0U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*status=5"), 0U);
}

TEST_F(ScriptedRooms, LeavingBeforeBeingLetIn) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  leave("alice", "#lobby");
  join("alice", "#lobby", "alice");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  irc_->expect("^PART #lobby");
  answerJoin("#lobby", "@bob carol");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  answerJoin("#lobby", "@bob carol");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  awaitRoundTrip();
  EXPECT_EQ(count("#lobby"), 0U) << keptFrames();
}

TEST_F(ScriptedRooms, GivingUpAndTryingAgain) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  leave("alice", "#lobby");
  join("alice", "#lobby", "alice");
  irc_->expect("^PART #lobby");
  irc_->expect("^JOIN #lobby");
  numeric("474", "#lobby :Cannot join channel (+b)");
  numeric("442", "#lobby :You are not on that channel");
  awaitRoundTrip();
  answerJoin("#lobby", "@bob carol");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=16 status=0");
}

TEST_F(ScriptedRooms, LeavingAndComingBackBehindALongPaste) {
  aliceLogsIn({}, "flood_burst = 4\nflood_interval = 20\n");
  aliceJoins("#lobby", "@bob");
  std::string paste;
  for (int i = 0; i < 20; ++i) {
    paste += "line " + std::to_string(i) + "\n";
  }
  say("alice", "#lobby", paste);
  leave("alice", "#lobby");
  join("alice", "#lobby", "alice");
  irc_->expect("^PRIVMSG #lobby :line 19$");
  irc_->expect("^PART #lobby");
  irc_->expect("^JOIN #lobby");
}

TEST_F(ScriptedRooms, ManyNamesInManyLines) {
  aliceLogsIn();
  join("alice", "#crowd", "alice");
  irc_->expect("^JOIN #crowd");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #crowd");
  for (int line = 0; line < 50; ++line) {
    std::string names;
    for (int i = 0; i < 20; ++i) {
      names += "user" + std::to_string(line * 20 + i) + " ";
    }
    numeric("353", "= #crowd :" + names + (line == 7 ? "@alice " : ""));
  }
  numeric("353", "= #crowd :user3 user4");  // listed a second time
  numeric("366", "#crowd :End");
  const std::string self = await("PARTICIPANT_CHANGED .*room=\"#crowd\" nickname=\"alice\"");
  EXPECT_NE(self.find("flag=17"), std::string::npos) << self;
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*room=\"#crowd\" nickname=\"user[0-9]+\" flag=0 status=0"), 1000U);
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^(NAMES|WHO )"), 0U);
  EXPECT_EQ(irc_->count("^JOIN"), 1U);
}

TEST_F(ScriptedRooms, ANetsplitAndItsEnd) {
  enter("@bob carol dave");
  for (const char* nick : {"bob", "carol"}) {
    irc_->send(":" + std::string(nick) + "!x@h QUIT :hub.example.org leaf.example.org");
    await("PARTICIPANT_CHANGED .*nickname=\"" + std::string(nick) +
          "\" .*status=5 statusmessage=\"hub.example.org leaf.example.org\"");
  }
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Netsplit: hub.example.org and leaf.example.org .* 2 people");
  irc_->send(":carol!x@h JOIN #lobby");
  irc_->send(":bob!x@h JOIN #lobby");
  irc_->send(":leaf.example.org MODE #lobby +o bob");
  await("nickname=\"carol\" flag=0 status=0");
  await("nickname=\"bob\" flag=0 status=0");
  await("nickname=\"bob\" flag=1 status=0");
}

TEST_F(ScriptedRooms, KicksWithoutAReason) {
  enter();
  irc_->send(":bob!b@h KICK #lobby carol :carol");
  await("nickname=\"carol\" flag=32 status=5 statusmessage=\"bob\"");
  irc_->send(":bob!b@h KICK #lobby alice");
  await("nickname=\"alice\" flag=48 status=5 statusmessage=\"bob\"");
}

TEST_F(ScriptedRooms, RanksOfAllKinds) {
  aliceLogsIn({.isupport = "PREFIX=(qaohv)~&@%+ CHANMODES=beI,k,l,imnpst"});
  aliceJoins("#lobby", "~owner &admin @op %half +voice nobody");
  for (const char* nick : {"owner", "admin", "op", "half"}) {
    await("nickname=\"" + std::string(nick) + "\" flag=1 status=0");
  }
  for (const char* nick : {"voice", "nobody"}) {
    await("nickname=\"" + std::string(nick) + "\" flag=0 status=0");
  }
  irc_->send(":owner!o@h MODE #lobby -oa+q op admin half");
  await("nickname=\"op\" flag=0 ");
  await("nickname=\"admin\" flag=0 ");
  awaitRoundTrip();
  EXPECT_EQ(count("nickname=\"half\""), 0U) << "was a moderator, and is one";
}

TEST_F(ScriptedRooms, ModesWithAndWithoutArguments) {
  enter("@bob carol dave erin");
  irc_->send(":bob!b@h MODE #lobby +bokvl-o *!*@bad.example.org carol sesame dave 20 bob");
  await("nickname=\"carol\" flag=1 ");
  await("nickname=\"bob\" flag=0 ");
  awaitRoundTrip();
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
  // The rejoin uses the key that was set meanwhile.
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #lobby sesame$");
}

TEST_F(ScriptedRooms, TopicsWithTheirAuthorAndTime) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  numeric("332",
          "#lobby :\x02"
          "Bold\x02 topic");
  numeric("333", "#lobby bob!b@h.example.org 1617602828");
  numeric("353", "= #lobby :alice");
  numeric("366", "#lobby :End");
  await("ROOM_SUBJECT_CHANGED .*message=\"Bold topic\" nickname=\"bob\".* timestamp=\"20210405T060708\"");
  irc_->send(":carol!c@h TOPIC #lobby :");
  await("ROOM_SUBJECT_CHANGED .*message=\"\" nickname=\"carol\"");
}

TEST_F(ScriptedRooms, AUserSeesThatATopicIsCut) {
  constexpr std::size_t kMostTopic = 4096;  // session/limits.h
  aliceLogsIn();
  aliceJoins("#lobby");
  irc_->send(":carol!c@h TOPIC #lobby :" + std::string(kMostTopic + 1, 'x'));
  await("ROOM_SUBJECT_CHANGED .*message=\"x+\"\\.\\.\\. \\(" + std::to_string(kMostTopic) + " bytes\\)");
}

TEST_F(ScriptedRooms, AUserWhoAsksForTooManyChannelsIsTold) {
  constexpr int kMostChannels = 1000;  // session/limits.h
  aliceLogsIn();
  spectrum_->batch([&] {
    for (int i = 0; i <= kMostChannels; ++i) {
      join("alice", "#channel" + std::to_string(i), "alice");
    }
  });
  await("PARTICIPANT_CHANGED .*room=\"#channel" + std::to_string(kMostChannels) +
        "\".*You are in too many channels already");
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U) << keptFrames();
}

TEST_F(ScriptedRooms, MessagesToTheOperatorsOfARoomAreTheRooms) {
  enter();
  irc_->send(":bob!b@h PRIVMSG @#lobby :operators only");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"\\[@#lobby\\] operators only\" nickname=\"bob\"");
}

TEST_F(ScriptedRooms, AfterAReconnectionOnlyTheDifference) {
  enter("@bob carol dave");
  irc_->close();
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"The connection is lost");
  greet(accept());
  awaitAndAnswerJoin("#lobby", "bob dave erin");
  await("nickname=\"carol\" .*status=5");
  await("nickname=\"erin\" flag=0 status=0");
  await("nickname=\"bob\" flag=0 status=0");
  awaitRoundTrip();
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
  EXPECT_EQ(count("CONNECTED"), 0U);
}

TEST_F(ScriptedRooms, ARoomThatIsClosedMeanwhile) {
  enter();
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #lobby");
  numeric("474", "#lobby :Cannot join channel (+b)");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=8 status=5 statusmessage=\"Cannot join");
}

TEST_F(ScriptedRooms, AnotherNicknameAfterAReconnection) {
  enter();
  irc_->close();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  irc.send(":irc.prism.test 433 * alice :Nickname is already in use");
  const std::string nick = irc.expect("^NICK (?!alice$)").substr(5);
  welcome(irc, {.nick = nick});
  irc.expect("^JOIN #lobby");
  irc.send(":" + nick + "!~alice@127.0.0.1 JOIN #lobby");
  irc.send(":irc.prism.test 353 " + nick + " = #lobby :@bob carol alice " + nick);
  irc.send(":irc.prism.test 366 " + nick + " #lobby :End");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"" + nick + "\" room=\"#lobby\"");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 status=0 .*newname=\"" + nick + "\"");
  // The old connection's nickname is a participant now. It leaves, and the nickname is free.
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=0 status=0");
  irc.send(":alice!~alice@127.0.0.1 QUIT :Ping timeout");
  irc.expect("^NICK alice$");
  irc.send(":" + nick + "!~alice@127.0.0.1 NICK alice");
  await("ROOM_NICKNAME_CHANGED userName=\"alice\" nickname=\"alice\" room=\"#lobby\"");
}

TEST_F(ScriptedRooms, AListOfNamesThatDoesNotEnd) {
  aliceLogsIn({}, "ping_interval = 1\nping_timeout = 1\njoin_timeout = 1\n");
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  numeric("353", "= #lobby :@bob");
  irc_->expect("^PING ");
  irc_->expect("^PING ");  // each PING checks for overdue joins
  await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 ");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=16 status=0");
  // The kick counts, although the list of names lacked alice.
  irc_->send(":bob!b@h KICK #lobby alice :out");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=48 status=5 statusmessage=\"bob: out\"");
}

TEST_F(ScriptedRooms, BeingPutOutBeforeOneIsShownIn) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  irc_->send(":ChanServ!c@services KICK #lobby alice :You are not wanted");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\" flag=8 status=5 statusmessage=\"ChanServ: You are not wanted\"");
}

TEST_F(ScriptedRooms, TwoNetsplitsAtOnce) {
  enter("@bob carol");
  irc_->send(":bob!b@h QUIT :hub.example.org one.example.org");
  irc_->send(":carol!c@h QUIT :hub.example.org two.example.org");
  await("message=\"Netsplit: hub.example.org and one.example.org .* 1 person");
  await("message=\"Netsplit: hub.example.org and two.example.org .* 1 person");
}

TEST_F(ScriptedRooms, PeopleWhoKnock) {
  enter();
  say("alice", "#lobby", "/quote TIME");
  irc_->expect("^TIME$");
  numeric("710", "#lobby erin!e@h :has asked for an invite.");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"#lobby erin!e@h has asked for an invite.\"");
}

TEST_F(ScriptedRooms, ARoomThatIsClosedAfterOneHasAnotherNickname) {
  enter();
  irc_->send(":alice!~alice@127.0.0.1 NICK queen");
  await("ROOM_NICKNAME_CHANGED .*nickname=\"queen\"");
  irc_->close();
  accept();
  greet(*irc_, {.nick = "queen"});
  irc_->expect("^JOIN #lobby");
  irc_->send(":irc.prism.test 474 queen #lobby :Cannot join channel (+b)");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"queen\" flag=8 status=5 statusmessage=\"Cannot join");
}

TEST_F(ScriptedRooms, LeavingByACommandBeforeOneIsLetIn) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  irc_->expect("^JOIN #lobby");
  say("alice", "irc.prism.test", "/part #lobby");
  await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=8 status=5");
}

TEST_F(ScriptedRooms, JoiningTwiceIsAskedForOnce) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  join("alice", "#Lobby", "alice");
  irc_->expect("^JOIN #lobby");
  answerJoin("#lobby", "@bob");
  awaitEntered("alice", "#Lobby");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^JOIN"), 1U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"bob\""), 1U);
}

// After each departure the user is told why, and can join again.
class ScriptedDepartures : public ScriptedRooms {
 protected:
  void expectDeparture(const std::string& flag, const std::string& reason) {
    await("PARTICIPANT_CHANGED .*room=\"#lobby\" nickname=\"alice\" flag=" + flag + " status=5 statusmessage=\"" +
          reason + "\"");
    join("alice", "#lobby", "alice");
    awaitAndAnswerJoin("#lobby", "@bob");
    awaitEntered("alice", "#lobby");
  }
};

TEST_F(ScriptedDepartures, AServerThatTakesTheUserOut) {
  enter();
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  expectDeparture("16", "The server has taken you out of the channel");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby :Enough");
  expectDeparture("16", "Enough");
}

TEST_F(ScriptedDepartures, AServerThatKicks) {
  enter();
  irc_->send("KICK #lobby alice :Enough");
  expectDeparture("48", "irc.prism.test: Enough");
}

TEST_F(ScriptedDepartures, AKickWhileTheNamesComeInAgain) {
  enter();
  irc_->close();
  accept();
  greet(*irc_);
  irc_->expect("^JOIN #lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #lobby");
  irc_->send(":bob!b@h KICK #lobby alice :Not again");
  expectDeparture("48", "bob: Not again");
}

TEST_F(ScriptedDepartures, AServerThatSaysTheUserIsNotThere) {
  enter();
  say("alice", "#lobby", "/topic news");
  irc_->expect("^TOPIC #lobby");
  numeric("442", "#lobby :You're not on that channel");
  expectDeparture("16", "You're not on that channel");
}

TEST_F(ScriptedRooms, RefusalsOfModeratorsAreAnswered) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob carol");
  const auto expectAnswer = [this](const std::string& text) {
    await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"" + text + "\" nickname=\"#lobby\"");
  };
  say("alice", "#lobby", "/kick bob");
  irc_->expect("^KICK #lobby bob$");
  numeric("482", "#lobby :You are no operator");
  expectAnswer("You are no operator");
  say("alice", "#lobby", "/kick nobody");
  irc_->expect("^KICK #lobby nobody$");
  numeric("401", "nobody :No such nick");
  expectAnswer("No such nick");
  say("alice", "#lobby", "/invite carol");
  irc_->expect("^INVITE carol #lobby$");
  numeric("443", "carol #lobby :is already there");
  expectAnswer("is already there");
  say("alice", "#lobby", "/affiliations outcast");
  irc_->expect("^MODE #lobby \\+b$");
  numeric("368", "#lobby :End");
  expectAnswer("Banned: nobody\\.");
  say("alice", "#lobby", "/kick bob");
  irc_->expect("^KICK #lobby bob$");
  irc_->close();
  expectAnswer("The connection to the network is lost\\.");
}

TEST_F(ScriptedRooms, ARoleThatIsThereAlreadyIsDone) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  say("alice", "#lobby", "/role bob moderator");
  await("CONV_MESSAGE .*message=\"bob is now a moderator\\.\"");
  EXPECT_EQ(irc_->count("^MODE"), 0U);
  say("alice", "#lobby", "/unban carol");
  irc_->expect("^MODE #lobby -b carol!\\*@\\*$");
  irc_->expect("^PING prism-mode-1$");
  await("CONV_MESSAGE .*message=\"carol is not banned any more\\.\"");
}

}  // namespace
}  // namespace prism::tests
