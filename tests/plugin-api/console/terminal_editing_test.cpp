// SPDX-License-Identifier: MIT
// Line editing on a terminal: keys, completion, history, long lines, and output that comes meanwhile.
#include "tests/plugin-api/console/terminal_test.h"

namespace prism::tests {
namespace {

constexpr const char* kUp = "\033[A";

class ConsoleEditingTest : public TerminalTest {
 protected:
  // Returns the screen after a login and one answered message.
  static std::string answered(const std::string& text) {
    return kLogin + "you → echo: " + text + "\necho → you: " + text + "\n";
  }
};

TEST_F(ConsoleEditingTest, TabCompletesACommand) {
  login();
  press("/co\t");
  expectScreen(kLogin + "echo> /contacts");
  press("\r");
  expectScreen(kLogin + "echo> /contacts\n> echo (Echo) is online [Echo]\necho>");
}

TEST_F(ConsoleEditingTest, TabCompletesAContact) {
  login();
  press("/msg e\t");
  expectScreen(kLogin + "echo> /msg echo");
  press("hi\r");
  expectScreen(answered("hi") + "echo>");
}

TEST_F(ConsoleEditingTest, TabListsWhatCouldBeMeant) {
  login();
  press("/log\t");
  expectScreen(kLogin + "/login  /logout\necho> /log");
  press("o\t");
  expectScreen(kLogin + "/login  /logout\necho> /logout");
}

TEST_F(ConsoleEditingTest, TabDoesNothingInText) {
  login();
  press("e\tx");
  expectScreen(kLogin + "echo> ex");
}

TEST_F(ConsoleEditingTest, TheArrowUpRecallsLinesEvenOfEarlierConversations) {
  login();
  press("first\r");
  expectScreen(answered("first") + "echo>");
  press(kUp);
  expectScreen(answered("first") + "echo> first");
  press("!\r");
  expectScreen(answered("first") + "you → echo: first!\necho → you: first!\necho>");
  press("\x04");
  ASSERT_EQ(terminal_->awaitEnd(), testing::ExitStatus{});

  login();
  press(kUp);
  expectScreen(kLogin + "echo> first!");
  press(kUp);
  expectScreen(kLogin + "echo> first");
}

TEST_F(ConsoleEditingTest, KeysCorrectALine) {
  login();
  press("Helo wrld");
  press("\033[D\033[D\033[Do");      // left, three times
  press("\001\033[C\033[C\033[Cl");  // Home, then right twice
  press("\005!!\x7f");               // End, then Backspace
  expectScreen(kLogin + "echo> Hello world!");
  press("\r");
  expectScreen(answered("Hello world!") + "echo>");
}

TEST_F(ConsoleEditingTest, OtherScripts) {
  login();
  press("Grüße → 1€\x7f");
  expectScreen(kLogin + "echo> Grüße → 1");
  press("\r");
  expectScreen(answered("Grüße → 1") + "echo>");
}

TEST_F(ConsoleEditingTest, EventsAreShownAboveTheEditedLine) {
  start({"--plugin=probe", "--plugin-dir", PRISM_TEST_PLUGINS});
  const std::string begun =
      "* you@example.org is logged in\nprobe → you: logged in as you@example.org\nprobe → you: status_changed 1\n";
  expectScreen(begun + ">");
  press("/msg probe timer 500\rhalf a li");
  const std::string asked = begun + "you → probe: timer 500\n";
  expectScreen(asked + "probe → you: timer\n> half a li");
  press("ne\r");
  expectScreen(asked + "probe → you: timer\n> half a line\n" +
               "no contact is chosen: /to NAME chooses one, /msg NAME TEXT writes to one\n>");
}

TEST_F(ConsoleEditingTest, ALineOverSeveralRowsGivesWayToItsMessage) {
  login(40);
  const std::string line(100, 'x');
  press(line);
  const auto typed = [&](const std::string& text) {  // the typed text behind the prompt, wrapped into rows
    return kLogin + "echo> " + text.substr(0, 34) + "\n" + text.substr(34, 40) + "\n" + text.substr(74);
  };
  expectScreen(typed(line));
  press("\r");
  const std::string said(28, 'x');  // fills the row behind `you → echo: `
  const std::string rest(40, 'x');
  expectScreen(kLogin + "you → echo: " + said + "\n" + rest + "\n" + std::string(32, 'x') + "\necho → you: " + said +
               "\n" + rest + "\n" + std::string(32, 'x') + "\necho>");
}

TEST_F(ConsoleEditingTest, ALineThatFillsItsRow) {
  login(40);
  const std::string line(34, 'x');
  press(line + "\r");
  const std::string rows = std::string(28, 'x') + "\n" + std::string(6, 'x') + "\n";
  expectScreen(kLogin + "you → echo: " + rows + "echo → you: " + rows + "echo>");
}

TEST_F(ConsoleEditingTest, ALineOfMoreThanAKilobyte) {
  login();
  const std::string line(3'000, 'x');
  press(line);
  press("\r/quit\r");
  const auto status = terminal_->awaitEnd();
  EXPECT_EQ(status, testing::ExitStatus{});
  EXPECT_NE(terminal_->written().find("echo → you: " + line), std::string::npos);
}

TEST_F(ConsoleEditingTest, SeveralLinesAtOnce) {
  login();
  press("one\rtwo\r/quit\r");
  const auto status = terminal_->awaitEnd();
  EXPECT_EQ(status, testing::ExitStatus{});
  EXPECT_NE(terminal_->screen().text().find("you → echo: one\n"), std::string::npos) << terminal_->screen().text();
  EXPECT_NE(terminal_->screen().text().find("you → echo: two\n"), std::string::npos) << terminal_->screen().text();
}

}  // namespace
}  // namespace prism::tests
