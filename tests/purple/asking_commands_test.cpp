// SPDX-License-Identifier: MIT
// Commands that a protocol of libpurple registers: the host lists them, and runs them.
#include "tests/purple/purple_test.h"

#include <utility>

namespace prism::tests {
namespace {

class AskingCommandsTest : public PurpleTest {
 protected:
  void SetUp() override {
    launchPurple("prpl-asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n");
    logIn("alice");
  }

  // Expects the host to have taken all definitions.
  void TearDown() override {
    EXPECT_EQ(spectrum_->log().find("misbehaving"), std::string::npos) << spectrum_->log();
    PurpleTest::TearDown();
  }

  void write(const std::string& text) { say("alice", "quiz", text); }
  std::string awaitSaid(const std::string& text, const std::string& who = "quiz") {
    return await("^CONV_MESSAGE userName=\"alice\" buddyName=\"" + who + "\" message=\"" + text);
  }
  void expectSaid(const std::string& text, const std::string& who = "quiz") { awaitSaid(text + "\"", who); }
};

// The simulator shows the beginning of a long text only.
TEST_F(AskingCommandsTest, HelpListsWhatTheProtocolRegisters) {
  write("/help");
  awaitSaid(
      "What you can type \\(any other text with a slash is a message; //help sends /help itself\\):\\\\n"
      "/me TEXT - says what you do\\\\n"
      "/menu - What the network offers besides, such as a search for people\\\\n"
      "/file URL - ");
  const std::pair<const char*, const char*> described[] = {
      {"away", "/away \\[message\\] - Be away\\."},
      {"bare", "/bare \\[\\.\\.\\.\\] - A command of the network"},
      {"broken", "/broken \\[[^ ]+\\] - Not [^ ]+ UTF-8\\."},
      {"deny", "/deny - Be refused\\."},
      {"file", "/file URL - Sends the contact the file at a URL"},
      {"greet", "/greet \\[<name> \\[how\\]\\] - Greet somebody\\."},
      {"hall", "/hall - Open the hall\\."},
      {"odd", "/odd \\[\\.\\.\\.\\] - Not as libpurple wants it"},
      {"single", "/single \\[<name>\\] - Be single\\."},
      {"Loud", "There is no command /Loud; did you mean /odd\\? /help lists those there are\\."},
      {"nowhere", "There is no command /nowhere\\. /help lists those there are\\."},
      {"strange", "There is no command /strange\\. /help lists those there are\\."},
  };
  for (const auto& [name, text] : described) {
    write(std::string("/help ") + name);
    expectSaid(text);
  }
}

TEST_F(AskingCommandsTest, CommandsOfTheProtocolRun) {
  write("/greet  Bob \"very warmly\" ");
  expectSaid("command greet: Bob \\\\\"very warmly\\\\\"");
  write("/AWAY");
  expectSaid("command away: nothing");
  write("/greet");
  awaitSaid("That command takes other arguments\\.\".* headline=true");
  write("/deny");
  awaitSaid("deny is <not> allowed\\.\".* headline=true");
  write("/gone now");
  expectSaid("/gone takes no arguments\\. It goes like this: /gone");
  write("/hall");
  expectSaid("/hall does not work here, but in a room\\.");
}

TEST_F(AskingCommandsTest, OtherTextsWithASlashAreMessages) {
  for (const std::string text : {"/start", "//start", "/strange", "/greetings all", "/ greet", "//"}) {
    write(text);
    expectSaid("not known: " + text);
  }
  write("//greet Bob");
  expectSaid("not known: /greet Bob");
  write("//Greet Bob");
  expectSaid("not known: /Greet Bob");
  write("//menu");
  expectSaid("not known: /menu");
}

// A name that the host cannot take.
TEST_F(AskingCommandsTest, CommandsThatAreNotListedRunAllTheSame) {
  write("/Loud hello");
  expectSaid("command Loud: hello");
  write("//help me");
  expectSaid("command help: me");
}

TEST_F(AskingCommandsTest, CommandsComeAndGo) {
  write("/late x");
  expectSaid("not known: /late x");
  write("learn");
  expectSaid("learnt");
  write("/late x");
  expectSaid("command late: x");
  write("/help late");
  expectSaid("/late \\[text\\] - Come late\\.");
  write("forget");
  expectSaid("forgotten");
  write("/late y");
  expectSaid("not known: /late y");
}

TEST_F(AskingCommandsTest, NoMoreCommandsAreListedThanTheHostTakes) {
  write("learn many");
  expectSaid("learnt many");
  write("/many0000 x");
  expectSaid("command many0000: x");
  write("/many2999 x");
  expectSaid("command many2999: x");
  write("/help many0000");
  awaitSaid("/many0000 \\[\\.\\.\\.\\] - many0000 xxx");
  write("/help many2999");
  expectSaid("There is no command /many2999\\. .*");
}

TEST_F(AskingCommandsTest, TheMenuIsThereInTheChatWithTheGateway) {
  say("alice", "prism", "/menu");
  awaitSaid("What the network offers\\\\n1\\. Greet me\\\\n2\\. Count to ten", "prism");
  say("alice", "prism", "2");
  expectSaid("counted");
}

// All users have one list of commands.
TEST_F(PurpleTest, CommandsOfOtherProtocolsAreMessages) {
  launchPurple("any", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n");
  spectrum_->login("alice", {.legacy_name = "prpl-asking.alice", .password = ""});
  await("^CONNECTED user=\"alice\"$");
  const std::string from_quiz = "^CONV_MESSAGE userName=\"alice\" buddyName=\"quiz\" message=\"";
  say("alice", "quiz", "/help greet");
  await(from_quiz + "/greet \\[<name> \\[how\\]\\] - Greet somebody\\. \\(Asking\\)\"");
  say("alice", "quiz", "/help nick");
  await(from_quiz + "/nick \\[<new nickname>\\] - Change your nickname\\. \\((IRC|XMPP), (IRC|XMPP).*\\)");
  say("alice", "quiz", "/whois romeo");
  await(from_quiz + "not known: /whois romeo\"");
  say("alice", "quiz", "/greet romeo");
  await(from_quiz + "command greet: romeo\"");
}

}  // namespace
}  // namespace prism::tests
