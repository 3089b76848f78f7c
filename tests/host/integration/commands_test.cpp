// SPDX-License-Identifier: MIT
// Commands of a plugin that users type: a real host with the probe.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class CommandsTest : public ProbeTest {
 protected:
  void start(const std::string& more = "") { ProbeTest::start("[probe]\ncommands = 1\n" + more); }

  // Types a text in the chat with bob, and expects this answer there.
  void type(const std::string& text, const std::string& answer) {
    spectrum_->say("alice", "bob", text);
    spectrum_->expectMessage("alice", "bob", answer);
  }
};

TEST_F(CommandsTest, ACommandIsRunAndAnswered) {
  start();
  type("/greet carol", "Hello, carol");
  type("/GREET \"carol c.\" 2", "Hello, carol c.\nHello, carol c.");
  type("/unlock 1 2", "3 bytes");
  type("/fail", "/fail has failed.");
  type("/where", "1 [bob] []");
  spectrum_->say("alice", "bob", "/quiet");
  spectrum_->expectNothing();
}

TEST_F(CommandsTest, TheHostAnswersMistakes) {
  start();
  type("/greet", "NAME is missing. It goes like this: /greet NAME [TIMES]");
  type("/greet carol 6", "TIMES must be a whole number from 1 to 5. It goes like this: /greet NAME [TIMES]");
  type("/gret carol",
       "There is no command /gret; did you mean /greet? /help lists those there are; to send the text itself, write "
       "//gret");
  type("/help greet", "/greet NAME [TIMES] - greets somebody\nTIMES: a whole number from 1 to 5; 1 if it is left out");
  spectrum_->expectNothing();
}

TEST_F(CommandsTest, OtherTextsReachThePlugin) {
  start();
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  spectrum_->say("alice", "lobby", "/me waves");
  expectAnswer("message to lobby nickname= kind=2: /me waves");
  spectrum_->say("alice", "lobby", "//greet carol");
  expectAnswer("message to lobby nickname= kind=2: /greet carol");
  spectrum_->say("alice", "lobby", "/ 1");
  expectAnswer("message to lobby nickname= kind=2: / 1");
}

TEST_F(CommandsTest, TheAnswerComesFromTheRoom) {
  start();
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  spectrum_->say("alice", "lobby", "/where");
  expectFrame("CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"2 [lobby] []\" nickname=\"lobby\"");
  spectrum_->say("alice", "lobby/bob", "/where");
  expectFrame(
      "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"3 [lobby] [bob]\" nickname=\"bob\" pm=true");
}

TEST_F(CommandsTest, AnAnswerMayComeLater) {
  start();
  spectrum_->say("alice", "bob", "/late");
  spectrum_->expectNothing();
  sendCommand("answer-command there");
  spectrum_->expectMessage("alice", "bob", "there");
  expectAnswer("result 0");
  sendCommand("answer-command again");
  expectAnswer("result -11");
  EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
}

TEST_F(CommandsTest, AnAnswerThatDoesNotComeIsMissed) {
  start();
  type("/never", "There was no answer to /never in time.");
  spectrum_->awaitLog("no answer to /never: the plugin had 1000 ms for it");
}

TEST_F(CommandsTest, TheSessionEndsItsCommands) {
  start();
  spectrum_->say("alice", "bob", "/late");
  spectrum_->logout("alice");
  loginToProbe();
  sendCommand("answer-command late");
  expectAnswer("result -11");
}

TEST_F(CommandsTest, ThePluginMayReplaceItsCommands) {
  start();
  sendCommand("redefine-commands");
  type("/greet carol",
       "There is no command /greet. /help lists those there are; to send the text itself, write //greet");
}

TEST_F(CommandsTest, MisuseIsRefusedAndLogged) {
  start();
  sendCommand("misuse-commands");
  expectAnswer("results -2 -2");
  spectrum_->awaitLog("plugin misbehaving: probe: commands.answer: there was no invocation 12345");
  spectrum_->awaitLog(
      "plugin misbehaving: probe: commands.define: command 0: name '' is not 1 to 32 of a-z, 0-9, '-' and '_'");
  type("/greet carol", "Hello, carol");
}

TEST_F(CommandsTest, AnExceptionIsAnswered) {
  start();
  type("/throw", "/throw has failed because of a fault in the gateway.");
  spectrum_->awaitLog("plugin misbehaving: probe: commands.run: exception of the type std::runtime_error");
}

TEST_F(CommandsTest, TheHostsContactTakesCommands) {
  start("prompts = 1\n");
  spectrum_->say("alice", "prism", "/where");
  spectrum_->expectMessage("alice", "prism", "4 [] []");
}

TEST_F(CommandsTest, WithoutTheServiceAllTextsReachThePlugin) {
  ProbeTest::start();
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
  expectAnswer("join lobby nickname=me");
  for (const char* text : {"/greet carol", "//greet", "/help", "/me", "/usr/bin"}) {
    spectrum_->say("alice", "lobby", text);
    expectAnswer(std::string("message to lobby nickname= kind=2: ") + text);
  }
}

}  // namespace
}  // namespace prism::tests
