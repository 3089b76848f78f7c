// SPDX-License-Identifier: MIT
// prism-launch, with programs that stand in for ssh and srun.
#include "tests/support/host_test.h"
#include "tests/support/port.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

using testing::HostProcess;

class LaunchTest : public HostTest {
 protected:
  static std::vector<std::string> launcher() { return {PRISM_TEST_LAUNCH}; }

  // Starts `command` without a Spectrum. Expects the exit code, and returns stderr.
  static std::string failureOf(std::vector<std::string> command, int code) {
    HostProcess process(command);
    EXPECT_EQ(process.exitStatus(), testing::ExitStatus{code}) << process.standardError();
    EXPECT_EQ(process.standardOutput(), "");
    return process.standardError();
  }

  static std::string launchFailureOf(const std::vector<std::string>& words, int code) {
    std::vector<std::string> command = launcher();
    command.insert(command.end(), words.begin(), words.end());
    return failureOf(command, code);
  }

  // Writes a program that joins its words with blanks and lets a shell parse them, as ssh and sshd do.
  std::string writeSsh(const std::string& name) {
    const std::string path = directory_.write(name, "#!/bin/sh\nexec /bin/sh -c \"exec $*\"\n");
    fs::permissions(path, fs::perms(0755));
    return path;
  }

  // Expects the host to work with the configuration in a file of this name.
  void expectServesWith(const std::vector<std::string>& wrapper, const std::string& file_name) {
    const std::string config = directory_.write(file_name, configurationFor("echo"));
    launchWith({.host_program = hostProgram(), .wrapper = wrapper, .configuration_file = config});
    loginToEcho("alice");
    spectrum_->exit();
    spectrum_->expectExit(0);
  }

  testing::TemporaryDirectory directory_;
};

constexpr const char* kDifficultName = "it's \"$HOME\" `id` \\ *;&|<>(){}[]!~#?.cfg";

TEST_F(LaunchTest, QuotesForTheShellBehindSsh) {
  expectServesWith({PRISM_TEST_LAUNCH, writeSsh("ssh")}, kDifficultName);
}

TEST_F(LaunchTest, QuotesForAnotherProgramIfItIsAsked) {
  expectServesWith({PRISM_TEST_LAUNCH, "--quote", writeSsh("my-ssh")}, kDifficultName);
}

TEST_F(LaunchTest, QuotesNothingForAProgramThatKeepsWords) {
  expectServesWith({PRISM_TEST_LAUNCH, "/usr/bin/env"}, kDifficultName);
  const std::string said = launchFailureOf({"--quote", "/bin/sh", "-c", "printf '<%s>' \"$@\" >&2; exit 3", "sh",
                                            "--host", "127.0.0.1", "--port", "x", "two words"},
                                           EINVAL);
  EXPECT_EQ(said, "prism-launch: --port must be a number from 1 to 65535, but is 'x'\n");
}

TEST_F(LaunchTest, PassesOnTheWordsThatSpectrumHasAppended) {
  const ListeningPort spectrum;
  const std::string port = std::to_string(spectrum.number());
  const std::string print = "printf '<%s>' \"$@\" \"pid=$$\" >&2; exit 3";
  std::string said = launchFailureOf({"/bin/sh", "-c", print, "sh", "--host", "other", "x", "--host", "127.0.0.1",
                                      "--port", port, "--service.backend_id=7", "-n", "/etc/two words.cfg"},
                                     3);
  const std::string pid = said.substr(said.rfind('=') + 1, said.rfind('>') - said.rfind('=') - 1);
  EXPECT_EQ(said, fmt::format("<--host><other><x><--service.backend_id=7><-n></etc/two words.cfg>"
                              "<--prism.connect=stdio><--prism.local_pid={0}><pid={0}>",
                              pid));
}

TEST_F(LaunchTest, TheNameOfTheBackendChoosesThePlugin) {
  const std::string link = (directory_.path() / "spectrum2_prism_lobby_backend").string();
  fs::create_symlink(hostProgram(), link);
  const std::string config = "[service]\njid = prism.test\nprotocol = echo\n[prism]\nplugin_dir = " + pluginDirectory();
  launchWith({.host_program = link, .wrapper = {PRISM_TEST_LAUNCH, writeSsh("ssh")}, .configuration = config});
  spectrum_->awaitLog("plugin lobby ");
}

