// SPDX-License-Identifier: MIT
// Lines that wait: for flood control, for channels that are not entered yet, and for a connection.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedQueue : public ScriptedTest {
 protected:
  static std::string lines(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "line " : "\nline ") + std::to_string(i);
    }
    return text;
  }
};

TEST_F(ScriptedQueue, ManyRoomsAreJoinedInFewLines) {
  aliceLogsIn({.isupport = "CHANTYPES=# TARGMAX=JOIN:,PRIVMSG:4"}, "flood_interval = 2000\njoin_timeout = 1\n");
  constexpr int kRooms = 60;
  for (int i = 0; i < kRooms; ++i) {
    join("alice", "#room" + std::to_string(i), "alice");
  }
  int entered = 0;
  while (entered < kRooms) {
    std::string names = irc_->expect("^JOIN ").substr(5);
    for (std::size_t end = 0; end != std::string::npos; ++entered) {
      end = names.find(',');
      answerJoin(names.substr(0, end));
      names.erase(0, end == std::string::npos ? end : end + 1);
    }
  }
  for (int i = 0; i < kRooms; ++i) {
    awaitEntered("alice", "#room" + std::to_string(i));
  }
  EXPECT_LE(irc_->count("^JOIN "), 8U);
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedQueue, KeysStayWithTheirChannels) {
  aliceLogsIn({.isupport = "CHANTYPES=# TARGMAX=JOIN:"}, "flood_interval = 500\nflood_burst = 1\n");
  join("alice", "#first", "alice");
  irc_->expect("^JOIN #first$");
  join("alice", "#a", "alice", "key-a");
  join("alice", "#b", "alice", "key-b");
  join("alice", "#c", "alice");
  join("alice", "#d", "alice", "key-d");
  irc_->expect("^JOIN #a,#b,#c key-a,key-b$");
  irc_->expect("^JOIN #d key-d$");
}

TEST_F(ScriptedQueue, ChannelsBehindOneTooManyAreAskedForAgain) {
  aliceLogsIn({.isupport = "CHANTYPES=# TARGMAX=JOIN:"}, "flood_interval = 500\nflood_burst = 1\n");
  join("alice", "#first", "alice");
  irc_->expect("^JOIN #first$");
  for (const char* name : {"#a", "#b", "#c"}) {
    join("alice", name, "alice");
  }
  irc_->expect("^JOIN #a,#b,#c$");
  answerJoin("#a");
  numeric("405", "#b :You have joined too many channels");
  await("PARTICIPANT_CHANGED .*room=\"#b\" .*status=5 statusmessage=\"You have joined too many channels\"");
  irc_->expect("^JOIN #c$");
  numeric("405", "#c :You have joined too many channels");
  await("PARTICIPANT_CHANGED .*room=\"#c\" .*status=5 statusmessage=\"You have joined too many channels\"");
}

// A server that is slow to answer may admit the user after all.
TEST_F(ScriptedQueue, JoinThatTakesTooLongIsTakenBack) {
  aliceLogsIn({}, "join_timeout = 1\nping_interval = 1\nping_timeout = 1\n");
  join("alice", "#slow", "alice");
  irc_->expect("^JOIN #slow");
  irc_->expect("^PART #slow");
  await("PARTICIPANT_CHANGED .*room=\"#slow\" .*flag=64 status=5 statusmessage=\".* does not answer");
  answerJoin("#slow", "bob");
  irc_->send(":alice!~alice@127.0.0.1 PART #slow");
  irc_->send(":bob!b@h PRIVMSG #slow :hello");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE|RAW_XML|PARTICIPANT_CHANGED"), 0U) << keptFrames();
}

TEST_F(ScriptedQueue, AfterAReconnectTheChannelsComeFirst) {
  aliceLogsIn();
  aliceJoins("#lobby", "bob");
  addContact("alice", "bob");
  setPresence("alice", pbnetwork::STATUS_AWAY, "out");
  irc_->expect("^AWAY out");
  awaitRoundTrip();
  irc_->close();
  await("CONV_MESSAGE .*message=\"The connection is lost");
  say("alice", "#lobby", "waiting");
  say("alice", "#lobby", "/topic new topic");
  greet(accept());
  irc_->expect("^JOIN #lobby");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^(PRIVMSG|TOPIC)"), 0U);
  numeric("404", "#lobby :Cannot send to channel");  // answers no JOIN
  numeric("482", "#lobby :You're not channel operator");
  answerJoin("#lobby", "bob");
  irc_->expect("^PRIVMSG #lobby :?waiting$");
  irc_->expect("^TOPIC #lobby :new topic$");
  collect();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedQueue, CommandsAndOtherConversationsOvertakeALongText) {
  aliceLogsIn({}, "flood_interval = 200\nflood_burst = 1\n");
  aliceJoins("#lobby", "bob");
  say("alice", "#lobby", lines(12));
  say("alice", "carol", "hello");
  say("alice", "#lobby", "/nick alicia");
  irc_->expect("^NICK alicia$");
  irc_->expect("^PRIVMSG carol :?hello$");
  EXPECT_LE(irc_->count("^PRIVMSG #lobby"), 4U);
  irc_->expect("^PRIVMSG #lobby :line 11$");
}

