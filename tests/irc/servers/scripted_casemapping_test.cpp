// SPDX-License-Identifier: MIT
// CASEMAPPING: the server decides which names are equal.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

struct Mapping {
  const char* name;
  const char* isupport;
  bool brackets;  // '[' is the upper case of '{'
  bool tilde;     // '^' is the upper case of '~'
};

class ScriptedCasemapping : public ScriptedTest {
 protected:
  // The first nickname joins, and the second one leaves. The participant is gone if both are equal.
  bool areEqualNames(const std::string& one, const std::string& other) {
    irc_->send(":" + one + "!x@h JOIN #lobby");
    await("nickname=\"[^\"]+\" flag=0 status=0");
    irc_->send(":" + other + "!x@h PART #lobby");
    awaitRoundTrip();
    const bool same = count("PARTICIPANT_CHANGED .*status=5") > 0;
    dropKeptFrames();
    return same;
  }
};

class ScriptedCasemappings : public ScriptedCasemapping, public ::testing::WithParamInterface<Mapping> {};

TEST_P(ScriptedCasemappings, Decides) {
  aliceLogsIn({.isupport = std::string("CHANTYPES=# ") + GetParam().isupport});
  aliceJoins("#lobby");
  EXPECT_TRUE(areEqualNames("Bob", "bOB"));
  EXPECT_FALSE(
      areEqualNames("B\xC3\x96"
                    "B",
                    "B\xC3\xB6"
                    "B"));
  EXPECT_EQ(areEqualNames("car[o]l", "CAR{O}L"), GetParam().brackets);
  EXPECT_EQ(areEqualNames("back\\slash", "back|slash"), GetParam().brackets);
  EXPECT_EQ(areEqualNames("ca^ret", "ca~ret"), GetParam().tilde);
}

INSTANTIATE_TEST_SUITE_P(Of, ScriptedCasemappings,
                         ::testing::Values(Mapping{"Rfc1459", "CASEMAPPING=rfc1459", true, true},
                                           Mapping{"Rfc1459Strict", "CASEMAPPING=rfc1459-strict", true, false},
                                           Mapping{"Ascii", "CASEMAPPING=ascii", false, false},
                                           Mapping{"Nobody", "NETWORK=Test", true, true}),
                         [](const auto& instance) { return std::string(instance.param.name); });

// Each change costs time per known member, so a server could keep the host busy with changes.
TEST_F(ScriptedCasemapping, ChangesOnceInAConnection) {
  aliceLogsIn({.isupport = "CHANTYPES=# CASEMAPPING=ascii"});
  aliceJoins("#lobby");
  for (const char* token : {"CASEMAPPING=rfc1459", "-CASEMAPPING", "CASEMAPPING=rfc1459-strict"}) {
    numeric("005", std::string(token) + " :are supported");
    EXPECT_FALSE(areEqualNames("car[o]l", "CAR{O}L")) << token;
    EXPECT_TRUE(areEqualNames("Bob", "bOB")) << token;
  }
}

// Without CASEMAPPING before the welcome, a server may still send it later.
TEST_F(ScriptedCasemapping, MayComeLate) {
  aliceLogsIn({.isupport = "CHANTYPES=#"});
  aliceJoins("#lobby");
  EXPECT_TRUE(areEqualNames("car[o]l", "CAR{O}L"));
  numeric("005", "CASEMAPPING=ascii :are supported");
  EXPECT_FALSE(areEqualNames("car[o]l", "CAR{O}L"));
}

class ScriptedNames : public ScriptedTest {};

TEST_F(ScriptedNames, RoomsHaveOneNameInAnyCase) {
  aliceLogsIn();
  join("alice", "#lobby[1]", "alice");
  irc_->expect("^JOIN #lobby\\[1\\]");
  answerJoin("#LOBBY{1}", "@bob");  // spelled as the first user spelled it
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"#lobby\\[1\\]\" nickname=\"bob\"");
  irc_->send(":bob!b@h PRIVMSG #Lobby{1} :hi");
  await("CONV_MESSAGE .*buddyName=\"#lobby\\[1\\]\" message=\"hi\" nickname=\"bob\"");
}

// Otherwise later lines about the user would no longer match the user's own nickname.
TEST_F(ScriptedNames, NobodyIsRenamedToALongName) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  irc_->send(":alice!u@h NICK " + std::string(513, 'x'));
  irc_->send(":bob!b@h PRIVMSG alice :still here?");
  irc_->send(":bob!b@h KICK #lobby alice :out");
  await("PARTICIPANT_CHANGED .*nickname=\"alice\".*status=5");
}

TEST_F(ScriptedNames, OtherKindsOfChannels) {
  aliceLogsIn({.isupport = "CHANTYPES=&#+! PREFIX=(ov)@+"});
  const std::pair<const char*, const char*> rooms[] = {
      {"=26local", "&local"}, {"+modeless", "+modeless"}, {"!ABCDEsafe", "!ABCDEsafe"}};
  for (const auto& [room, channel] : rooms) {
    SCOPED_TRACE(room);
    join("alice", room, "alice");
    irc_->expect("^JOIN ");
    answerJoin(channel, "@bob");
    await("PARTICIPANT_CHANGED .*nickname=\"bob\" flag=1 ");
    irc_->send(":bob!b@h PRIVMSG " + std::string(channel) + " :hi");
    await("CONV_MESSAGE .*message=\"hi\" nickname=\"bob\"");
  }
}

TEST_F(ScriptedNames, ARoomWithoutItsSignGetsOne) {
  aliceLogsIn();
  join("alice", "lobby", "alice");
  awaitAndAnswerJoin("#lobby", "@bob");
  await("PARTICIPANT_CHANGED userName=\"alice\" room=\"lobby\" nickname=\"bob\"");
  irc_->send(":bob!b@h PRIVMSG #lobby :hi");
  await("CONV_MESSAGE .*buddyName=\"lobby\" message=\"hi\" nickname=\"bob\"");
  say("alice", "lobby", "hello");
  irc_->expect("^PRIVMSG #lobby :?hello$");
  await("CONV_MESSAGE .*buddyName=\"lobby\" message=\"hello\" nickname=\"alice\"");
  say("alice", "lobby/bob", "psst");
  irc_->expect("^PRIVMSG bob :?psst$");
  irc_->send(":bob!b@h PRIVMSG alice :yes?");
  await("CONV_MESSAGE .*buddyName=\"lobby\" message=\"yes\\?\" nickname=\"bob\".* pm=true");
  say("alice", "lobby", "/topic of the day");
  irc_->expect("^TOPIC #lobby :?of the day$");
}

}  // namespace
}  // namespace prism::tests
