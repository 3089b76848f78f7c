// SPDX-License-Identifier: MIT
// Conversations with prism-console through pipes, as scripts use it.
#include "tests/plugin-api/console/pipe_test.h"

#include <csignal>

namespace prism::tests {
namespace {

using testing::ExitStatus;

const std::string kLogin =
    "* you@example.org is logged in\n"
    "* contact echo (Echo) is online [Echo]\n";
const std::string kLogout = "* you@example.org is logged out\n";

class ConsolePipeTest : public PipeTest {
 protected:
  // Expects this output between login and logout, and nothing else.
  void expectConversation(std::string_view input, const std::string& shown) {
    const Ended ended = converse({"--plugin", "echo"}, input);
    EXPECT_EQ(ended.output, kLogin + shown + kLogout);
    EXPECT_EQ(ended.error, "");
    EXPECT_EQ(ended.status, ExitStatus{}) << describe(ended.status);
  }
};

TEST_F(ConsolePipeTest, AConversation) {
  expectConversation(
      "hi\n"
      "/receipt with a receipt\n"
      "\n"
      "/contacts\n"
      "/msg bob hello, stranger\n"
      "/to bob\n"
      "still there?\n"
      "/contacts\n"
      "//help sends a slash\n"
      "/nope\n"
      "/msg bob\n",
      "you → echo: hi\n"
      "echo → you: hi\n"
      "you → echo: with a receipt\n"
      "✓ echo has \"with a receipt\"\n"
      "echo → you: with a receipt\n"
      "> echo (Echo) is online [Echo]\n"
      "you → bob: hello, stranger\n"
      "bob → you: hello, stranger\n"
      "you write to bob\n"
      "you → bob: still there?\n"
      "bob → you: still there?\n"
      "  echo (Echo) is online [Echo]\n"
      "you → bob: /help sends a slash\n"
      "bob → you: /help sends a slash\n"
      "there is no command /nope; /help lists them, and //text sends a slash\n"
      "it is used like this: /msg NAME TEXT\n");
}

TEST_F(ConsolePipeTest, SettingsVCardsAndAnswersOfSpectrum) {
  const std::string presence = "probe → you: status_changed 1 \n";
  EXPECT_EQ(converse(withProbe(),
                     "/set color blue\n/login bob@x\n/vcard ann\n/to probe\nadmin send status\n/answer 2 users\n")
                .output,
            "* you@example.org is logged in\nprobe → you: logged in as you@example.org\n" + presence +
                "the next login has color\n" + kLogout +
                "* bob@x is logged in\nprobe → you: logged in as bob@x color=blue\n" + presence +
                "probe → you: vcard_wanted ann\n"
                "you write to probe\n"
                "you → probe: admin send status\n"
                "* command to Spectrum 2: status\n"
                "probe → you: command 1 outcome 1 [2 users]\n"
                "* bob@x is logged out\n");
}

TEST_F(ConsolePipeTest, ACommandOfThePlugin) {
  const Ended ended = converse(withLobby(), "/to bob\n//who\n//whom\n");
  EXPECT_EQ(ended.output,
            "* you@example.org is logged in\n"
            "* 1 room\n"
            "    lobby\n"
            "you write to bob\n"
            "you → bob: /who\n"
            "bob → you: Logged in:\n"
            "    you@example.org\n"
            "you → bob: /whom\n"
            "bob → you: There is no command /whom; did you mean /who? /help lists those there are; to send the text "
            "itself, write //whom\n" +
                kLogout);
  EXPECT_EQ(ended.error, "");
}

TEST_F(ConsolePipeTest, AMessageOfSeveralLines) {
  expectConversation("/lines one\\ntwo\n", "you → echo: one\n    two\necho → you: one\n    two\n");
}

TEST_F(ConsolePipeTest, MessagesWithIdsAreShownInWords) {
  const std::string configuration =
      directory_.write("ids.cfg", "[service]\njid = prism.console\nworking_dir = " + directory_.path().string() + "\n");
  const std::string output =
      converse({"--plugin", "lobby", configuration}, "/join lobby\nhello\n/lines > hello\\n/edit bye\n//retract\n")
          .output;
  const auto has = [&](const std::string& text) { return output.find(text) != std::string::npos; };
  EXPECT_TRUE(has("\nlobby/you → you: hello (id ")) << output;
  EXPECT_TRUE(has("\nlobby/you → you: bye (edits ")) << output;
  EXPECT_TRUE(has("\n* lobby/you has retracted ")) << output;
  EXPECT_FALSE(has("* raw: <message ")) << output;
}

TEST_F(ConsolePipeTest, ARoom) {
  const Ended ended = converse(withLobby(), "/join lobby\nhi\n/leave lobby\nhi\n/logout\n/join lobby\n/leave lobby\n");
  EXPECT_EQ(ended.output,
            "* you@example.org is logged in\n"
            "* 1 room\n"
            "    lobby\n"
            "you write to lobby\n"
            "* you is in lobby\n"
            "you → lobby: hi\n"
            "lobby/you → you: hi\n"
            "you → lobby: hi\n"
            "lobby → you: Your message was not delivered: Nobody of this name is known here.\n" +
                kLogout +
                "you are not logged in: /login does it\n"
                "you are not logged in: /login does it\n");
  EXPECT_EQ(ended.error, "");
}

TEST_F(ConsolePipeTest, NothingIsEntered) { expectConversation("", ""); }

TEST_F(ConsolePipeTest, TheLastLineNeedsNoEnd) {
  expectConversation("one\ntwo", "you → echo: one\necho → you: one\nyou → echo: two\necho → you: two\n");
}

TEST_F(ConsolePipeTest, NothingIsTakenBehindQuit) {
  expectConversation("one\n/quit\ntwo\n", "you → echo: one\necho → you: one\n");
}

TEST_F(ConsolePipeTest, ControlCharactersOfTheInputAreEscaped) {
  using namespace std::string_view_literals;
  // There is no answer: the host drops text that XMPP cannot carry.
  expectConversation("\x1b[2J\0\xff\n/nope\x1b\n"sv,
                     "you → echo: \\x1b[2J\\x00\\xff\n"
                     "there is no command /nope\\x1b; /help lists them, and //text sends a slash\n");
}

TEST_F(ConsolePipeTest, ALineMayBeLong) {
  const std::string line(100'000, 'x');
  start({"--plugin", "echo"});
  // The line is larger than the pipe's buffer, so the console must already be reading.
  expectOutput(kLogin);
  std::size_t size = 0;
  while (size < line.size()) {
    enter(std::string_view(line).substr(size, 10'000));
    size += 10'000;
  }
  enter("\n");
  EXPECT_EQ(end().output, kLogin + "you → echo: " + line + "\necho → you: " + line + "\n" + kLogout);
}

TEST_F(ConsolePipeTest, LogsOutAndInAsAnotherUser) {
  expectConversation("/login\n/logout\n/logout\nhi\n/contacts\n/login bob\n/login you@example.org\nhi\n",
                     "you are logged in already\n" + kLogout +
                         "you are not logged in\n"
                         "you are not logged in: /login does it\n"
                         "there are no contacts\n"
                         "* bob is logged in\n"
                         "* contact echo (Echo) is online [Echo]\n"
                         "* bob is logged out\n" +
                         kLogin + "you → echo: hi\necho → you: hi\n");
}

TEST_F(ConsolePipeTest, EachAnswerComesBeforeTheNextLineIsNeeded) {
  start({"--plugin", "echo"});
  expectOutput(kLogin);
  enter("hi\n");
  expectOutput(kLogin + "you → echo: hi\necho → you: hi\n");
  EXPECT_EQ(end().status, ExitStatus{});
}

TEST_F(ConsolePipeTest, SignalsEndItLikeTheEndOfInput) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    start({"--plugin", "echo"});
    expectOutput(kLogin);
    console_->signal(number);
    const Ended ended = awaitEnd();
    EXPECT_EQ(ended.status, ExitStatus{}) << describe(ended.status);
    EXPECT_EQ(ended.output, kLogin + kLogout);
  }
}

TEST_F(ConsolePipeTest, LingersForWhatComesLate) {
  const std::string login =
      "* you@example.org is logged in\nprobe → you: logged in as you@example.org\nprobe → you: status_changed 1 \n";
  const std::string asked = "you → probe: timer 50\n";
  EXPECT_EQ(converse(withProbe({"--linger=1.5"}), "/to probe\ntimer 50\n").output,
            login + "you write to probe\n" + asked + "probe → you: timer\n" + kLogout);
  EXPECT_EQ(converse(withProbe(), "/msg probe timer 60000\n").output, login + "you → probe: timer 60000\n" + kLogout);
}

TEST_F(ConsolePipeTest, TheUserMayHaveAnotherNameOnTheNetwork) {
  const Ended ended = converse(withProbe({"--user", "ann", "--legacy-name=Annie"}), "");
  EXPECT_EQ(
      ended.output,
      "* ann is logged in\nprobe → you: logged in as Annie\nprobe → you: status_changed 1 \n* ann is logged out\n");
}

TEST_F(ConsolePipeTest, AQuestionInALoginIsAnswered) {
  directory_.write("my.cfg", "[service]\njid = my.jid\n[prism]\nplugin = probe\nplugin_dir = " PRISM_TEST_PLUGINS
                             "\n[probe]\nprompts = 1\nsecond_factor = 2\ncode = 42\n");
  const Ended ended = converse({"my.cfg"}, "/msg prism 42\n/msg probe get probe.code\n");
  // The status may come before or after the answer: their order is undefined.
  const std::string status = "probe → you: status_changed 1 \n";
  const std::size_t place = ended.output.find(status);
  ASSERT_NE(place, std::string::npos) << ended.output;
  EXPECT_NE(std::string(ended.output)
                .erase(place, status.size())
                .find("you → prism: 42\nprism → you: Thank you.\n* you@example.org is logged in\n"
                      "probe → you: welcome\n"),
            std::string::npos)
      << ended.output;
  EXPECT_TRUE(ended.output.ends_with("you → probe: get probe.code\nprobe → you: value 42\n" + kLogout)) << ended.output;
  EXPECT_EQ(ended.status, ExitStatus{}) << describe(ended.status);
}

TEST_F(ConsolePipeTest, AConfigurationChoosesAndConfiguresThePlugin) {
  directory_.write("my.cfg", "[service]\njid = my.jid\n[prism]\nplugin = probe\nplugin_dir = " PRISM_TEST_PLUGINS
                             "\n[probe]\nkey = from the file\n");
  const Ended ended = converse({"my.cfg"}, "/to probe\nget probe.key\nget service.jid\n");
  EXPECT_EQ(ended.error, "");
  EXPECT_EQ(ended.output,
            "* you@example.org is logged in\n"
            "probe → you: logged in as you@example.org\nprobe → you: status_changed 1 \n"
            "you write to probe\n"
            "you → probe: get probe.key\n"
            "probe → you: value from the file\n"
            "you → probe: get service.jid\n"
            "probe → you: value my.jid\n" +
                kLogout);
  EXPECT_EQ(ended.status, ExitStatus{});
}

TEST_F(ConsolePipeTest, PluginsAreWhereTheOptionSaysElseTheConfigurationElseTheEnvironment) {
  const std::string jid = "[service]\njid = my.jid\n";
  const std::string wrong = jid + "[prism]\nplugin_dir = /no/such/directory\n";
  EXPECT_EQ(converse({"--plugin=echo", "--plugin-dir", PRISM_PLUGINS, directory_.write("a.cfg", wrong)}, "").status,
            ExitStatus{});
  EXPECT_NE(converse({"--plugin=echo", directory_.write("b.cfg", wrong)}, "").status, ExitStatus{});
  environment_ = {{"PRISM_PLUGIN_PATH", PRISM_TEST_PLUGINS}};
  EXPECT_EQ(converse({"--plugin=probe", directory_.write("c.cfg", jid)}, "").status, ExitStatus{});
}

TEST_F(ConsolePipeTest, VerboseShowsTheLogOnItsOwn) {
  const Ended ended = converse(withProbe({"--verbose"}), "/msg probe log a word\n");
  EXPECT_EQ(ended.output,
            "* you@example.org is logged in\n"
            "probe → you: logged in as you@example.org\nprobe → you: status_changed 1 \n"
            "you → probe: log a word\n" +
                kLogout);
  EXPECT_NE(ended.error.find(" INFO Plugin.probe: log a word\n"), std::string::npos) << ended.error;
  EXPECT_NE(ended.error.find(" INFO Plugin.probe: logout you@example.org\n"), std::string::npos) << ended.error;
}

}  // namespace
}  // namespace prism::tests