TEST_F(ScriptedQueue, CommandsKeepToTheRate) {
  aliceLogsIn({}, "flood_burst = 4\nflood_interval = 60000\n");
  aliceJoins("#lobby", "bob");  // one line of the four
  const std::size_t before = irc_->count("");
  spectrum_->batch([&] {
    for (const char* command : {"/whois bob", "/msg bob hello", "/notice bob hello", "/mode +m", "/kick bob", "/names",
                                "/invite carol", "/nick alison", "/topic new", "/raw TIME", "/ctcp bob VERSION"}) {
      say("alice", "#lobby", command);
      say("alice", "#lobby", command);
    }
  });
  collect();
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("") - before, 3U + 1) << "and PONG";
}

TEST_F(ScriptedQueue, PartWaitsForTheMessagesBefore) {
  aliceLogsIn({}, "flood_interval = 100\nflood_burst = 1\n");
  aliceJoins("#lobby", "bob");
  say("alice", "#lobby", lines(4));
  leave("alice", "#lobby");
  irc_->expect("^PRIVMSG #lobby :line 3$");
  irc_->expect("^PART #lobby");
}

TEST_F(ScriptedQueue, UserIsToldOfALongWaitAndCanDropTheLines) {
  aliceLogsIn({}, "flood_interval = 5000\nflood_burst = 2\n");
  aliceJoins("#lobby", "bob");
  say("alice", "#lobby", lines(20));
  await(
      "CONV_MESSAGE .*buddyName=\"#lobby\" message=\"[12][0-9] lines wait, .* in [0-9]+ seconds. /flush drops them\"");
  say("alice", "#lobby", "one more");
  collect();
  EXPECT_EQ(count("CONV_MESSAGE .*lines wait"), 0U) << "it is said once";
  say("alice", "#lobby", "/flush");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"[12][0-9] lines are dropped\"");
  say("alice", "#lobby", "/flush");
  await("CONV_MESSAGE .*message=\"Nothing waits to be sent\"");
}

TEST_F(ScriptedQueue, UserIsToldOfEachLongText) {
  aliceLogsIn({}, "flood_interval = 400\nflood_burst = 2\n");
  aliceJoins("#lobby", "bob");
  for (int i = 0; i < 2; ++i) {
    say("alice", "#lobby", lines(30));
    await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"[0-9]+ lines wait, ");
    say("alice", "#lobby", "/flush");
    await("CONV_MESSAGE .*message=\"[0-9]+ lines are dropped\"");
  }
}

TEST_F(ScriptedQueue, JoinWithoutAnAnswerHoldsUpCommandsForAShortTime) {
  aliceLogsIn();
  aliceJoins("#a");
  aliceJoins("#b");
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #a,#b$");
  answerJoin("#a");
  say("alice", "#a", "/topic news");
  irc_->expect("^TOPIC #a :?news$", testing::Milliseconds(14'000));
}

TEST_F(ScriptedQueue, KickDropsTheLinesThatWait) {
  aliceLogsIn({}, "flood_interval = 300\nflood_burst = 1\n");
  aliceJoins("#lobby", "bob");
  say("alice", "#lobby", lines(20));
  irc_->expect("^PRIVMSG #lobby :line 1$");
  irc_->send(":bob!b@h KICK #lobby alice :no floods");
  await("PARTICIPANT_CHANGED .*status=5 statusmessage=\"bob: no floods \\(1[0-9] lines of yours are not sent\\)\"");
  say("alice", "bob", "sorry");
  irc_->expect("^PRIVMSG bob :?sorry$");
  EXPECT_LE(irc_->count("^PRIVMSG #lobby"), 4U);
}

TEST_F(ScriptedQueue, MessagesOfARefusedRoomAreNotSent) {
  aliceLogsIn();
  join("alice", "#lobby", "alice");
  say("alice", "#lobby", "too early");
  irc_->expect("^JOIN #lobby");
  numeric("474", "#lobby :Cannot join channel (+b)");
  await("PARTICIPANT_CHANGED .*statusmessage=\"Cannot join channel \\(\\+b\\) \\(1 line of yours is not sent");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^PRIVMSG"), 0U);
}

}  // namespace
}  // namespace prism::tests