// A worker has a configuration of its own, and the path of Spectrum's means nothing there.
TEST_F(LaunchTest, AnotherConfigurationCanBeNamed) {
  const std::string config = directory_.write("worker.cfg", configurationFor("echo"));
  spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(),
                                             .wrapper = {PRISM_TEST_LAUNCH, "/usr/bin/env"},
                                             .arguments = {"--prism.config=" + config}});
  spectrum_->launch({"-n", "/nonexistent/spectrum.cfg", "--config", "/nonexistent/other.cfg"});
  spectrum_->ping();
  loginToEcho("alice");
}

// sshd starts the one command that a key permits, whatever the client has asked for.
TEST_F(LaunchTest, AFixedCommandTakesTheNumbersFromTheRequest) {
  const std::string config = directory_.write("worker.cfg", configurationFor("echo"));
  const std::string log = directory_.write("log.cfg",
                                           "log4j.rootLogger=info, R\n"
                                           "log4j.appender.R=org.apache.log4j.FileAppender\n"
                                           "log4j.appender.R.File=" +
                                               (directory_.path() / "backend-${id}.log").string() + "\n");
  const std::string forced = directory_.write(
      "forced", fmt::format("#!/bin/sh\nexport SSH_ORIGINAL_COMMAND=\"$*\"\nexec {} --prism.connect=stdio "
                            "--logging.backend_config={} --config {}\n",
                            hostProgram(), log, config));
  fs::permissions(forced, fs::perms(0755));
  launchWith({.host_program = forced,
              .wrapper = {PRISM_TEST_LAUNCH},
              .arguments = {"--prism.plugin=nonexistent", "--prism.local_pid=1x", "--service.backend_id=none"},
              .backend_id = 23});
  EXPECT_EQ(spectrum_->ping().id(), std::to_string(spectrum_->host().pid()));
  EXPECT_TRUE(fs::exists(directory_.path() / "backend-23.log"));
}

TEST_F(LaunchTest, HelpAndVersion) {
  HostProcess help({PRISM_TEST_LAUNCH, "--help"});
  EXPECT_EQ(help.exitStatus(), testing::ExitStatus{});
  EXPECT_NE(help.standardOutput().find("backend = "), std::string::npos);
  HostProcess version({PRISM_TEST_LAUNCH, "--version"});
  EXPECT_EQ(version.exitStatus(), testing::ExitStatus{});
  EXPECT_EQ(version.standardOutput(), "prism-launch " PRISM_VERSION "\n");
}

TEST_F(LaunchTest, AFailureHasASentenceAndACode) {
  const FreePort closed;
  const std::string port = std::to_string(closed.number());
  const ListeningPort spectrum;
  const std::string open = std::to_string(spectrum.number());
  EXPECT_EQ(launchFailureOf({}, EINVAL),
            "prism-launch: --host and --port are missing: this program is started by Spectrum 2 (see --help)\n");
  EXPECT_EQ(launchFailureOf({"ssh", "--host", "127.0.0.1"}, EINVAL),
            "prism-launch: --host and --port are missing: this program is started by Spectrum 2 (see --help)\n");
  for (const std::vector<std::string>& engine : {std::vector<std::string>{}, {"--quote"}, {"-x"}, {""}}) {
    std::vector<std::string> words = engine;
    words.insert(words.end(), {"--host", "127.0.0.1", "--port", port});
    EXPECT_EQ(launchFailureOf(words, EINVAL),
              "prism-launch: the program that starts the backend is missing: it comes first (see --help)\n");
  }
  EXPECT_EQ(
      launchFailureOf({"env", "--host", "127.0.0.1", "--port", port}, ECONNREFUSED),
      fmt::format("prism-launch: cannot connect to Spectrum at 127.0.0.1 port {}: 127.0.0.1: Connection refused\n",
                  port));
  EXPECT_EQ(launchFailureOf({"no-such-engine", "--host", "127.0.0.1", "--port", open}, ENOENT),
            "prism-launch: cannot execute no-such-engine: No such file or directory\n");
  EXPECT_EQ(launchFailureOf({"/etc", "--host", "127.0.0.1", "--port", open}, EACCES),
            "prism-launch: cannot execute /etc: Permission denied\n");
  EXPECT_EQ(launchFailureOf({"no\n\033[1msuch", "--host", "127.0.0.1", "--port", open}, ENOENT),
            "prism-launch: cannot execute no\\x0a\\x1b[1msuch: No such file or directory\n");
  EXPECT_EQ(launchFailureOf({"env", "--host", "", "--port", port}, EINVAL),
            "prism-launch: --host must be a name or an address, but is ''\n");
  EXPECT_EQ(launchFailureOf({"env", "--host", "a\nb.invalid", "--port", port}, EHOSTUNREACH)
                .find("prism-launch: cannot connect to Spectrum at a\\x0ab.invalid port "),
            0U);
}

