// SPDX-License-Identifier: MIT
// Errors of prism-console: each has its sentence and exit code, and no output shows the password.
#include "tests/plugin-api/console/pipe_test.h"

#include <csignal>
#include <fstream>
#include <sstream>

namespace prism::tests {
namespace {

using testing::ExitStatus;

class ConsoleFailureTest : public PipeTest {
 protected:
  void expectFails(const Words& words, int code, const std::string& error, const std::string& output = "",
                   std::string_view input = "") {
    const Ended ended = converse(words, input);
    EXPECT_EQ(ended.status, ExitStatus{code}) << describe(ended.status);
    EXPECT_EQ(ended.error, error);
    EXPECT_EQ(ended.output, output);
  }

  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(directory_.path() / name).rdbuf();
    return text.str();
  }
};

TEST_F(ConsoleFailureTest, CommandLinesThatMakeNoSense) {
  expectFails({"--nope"}, 2, "prism-console: there is no option --nope; --help lists the options\n");
  expectFails({"--ask-password"}, 2,
              "prism-console: --ask-password needs a terminal; else use the environment's PRISM_CONSOLE_PASSWORD\n");
}

TEST_F(ConsoleFailureTest, APersonIsAnsweredWithoutAHost) {
  const Ended help = converse({"--help", "--host-program=/no/such"}, "");
  EXPECT_EQ(help.status, ExitStatus{});
  EXPECT_TRUE(help.output.starts_with("Usage: prism-console [OPTION]... [CONFIG]\n")) << help.output;
  const Ended version = converse({"--version"}, "");
  EXPECT_EQ(version.status, ExitStatus{});
  EXPECT_EQ(version.output, "prism-console " PRISM_VERSION "\n");
}

TEST_F(ConsoleFailureTest, AnUnknownPluginIsTheHostsToExplain) {
  expectFails({"--plugin", "nothing"}, 1,
              "spectrum2_prism_backend: no plugin 'nothing' in " PRISM_PLUGINS
              ", where there are: echo, irc, lobby, mqtt, purple\n"
              "prism-console: the host has ended with exit code 79 (Can not access a needed shared library)\n");
}

TEST_F(ConsoleFailureTest, AStrictHostFailsWithAFaultOfThePlugin) {
  const Ended clean = converse(withProbe({"--strict"}), "/msg probe get prism.strict\n");
  EXPECT_EQ(clean.status, ExitStatus{}) << clean.error;
  EXPECT_NE(clean.output.find("value 1"), std::string::npos) << clean.output;
  const Ended faulty = converse(withProbe({"--strict"}), "/msg probe write-to nobody\n");
  EXPECT_EQ(faulty.status, ExitStatus{1});
  EXPECT_NE(faulty.error.find("plugin misbehaving: probe: message: user 'nobody' is not logged in\n"),
            std::string::npos)
      << faulty.error;
  EXPECT_NE(faulty.error.find("prism-console: the host has ended with exit code 52 (Invalid exchange)\n"),
            std::string::npos)
      << faulty.error;
}

TEST_F(ConsoleFailureTest, AConfigurationThatIsNotThere) {
  const std::string path = (directory_.path() / "no.cfg").string();
  expectFails({"no.cfg"}, 1,
              "spectrum2_prism_backend: cannot read the configuration file " + path +
                  ": no such file\n"
                  "prism-console: the host has ended with exit code 13 (Permission denied)\n");
}

TEST_F(ConsoleFailureTest, AHostThatCannotBeStarted) {
  expectFails({"--host-program", "/no/such/host"}, 1,
              "prism-console: cannot start /no/such/host: No such file or directory\n");
}

TEST_F(ConsoleFailureTest, AHostThatEndsAtOnceHasTheLastWord) {
  const std::string host = hostScript("printf 'first \\033\\nunfinished' >&2; exit 3");
  expectFails({"--host-program", host}, 1,
              "first \\x1b\nunfinished\nprism-console: the host has ended with exit code 3 (No such process)\n");
}

TEST_F(ConsoleFailureTest, AHostThatDoesNotEndWell) {
  const std::string host = hostScript("echo words >&2; " PRISM_TEST_HOST " \"$@\" 2>log; exit 4");
  expectFails({"--host-program", host, "--plugin=echo", "--plugin-dir", PRISM_PLUGINS}, 1,
              "words\nprism-console: the host has ended with exit code 4 (Interrupted system call)\n",
              "* you@example.org is logged in\n"
              "* contact echo (Echo) is online [Echo]\n"
              "* you@example.org is logged out\n");
}

TEST_F(ConsoleFailureTest, AHostThatIsKilledInTheMiddle) {
  const std::string host = hostScript("echo $$ > pid; exec " PRISM_TEST_HOST " \"$@\"");
  start({"--host-program", host, "--plugin=echo", "--plugin-dir", PRISM_PLUGINS});
  const std::string login = "* you@example.org is logged in\n* contact echo (Echo) is online [Echo]\n";
  expectOutput(login);
  ::kill(std::stoi(read("pid")), SIGKILL);
  const Ended ended = awaitEnd();
  EXPECT_EQ(ended.status, ExitStatus{1}) << describe(ended.status);
  EXPECT_EQ(ended.output, login);
  EXPECT_TRUE(ended.error.ends_with("\nprism-console: the host has ended with signal 9 (Killed)\n")) << ended.error;
}

TEST_F(ConsoleFailureTest, ALoginThatIsRefused) {
  environment_ = {{"PRISM_CONSOLE_PASSWORD", "wrong"}};
  expectFails(withProbe(), 0, "",
              "! you@example.org is not logged in: the password is wrong (authentication failed)\n"
              "you are not logged in: /login does it\n",
              "hi\n");
}

TEST_F(ConsoleFailureTest, ALoginThatEndsByItself) {
  expectFails(withProbe(), 0, "",
              "* you@example.org is logged in\n"
              "probe → you: logged in as you@example.org\nprobe → you: status_changed 1 \n"
              "you → probe: disconnect 17\n"
              "! you@example.org is not logged in: as you wish (other error, Spectrum would try again)\n"
              "you are not logged in: /login does it\n"
              "* you@example.org is logged in\n"
              "probe → you: logged in as you@example.org\nprobe → you: status_changed 1 \n"
              "* you@example.org is logged out\n",
              "/msg probe disconnect 17\nhi\n/login\n");
}

TEST_F(ConsoleFailureTest, NoOutputShowsThePassword) {
  const std::string host = hostScript("env > environment; echo \"$@\" > words; exec " PRISM_TEST_HOST " \"$@\"");
  const Ended ended = converse(withProbe({"--host-program", host, "--verbose"}), "/msg probe section service\n");
  EXPECT_EQ(ended.status, ExitStatus{});
  EXPECT_NE(ended.error.find(" INFO Host: "), std::string::npos) << "a log was asked for: " << ended.error;
  // TearDown() checks the output. The host's environment and arguments must not contain the password either: it goes
  // only into LOGIN.
  EXPECT_NE(read("environment").find("XDG_STATE_HOME="), std::string::npos);
  EXPECT_EQ(read("environment").find(kCanary), std::string::npos);
  EXPECT_NE(read("words").find("--prism.plugin=probe"), std::string::npos);
  EXPECT_EQ(read("words").find(kCanary), std::string::npos);
}

TEST_F(ConsoleFailureTest, NobodyReadsTheOutput) {
  const std::string reader = "{ read line; echo \"$line\"; exec <&-; echo 'reads no more' >&2; }";
  start({"-c", "{ \"$@\"; echo \"exit code $?\" >&2; } | " + reader, "sh", PRISM_TEST_CONSOLE, "--plugin", "echo"},
        "/bin/sh");
  console_->awaitError("reads no more");
  enter("one\n");
  // The input stays open, so only a failed write can tell the console.
  EXPECT_EQ(console_->awaitError("exit code"), "exit code 0");
  EXPECT_EQ(awaitEnd().output, "* you@example.org is logged in\n");
}

}  // namespace
}  // namespace prism::tests
