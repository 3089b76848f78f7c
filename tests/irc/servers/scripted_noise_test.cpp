// SPDX-License-Identifier: MIT
// Lines that no server should send: each is ignored alone.
#include "tests/irc/servers/scripted_test.h"

#include <chrono>

namespace prism::tests {
namespace {

class ScriptedNoise : public ScriptedTest {
 protected:
  void enter() {
    aliceLogsIn({.capabilities = "message-tags server-time batch"});
    aliceJoins("#lobby", "@bob");
    awaitRoundTrip();
    dropKeptFrames();
  }
};

TEST_F(ScriptedNoise, MalformedLines) {
  enter();
  const std::vector<std::string> lines = {"",
                                          " ",
                                          ":",
                                          ": ",
                                          ":only-a-source",
                                          "@",
                                          "@tag",
                                          "@tag ",
                                          "@;;=;= ",
                                          "@time= :bob!b@h",
                                          ":bob!b@h ",
                                          ":bob!b@h PRIVMSG",
                                          ":bob!b@h PRIVMSG #lobby",
                                          ":bob!b@h PRIVMSG :",
                                          "PRIVMSG",
                                          "JOIN",
                                          ":alice JOIN",
                                          ":bob JOIN :",
                                          "PART",
                                          "KICK",
                                          "KICK #lobby",
                                          ":bob KICK #lobby",
                                          "NICK",
                                          ":bob NICK",
                                          ":bob NICK :",
                                          "QUIT",
                                          "MODE",
                                          "MODE #lobby",
                                          "MODE #lobby +o",
                                          "MODE #lobby +",
                                          "MODE #lobby +ooooo bob",
                                          "TOPIC",
                                          "TOPIC #lobby",
                                          "INVITE",
                                          "INVITE alice",
                                          "AWAY",
                                          "BATCH",
                                          "BATCH +",
                                          "BATCH -none",
                                          "CAP",
                                          "CAP *",
                                          "CAP * NEW",
                                          "CAP * LS *",
                                          "AUTHENTICATE",
                                          "AUTHENTICATE +",
                                          "PONG",
                                          "ERROR",
                                          "FAIL",
                                          "NOTE a",
                                          "CHGHOST",
                                          "SETNAME",
                                          "ACCOUNT",
                                          "WALLOPS :hi",
                                          "000",
                                          "001",
                                          "004",
                                          "005",
                                          "005 alice",
                                          "005 alice PREFIX= CHANMODES= CASEMAPPING= :x",
                                          "254",
                                          "254 alice",
                                          "254 alice 99999999999999999999 :c",
                                          "301",
                                          "302",
                                          "303",
                                          "311",
                                          "317",
                                          "318",
                                          "322",
                                          "323",
                                          "324",
                                          "329",
                                          "331",
                                          "332",
                                          "333",
                                          "333 alice #lobby",
                                          "333 alice #lobby bob notanumber",
                                          "352",
                                          "352 alice",
                                          "353",
                                          "353 alice",
                                          "353 alice = #lobby",
                                          "366",
                                          "367",
                                          "401",
                                          "403",
                                          "433",
                                          "471",
                                          "730",
                                          "731",
                                          "734",
                                          "903",
                                          "904",
                                          "908",
                                          "999",
                                          "99999",
                                          "-1",
                                          "UNKNOWN a b c",
                                          ":bob!b@h PRIVMSG #lobby :\x01",
                                          ":bob!b@h PRIVMSG alice :\x01\x01",
                                          ":bob!b@h NOTICE alice :\x01 \x01",
                                          ":bob!b@h PRIVMSG alice :\x01"
                                          "DCC SEND x 1 2 3\x01",
                                          ":\xff\xfe!\x80@\x81 PRIVMSG alice :\xc3\x28\xa0\xff",
                                          "@" + std::string(8000, 'x') + " :bob!b@h PRIVMSG #lobby :long tags",
                                          ":" + std::string(5000, 'y') + " PRIVMSG alice :z",
                                          std::string(100'000, 'z'),
                                          std::string(600, ':')};
  for (const std::string& line : lines) {
    irc_->send(line);
  }
  using namespace std::string_literals;
  irc_->sendBytes("\0\0\0\r\n:bob!b@h PRIVMSG #lobby :with \0 in it\r\n"s);
  irc_->sendBytes("\n\n\r\r\n\r\n");
  awaitRoundTrip();
  dropKeptFrames();
  irc_->send(":bob!b@h PRIVMSG #lobby :still there");
  await("CONV_MESSAGE .*message=\"still there\" nickname=\"bob\"");
  EXPECT_EQ(spectrum_->log().find("plugin misbehaving"), std::string::npos) << spectrum_->log();
}

TEST_F(ScriptedNoise, LinesInAnyPieces) {
  enter();
  const std::string text =
      " :bob!b@h PRIVMSG #lobby :gr\xC3\xBC\xC3\x9F"
      "e\r\n";
  for (std::size_t cut = 1; cut < 60; cut += 7) {
    const std::string line = "@time=2021-04-05T06:07:08." + std::to_string(100 + cut) + "Z" + text;
    irc_->sendBytes(line.substr(0, cut));
    collect();  // the plugin has read the first part
    irc_->sendBytes(line.substr(cut));
    await(
        "message=\"gr\xC3\xBC\xC3\x9F"
        "e\" nickname=\"bob\".* timestamp=\"20210405T060708\"");
  }
}

TEST_F(ScriptedNoise, NumericsThatNobodyKnowsAreShown) {
  enter();
  say("alice", "#lobby", "/quote VERSION");
  irc_->expect("^VERSION$");
  numeric("351", "scripted-1. irc.prism.test :for tests");
  await(
      "CONV_MESSAGE .*buddyName=\"#lobby\" message=\"scripted-1. irc.prism.test for tests\" "
      "nickname=\"irc.prism.test\"");
  say("alice", "bob", "/quote FROBNICATE");
  irc_->expect("^FROBNICATE$");
  numeric("421", "FROBNICATE :Unknown command");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"FROBNICATE: Unknown command\"");
}

TEST_F(ScriptedNoise, TheServersNoticesAreHeadlines) {
  enter();
  irc_->send(":irc.prism.test NOTICE alice :*** The server goes down in an hour");
  await(
      "CONV_MESSAGE .*buddyName=\"irc.prism.test\" message=\"\\*\\*\\* The server goes down in an hour\".* "
      "headline=true");
}

TEST_F(ScriptedNoise, AFloodOfRequestsIsNotAnswered) {
  aliceLogsIn({}, "flood_burst = 2\nflood_interval = 100000\n");
  for (int i = 0; i < 200; ++i) {
    irc_->send(":bob!b@h PRIVMSG alice :\x01PING " + std::to_string(i) + "\x01");
  }
  awaitRoundTrip();
  EXPECT_LE(irc_->count("^NOTICE bob"), 2U);
  // The plugin still handles later lines without delay.
  irc_->send(":bob!b@h PRIVMSG alice :hi");
  await("message=\"hi\"");
}

TEST_F(ScriptedNoise, BeingKilledIsALoss) {
  enter();
  irc_->send(":oper!o@h KILL alice :irc.prism.test (begone)");
  irc_->send(":alice!~alice@127.0.0.1 QUIT :Killed (oper (begone))");
  irc_->send("ERROR :Closing Link: 127.0.0.1 (Killed (oper (begone)))");
  irc_->close();
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"The connection is lost.*begone");
  greet(accept());
  awaitAndAnswerJoin("#lobby", "@bob");
  awaitRoundTrip();
  EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
}

}  // namespace
}  // namespace prism::tests
