// SPDX-License-Identifier: MIT
// Conversations with prism-console on a terminal.
#include "tests/plugin-api/console/terminal_test.h"

#include <csignal>
#include <fstream>
#include <sstream>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

class ConsoleTerminalTest : public TerminalTest {};

TEST_F(ConsoleTerminalTest, ALineIsSentAndAnswered) {
  login();
  EXPECT_FALSE(terminal_->modesAreRestored()) << "a line is being edited";
  press("hi\r");
  expectScreen(kLogin + "you → echo: hi\necho → you: hi\necho>");
  press("/quit\r");
  expectEnd(kLogin + "you → echo: hi\necho → you: hi\necho> /quit\n" + kLogout);
}

TEST_F(ConsoleTerminalTest, CommandsStayOnTheScreenWithTheirAnswers) {
  login();
  press("/to bob\r");
  expectScreen(kLogin + "echo> /to bob\nyou write to bob\nbob>");
  press("/nope\r");
  const std::string before = kLogin +
                             "echo> /to bob\nyou write to bob\n"
                             "bob> /nope\nthere is no command /nope; /help lists them, and //text sends a slash\n";
  expectScreen(before + "bob>");
  press("/help\r");
  expectScreen(before +
               "bob> /help\n"
               "Text goes to the current contact, which the prompt shows; //text sends a slash.\n"
               "  /to NAME             write to this contact from now on\n"
               "  /msg NAME TEXT       write to this contact once\n"
               "  /lines TEXT          write to the current contact, with a line break for each \\n\n"
               "  /receipt TEXT        write to the current contact, and ask for a receipt\n"
               "  /join ROOM           enter this room, and write to it from now on\n"
               "  /leave ROOM          leave this room\n"
               "  /contacts            list the contacts\n"
               "  /vcard NAME          ask for the vCard of this contact or participant\n"
               "  /set KEY VALUE       a setting of the user, from the next login on\n"
               "  /answer TEXT         answer the plugin's command to Spectrum 2\n"
               "  /login [USER]        log in, as somebody else if a user is named\n"
               "  /logout              log out\n"
               "  /help                this list\n"
               "  /quit                log out and leave (also: the end of input)\n"
               "bob>");
}

TEST_F(ConsoleTerminalTest, KeysThatLeave) {
  for (const char* key : {"\x04", "\x03"}) {
    login();
    press(key);
    const auto status = terminal_->awaitEnd();
    EXPECT_EQ(status, testing::ExitStatus{});
    EXPECT_EQ(terminal_->screen().text(), kLogin + kLogout);
    EXPECT_TRUE(terminal_->modesAreRestored());
  }
}

TEST_F(ConsoleTerminalTest, InterruptedInTheMiddleOfALine) {
  login();
  press("half a li");
  expectScreen(kLogin + "echo> half a li");
  press("\x03");
  expectEnd(kLogin + kLogout);
}

TEST_F(ConsoleTerminalTest, SignalsLeaveTheTerminalAsItWas) {
  for (const int number : {SIGTERM, SIGHUP}) {
    login();
    terminal_->signal(number);
    expectEnd(kLogin + kLogout);
  }
}

TEST_F(ConsoleTerminalTest, IsSuspendedAndComesBack) {
  login();
  press("half");
  expectScreen(kLogin + "echo> half");
  press("\x1a");
  ASSERT_TRUE(terminal_->awaitStop());
  EXPECT_TRUE(terminal_->modesAreRestored());
  EXPECT_EQ(terminal_->screen().text(), kLogin) << "no prompt, while another program has the terminal";
  terminal_->signal(SIGCONT);
  expectScreen(kLogin + "echo> half");
  press(" a line\r");
  expectScreen(kLogin + "you → echo: half a line\necho → you: half a line\necho>");
  press("\x04");
  expectEnd(kLogin + "you → echo: half a line\necho → you: half a line\n" + kLogout);
}

TEST_F(ConsoleTerminalTest, AHostThatFailsLeavesTheTerminalAsItWas) {
  start({"--plugin", "nothing"});
  expectEnd("spectrum2_prism_backend: no plugin 'nothing' in " PRISM_PLUGINS
            ", where there are: echo, irc, lobby, mqtt, purple\n"
            "prism-console: the host has ended with exit code 79 (Can not access a needed shared library)\n",
            1);
}

TEST_F(ConsoleTerminalTest, AHostThatIsKilledLeavesTheTerminalAsItWas) {
  const std::string host =
      directory_.write("host", "#!/bin/sh\necho $$ > pid; exec " PRISM_TEST_HOST " \"$@\" 2>log\n");
  fs::permissions(host, fs::perms::owner_all);
  start({"--host-program", host, "--plugin=echo", "--plugin-dir", PRISM_PLUGINS});
  expectScreen(kLogin + "echo>");
  press("half a li");
  expectScreen(kLogin + "echo> half a li");
  int pid = 0;
  std::ifstream(directory_.path() / "pid") >> pid;
  ASSERT_GT(pid, 0);
  ::kill(pid, SIGKILL);
  expectEnd(kLogin + "prism-console: the host has ended with signal 9 (Killed)\n", 1);
}

TEST_F(ConsoleTerminalTest, AsksForThePasswordWithoutShowingIt) {
  start({"--plugin=probe", "--plugin-dir", PRISM_TEST_PLUGINS, "--ask-password"});
  expectScreen("Password of you@example.org:");
  press("wrong\r");
  expectScreen(
      "Password of you@example.org:\n"
      "! you@example.org is not logged in: the password is wrong (authentication failed)\n"
      ">");
  press("\x04");
  expectEnd(
      "Password of you@example.org:\n"
      "! you@example.org is not logged in: the password is wrong (authentication failed)\n");
}

TEST_F(ConsoleTerminalTest, ThePasswordNeedNotBeSaid) {
  for (const char* key : {"\x03", "\x04"}) {
    start({"--plugin", "echo", "--ask-password"});
    expectScreen("Password of you@example.org:");
    press(key);
    const auto status = terminal_->awaitEnd();
    EXPECT_EQ(status, testing::ExitStatus{2});
    EXPECT_TRUE(terminal_->modesAreRestored());
  }
}

TEST_F(ConsoleTerminalTest, ColoursUnlessTheyAreUnwanted) {
  login();
  press("hi\r");
  expectScreen(kLogin + "you → echo: hi\necho → you: hi\necho>");
  EXPECT_NE(terminal_->written().find("\033[1mecho → you: hi\033[0m"), std::string::npos) << terminal_->written();
  auto environment = environmentIn(directory_.path());
  for (auto& [name, value] : environment) {
    value = name == "NO_COLOR" ? "1" : value;
  }
  terminal_.emplace(Words{PRISM_TEST_CONSOLE, "--plugin", "echo"}, environment, directory_.path().string());
  expectScreen(kLogin + "echo>");
  EXPECT_EQ(terminal_->written().find("\033[36m"), std::string::npos) << terminal_->written();
}

TEST_F(ConsoleTerminalTest, KeepsAHistoryThatNobodyElseMayRead) {
  login();
  press("my secret\r");
  expectScreen(kLogin + "you → echo: my secret\necho → you: my secret\necho>");
  press("\x04");
  ASSERT_EQ(terminal_->awaitEnd(), testing::ExitStatus{});
  const fs::path file = directory_.path() / "state/prism/console_history";
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  EXPECT_EQ(text.str(), "_HiStOrY_V2_\nmy\\040secret\n");
}

}  // namespace
}  // namespace prism::tests