// The stderr and the exit code of an engine or a host reach Spectrum.
TEST_F(LaunchTest, TheEnginesFailureIsPassedOn) {
  const ListeningPort spectrum;
  const std::string port = std::to_string(spectrum.number());
  EXPECT_EQ(launchFailureOf({"/bin/sh", "-c", "echo 'worker1: no route' >&2; exit 255", "sh", "--host", "127.0.0.1",
                             "--port", port},
                            255),
            "worker1: no route\n");
  EXPECT_EQ(launchFailureOf({writeSsh("ssh"), hostProgram(), "--host", "127.0.0.1", "--port", port, "/nonexistent.cfg"},
                            EACCES),
            "spectrum2_prism_backend: cannot read the configuration file /nonexistent.cfg: no such file\n");
}

// The words that Spectrum appends are the only ones, and the configuration is not in them. Other tests may run
// meanwhile, so the secrets are this one's alone.
TEST_F(LaunchTest, NoSecretIsInAProcessListOrAnEnvironment) {
  std::random_device random;
  const std::string secret = fmt::format("canary-{:08x}{:08x}", random(), random());
  const std::string password = fmt::format("canary-{:08x}{:08x}", random(), random());
  launchWith({.host_program = hostProgram(),
              .wrapper = {PRISM_TEST_LAUNCH, PRISM_TEST_CARRIER, "pipes"},
              .configuration = "[service]\npassword = " + secret + "\n" + configurationFor("echo")});
  spectrum_->login("alice", {.legacy_name = "alice", .password = password});
  spectrum_->expectConnected("alice");
  const std::string word = fmt::format("--prism.local_pid={}", spectrum_->host().pid()) + '\0';
  int seen = 0;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    for (const char* const file : {"cmdline", "environ"}) {
      std::ostringstream content;
      content << std::ifstream(entry.path() / file).rdbuf();
      seen += content.str().find(word) != std::string::npos ? 1 : 0;
      EXPECT_EQ(content.str().find(secret), std::string::npos) << entry.path();
      EXPECT_EQ(content.str().find(password), std::string::npos) << entry.path();
    }
  }
  EXPECT_EQ(seen, 2) << "the command lines of the carrier and of the host have been read";
}

class StreamFaultTest : public LaunchTest {
 protected:
  // Expects this fault of stdin or stdout. The shell gives the host its descriptors.
  void expectFault(const std::string& redirected, const std::string& sentence) {
    const std::string config = directory_.write("x.cfg", configurationFor("echo"));
    const std::string said = failureOf(
        {"/bin/sh", "-c", fmt::format("{} --prism.connect=stdio {} {}", hostProgram(), config, redirected)}, EINVAL);
    EXPECT_EQ(said, "spectrum2_prism_backend: prism.connect is stdio, but " + sentence + "\n");
  }
};

TEST_F(StreamFaultTest, IsNamed) {
  expectFault("</dev/null", "stdin is neither a pipe nor a socket");
  expectFault("<&-", "stdin is neither a pipe nor a socket");
  const std::string fifo = (directory_.path() / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  expectFault(fmt::format("<>{0} >/dev/null", fifo), "stdout is neither a pipe nor a socket");
  expectFault(fmt::format("<>{0} >&-", fifo), "stdout is neither a pipe nor a socket");
  expectFault(fmt::format("<>{0} 1>&2", fifo),
              "stdout and stderr are the same, so messages for people would be mixed with the connection");
}

TEST_F(StreamFaultTest, ATerminalIsRefused) {
  const std::string config = directory_.write("x.cfg", configurationFor("echo"));
  HostProcess script({"/usr/bin/script", "-qec", hostProgram() + " --prism.connect=stdio " + config, "/dev/null"});
  EXPECT_EQ(script.exitStatus(), testing::ExitStatus{EINVAL});
  EXPECT_NE(script.standardOutput().find("stdin is a terminal, which changes what is sent; start without one (ssh -T)"),
            std::string::npos)
      << script.standardOutput();
}

}  // namespace
}  // namespace prism::tests
