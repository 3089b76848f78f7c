// SPDX-License-Identifier: MIT
// Command lines, as Spectrum 2 and administrators use them.
#include "tests/support/host_test.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <sstream>
#include <tuple>

namespace prism::tests {
namespace {

using testing::HostProcess;

// Returns the host's standard output for these arguments. Expects exit status 0 and no errors.
std::string output(std::vector<std::string> words) {
  words.insert(words.begin(), hostProgram());
  HostProcess host(words);
  EXPECT_EQ(host.exitStatus(), testing::ExitStatus{}) << host.standardError();
  EXPECT_EQ(host.standardError(), "");
  return host.standardOutput();
}

class CommandLineTest : public HostTest {
 protected:
  // Expects the host to start with these arguments from Spectrum, and the echo plugin to work.
  void expectServes(const std::function<std::vector<std::string>(const std::string& config)>& own_command_line) {
    spectrum_.emplace(
        testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("echo")});
    spectrum_->launch(own_command_line(spectrum_->configurationFile()));
    spectrum_->ping();
    loginToEcho("alice");
    spectrum_->exit();
    spectrum_->expectExit(0);
    EXPECT_EQ(spectrum_->log().find("arning"), std::string::npos) << "no complaints: " << spectrum_->log();
  }
};

TEST_F(CommandLineTest, HelpSpeaksToAPerson) {
  const std::string help = output({"--help"});
  EXPECT_NE(help.find("backend = "), std::string::npos);
  EXPECT_NE(help.find("--list-plugins"), std::string::npos);
  EXPECT_EQ(output({"-h", "--host", "x", "-n"}), help);
}

TEST_F(CommandLineTest, AStartWarnsOfMisspeltKeys) {
  launch("echo", "ping_timout = 3\n");
  spectrum_->awaitLog("'prism.ping_timout' is not known; is prism.ping_timeout meant?");
}

TEST_F(CommandLineTest, VersionTellsTheAbiToo) {
  EXPECT_EQ(output({"--version"}), "spectrum2_prism_backend " PRISM_VERSION " (plugin ABI 0.9)\n");
}

TEST_F(CommandLineTest, ListsPluginsWithoutLoadingThem) {
  const std::string list = output({"--list-plugins", "--prism.plugin_dir=" + testPluginDirectory()});
  EXPECT_NE(list.find("\nprobe            Probe                1.0        0.9   -   "), std::string::npos) << list;
  EXPECT_NE(list.find("\nclaims-prpl      A test plugin        1.0        0.9   protocol:prpl-*   "), std::string::npos)
      << list;
  EXPECT_NE(list.find("\nunresolved  "), std::string::npos) << "it could not be loaded, and is not: " << list;
  EXPECT_NE(list.find("  0.999 "), std::string::npos) << list;
}

TEST_F(CommandLineTest, ListsThePluginsOfAConfiguration) {
  const testing::TemporaryDirectory directory;
  const std::string config = directory.write("x.cfg", "[prism]\nplugin_dir = " + pluginDirectory() + "\n");
  EXPECT_EQ(output({"--list-plugins", config}), output({"--list-plugins", "--prism.plugin_dir=" + pluginDirectory()}));
}

// Else a connection or a file would get that number.
TEST_F(CommandLineTest, EndsIfNothingCanTakeThePlaceOfAClosedDescriptor) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root may hide /dev/null";
  }
  const std::string sentence = "spectrum2_prism_backend: cannot open /dev/null: No such file or directory\n";
  for (const auto& [redirection, code, said] :
       {std::tuple("<&-", ENOENT, sentence), std::tuple("", 0, std::string())}) {
    HostProcess host({"/usr/bin/unshare", "--mount", "/bin/sh", "-c",
                      "mount -t tmpfs none /dev && exec " + hostProgram() + " --help " + redirection});
    EXPECT_EQ(host.exitStatus(), testing::ExitStatus{code});
    EXPECT_EQ(host.standardError(), said);
  }
}

class CheckTest : public HostTest {
 protected:
  // Returns what --check prints on stdout and stderr, without log lines. Expects the exit code.
  std::string check(const std::string& configuration, int code, const std::string& backend = backendOption()) {
    config_ = directory_.write("x.cfg", configuration);
    const bool has_mode = configuration.find("server_mode") != std::string::npos;
    HostProcess host({hostProgram(), "--check", config_, backend, has_mode ? "-n" : kServerModeOption});
    EXPECT_EQ(host.exitStatus(), testing::ExitStatus{code}) << host.standardError();
    std::string said = host.standardOutput();
    std::istringstream lines(host.standardError());
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("20")) {  // log lines begin with a date
        said += line + "\n";
      }
    }
    return said;
  }

  testing::TemporaryDirectory directory_;
  std::string config_;
};

TEST_F(CheckTest, SaysThatAllIsWell) {
  const std::string said = check(configurationFor("echo"), 0);
  EXPECT_EQ(said, config_ + ": all is well; the plugin is echo 0.1.0 (" + pluginDirectory() + "/echo.so)\n");
}

TEST_F(CheckTest, NamesWhatIsMisspelt) {
  const std::string said = check(configurationFor("echo", "ping_timout = 3\n"), EINVAL);
  EXPECT_EQ(said, config_ + ": 'prism.ping_timout' is not known; is prism.ping_timeout meant?\n" +
                      "spectrum2_prism_backend: " + config_ + ": there is something to look at\n");
}

// Another machine has a configuration for the backend alone.
TEST_F(CheckTest, MissesNothingOfSpectrumsWhereTheBackendIsCarried) {
  const std::string config = directory_.write(
      "worker.cfg", "[prism]\nconnect = stdio\nplugin = echo\nplugin_dir = " + pluginDirectory() + "\n");
  const std::string said = output({"--check", config});
  EXPECT_TRUE(said.starts_with(config + ": all is well; the plugin is echo ")) << said;
}

TEST_F(CheckTest, MissesWhatMakesStandardStreamsTheConnection) {
  const std::string complaint =
      ": prism.connect is stdio, but service.backend starts Prism without prism-launch, which makes stdin and stdout "
      "the connection\n";
  const std::string in_file = check(configurationFor("echo", "connect = stdio\n[service]\nport = abc\n"), EINVAL);
  EXPECT_NE(in_file.find(config_ + complaint), std::string::npos) << in_file;
  EXPECT_NE(in_file.find("service.port must be a whole number"), std::string::npos) << in_file;
  const std::string in_command = check(configurationFor("echo"), EINVAL, backendOption() + " --prism.connect=stdio");
  EXPECT_NE(in_command.find(config_ + complaint), std::string::npos) << in_command;
  check(configurationFor("echo"), 0,
        "--service.backend=" PRISM_TEST_LAUNCH " env " + hostProgram() + " --prism.connect=stdio");
}

TEST_F(CheckTest, ReadsTheConfigurationThatALocalCommandNames) {
  const std::string missing = check(configurationFor("echo"), EACCES, backendOption() + " --prism.config=/nonexistent");
  EXPECT_NE(missing.find("cannot read the configuration file /nonexistent: "), std::string::npos) << missing;
  const std::string other =
      directory_.write("other.cfg", "[prism]\nplugin = lobby\nping_timout = 3\nplugin_dir = " + pluginDirectory());
  for (const char* const option : {" --prism.config=", " --config "}) {
    const std::string said =
        check("[service]\nlogin_dely = 3\n" + configurationFor("echo"), EINVAL, backendOption() + option + other);
    EXPECT_NE(said.find(other + ": 'prism.ping_timout' is not known"), std::string::npos) << said;
    EXPECT_NE(said.find(config_ + ": 'service.login_dely' is not known"), std::string::npos) << said;
  }
  const std::string hidden = check(configurationFor("echo"), 0,
                                   "--service.backend=/bin/true " + std::string(hostProgram()) + " --config /other");
  EXPECT_NE(hidden.find("service.backend gives Prism another configuration, /other, which has not been checked\n"),
            std::string::npos)
      << hidden;
}

TEST_F(CheckTest, NamesMisspeltKeysOfSpectrum) {
  const std::string said = check("[service]\nuser_per_backend = 3\n" + configurationFor("echo"), EINVAL);
  EXPECT_NE(said.find("'service.user_per_backend' is not known; is service.users_per_backend meant?"),
            std::string::npos)
      << said;
}

TEST_F(CheckTest, NamesAConfigurationOfTwoNetworks) {
  const std::string sample =
      "[service]\njid = prism.test\nirc_server = irc.prism.test\nprotocol = prpl-sample\n"
      "[prism]\nplugin_dir = " +
      testPluginDirectory() + "\n";
  const std::string said = check(sample, EINVAL);
  EXPECT_NE(said.find("service.irc_server is that of IRC, but service.protocol = prpl-sample means the plugin "
                      "claims-prpl here"),
            std::string::npos)
      << said;
  const std::string link = directory_.path().string() + "/spectrum2_prism_plain_backend";
  std::filesystem::create_symlink(hostProgram(), link);
  check(sample, 0, "--service.backend=/usr/bin/nice " + link);
}

TEST_F(CheckTest, NamesValuesThatSpectrumCannotUse) {
  const std::string configuration =
      "[prism]\nplugin = echo\nplugin_dir = " + std::string(pluginDirectory()) +
      "\n[service]\nport = abc\nusers_per_backend = 0\nserver_mode = maybe\n[database]\ntype = sqlite\n";
  const std::string said = check(configuration, EINVAL);
  for (const char* const sentence :
       {"service.jid is missing: it is the address of the transport",
        "service.port must be a whole number from 0 to 65535, but is 'abc'",
        "service.users_per_backend must be a whole number from 1 to 2147483647, but is '0'",
        "service.server_mode must be 1 or 0 (true, false, yes, no, on, off), but is 'maybe'",
        "database.type is 'sqlite', but Spectrum 2 knows mysql, none, pqxx and sqlite3"}) {
    EXPECT_NE(said.find(config_ + ": " + sentence + "\n"), std::string::npos) << said;
  }
}

TEST_F(CheckTest, NamesABackendThatSpectrumCannotStart) {
  const std::string host = hostProgram();
  const std::string no_engine = "service.backend: the program that starts the backend is missing behind prism-launch";
  const std::string copy = directory_.path().string() + "/spectrum2_prism_echo_backend";
  std::filesystem::copy_file("/bin/true", copy);
  for (const auto& [backend, sentence] : {
           std::pair<std::string, std::string>(" ",
                                               "service.backend is missing: Spectrum 2 does not know this program"),
           {"nice " + host, "service.backend: nice: No such file or directory; $PATH is not searched"},
           {"/nonexistent/spectrum2_prism_backend",
            "service.backend: /nonexistent/spectrum2_prism_backend: No such file or directory"},
           {"/usr/bin/nice -n 5 /nonexistent/spectrum2_prism_echo_backend",
            "service.backend: /nonexistent/spectrum2_prism_echo_backend: No such file or directory"},
           {copy,
            "service.backend: " + copy + " is another program than the one that checks, which may find other plugins"},
           {"/tmp", "service.backend: /tmp is no program"},
           {PRISM_TEST_LAUNCH, no_engine},
           {PRISM_TEST_LAUNCH " --quote", no_engine},
           {"/usr/bin/nice " PRISM_TEST_LAUNCH " -T", no_engine},
           {PRISM_TEST_LAUNCH " no-such-engine worker " + host,
            "service.backend: no-such-engine is in no directory of this check's $PATH; give its whole path"},
           {PRISM_TEST_LAUNCH " --quote /nonexistent/ssh worker " + host,
            "service.backend: /nonexistent/ssh: No such file or directory"},
           {PRISM_TEST_LAUNCH " env /nonexistent/spectrum2_prism_backend",
            "service.backend: /nonexistent/spectrum2_prism_backend: No such file or directory"},
           {"/usr/bin/env spectrum2_libcommuni_backend x", ""},
           {"\"" + host, "service.backend: a quote is not closed, or a backslash is the last character"},
           {host + " \\", "service.backend: a quote is not closed, or a backslash is the last character"},
           {"/nonexistent/spectrum2_libcommuni_backend",
            "service.backend: spectrum2_libcommuni_backend is another backend than Prism"},
       }) {
    const std::string said =
        check(configurationFor("echo"), sentence.empty() ? 0 : EINVAL, "--service.backend=" + backend);
    EXPECT_NE(said.find(sentence.empty() ? "" : config_ + ": " + sentence + "\n"), std::string::npos) << said;
  }
}

TEST_F(CheckTest, UnderstandsABackendAsSpectrumDoes) {
  const std::string host = hostProgram();
  for (const std::string& backend : {"\"" + host + "\" --prism.ping_timeout=50", "\t'" + host + "'", "\"\" " + host,
                                     std::string("/usr/bin/ssh host /nonexistent/spectrum2_prism_echo_backend"),
                                     std::string("/usr/bin/env spectrum2_prism_echo_backend"),
                                     "/usr/bin/env LOG=/nonexistent/spectrum2_prism_irc_backend " + host}) {
    check(configurationFor("echo"), 0, "--service.backend=" + backend);
  }
  const std::string hidden = check(configurationFor("echo"), 0, "--service.backend=/bin/true");
  EXPECT_NE(hidden.find("service.backend starts /bin/true; whether that starts Prism cannot be seen\n"),
            std::string::npos)
      << hidden;
  const std::string ssh = directory_.write("ssh", "#!/bin/sh\n");
  std::filesystem::permissions(ssh, std::filesystem::perms(0755));
  const std::string elsewhere = check(configurationFor("echo"), 0,
                                      "--service.backend=" PRISM_TEST_LAUNCH " " + ssh + " worker -- " + host +
                                          " --prism.config=/etc/x --prism.local_pid=3");
  EXPECT_NE(elsewhere.find("service.backend starts Prism by prism-launch, perhaps on another machine; check its "
                           "configuration there\n"),
            std::string::npos)
      << elsewhere;
  // The options in it are for the backend, not for Spectrum.
  const std::string jid = check("[service]\nserver_mode = 1\n[prism]\nplugin = echo\nplugin_dir = " + pluginDirectory(),
                                EINVAL, "--service.backend=" + host + " --service.jid=prism.test");
  EXPECT_NE(jid.find("service.jid is missing"), std::string::npos) << jid;
}

// The backend that Spectrum starts is checked, whatever the name of the program that checks.
TEST_F(CheckTest, TheBackendDecidesAboutThePlugin) {
  const std::string link = directory_.path().string() + "/spectrum2_prism_lobby_backend";
  std::filesystem::create_symlink(hostProgram(), link);
  const std::string unnamed =
      "[service]\njid = prism.test\nprotocol = echo\n[prism]\nplugin_dir = " + std::string(pluginDirectory()) + "\n";
  const std::string by_name = check(unnamed, 0, "--service.backend=" + link);
  EXPECT_NE(by_name.find("the plugin is lobby"), std::string::npos) << by_name;
  const std::string by_option =
      check(unnamed, 0, "--service.backend=\t" + std::string(hostProgram()) + "\t--prism.plugin=lobby");
  EXPECT_NE(by_option.find("the plugin is lobby"), std::string::npos) << by_option;
  const std::string both = check(configurationFor("echo"), EINVAL, "--service.backend=" + link);
  EXPECT_NE(both.find("[prism] plugin = echo goes before the name in service.backend, " + link + "\n"),
            std::string::npos)
      << both;
  HostProcess host({link, "--check", directory_.write("x.cfg", unnamed), backendOption(), kServerModeOption});
  EXPECT_EQ(host.exitStatus(), testing::ExitStatus{EINVAL});
  EXPECT_NE(host.standardOutput().find("service.backend starts the plugin echo; this check was started by the name of "
                                       "lobby\n"),
            std::string::npos)
      << host.standardOutput();
}

TEST_F(CheckTest, NamesKeysThatAreGivenTwice) {
  const std::string said = check(configurationFor("echo", "[service]\njid = twice.test\n"), EINVAL);
  EXPECT_NE(said.find("service.jid is given 2 times, with which Spectrum 2 may not start\n"), std::string::npos)
      << said;
  check(configurationFor("echo", "[service]\nadmin_jid = a@prism.test\nadmin_jid = b@prism.test\n"), 0);
}

TEST_F(CheckTest, NamesAKeyOfAnotherSection) {
  const std::string said = check(configurationFor("echo", "[service]\nlogin_timeout = 3\n"), EINVAL);
  EXPECT_NE(said.find("'service.login_timeout' is not known; is prism.login_timeout meant?\n"), std::string::npos)
      << said;
}

// Spectrum 2 and its backends work there.
TEST_F(CheckTest, RelativePathsBeginAtTheWorkingDirectory) {
  std::filesystem::create_directory(directory_.path() / "logs");
  directory_.write("log.cfg",
                   "log4j.rootLogger=info, R\n"
                   "log4j.appender.R=org.apache.log4j.FileAppender\n"
                   "log4j.appender.R.File=logs/x.log\n");
  check(configurationFor("echo", "[service]\nworking_dir = " + directory_.path().string() +
                                     "\n[logging]\nbackend_config = log.cfg\n"),
        0);
}

TEST_F(CheckTest, NamesWhatThePluginWarnsOf) {
  const std::string said = check(configurationFor("probe", "[probe]\nwarning = this key has no effect\n"), EINVAL);
  EXPECT_NE(said.find("this key has no effect\n"), std::string::npos) << said;
}

TEST_F(CheckTest, ReadsRegularFilesOnly) {
  const std::string pipe = directory_.path().string() + "/pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  HostProcess host({hostProgram(), "--check", pipe, backendOption(), kServerModeOption});
  EXPECT_EQ(host.exitStatus(), testing::ExitStatus{EACCES}) << host.standardError();
  EXPECT_NE(host.standardError().find("it is not a regular file"), std::string::npos) << host.standardError();
  const std::string said = check(configurationFor("echo", "[logging]\nbackend_config = " + pipe + "\n"), EINVAL);
  EXPECT_NE(said.find("is not a regular file"), std::string::npos) << said;
}

TEST_F(CheckTest, NamesARegistrationThatSpectrumRefuses) {
  const auto configuration = [](const std::string& mode, const std::string& protocol) {
    return "[service]\njid = prism.test\nport = 5347\npassword = x\nserver_mode = " + mode +
           "\nprotocol = " + protocol +
           "\n[registration]\nneedRegistration = 1\n[prism]\nplugin = echo\nplugin_dir = " + pluginDirectory() + "\n";
  };
  EXPECT_NE(check(configuration("0", "irc"), EINVAL).find("Spectrum 2 refuses every registration"), std::string::npos);
  check(configuration("1", "irc"), 0);
  check(configuration("0", "prism-irc"), 0);
}

TEST_F(CheckTest, NamesWhatIsWrongWithTheLogAndMakesNoFile) {
  const std::string log = directory_.path().string() + "/new/backend.log";
  const std::string properties = directory_.write(
      "log.cfg",
      "log4j.rootLogger=debug, R, X\nlog4j.appender.R=org.apache.log4j.FileAppender\nlog4j.appender.R.File=" + log +
          "\n");
  const std::string said = check(configurationFor("echo", "[logging]\nbackend_config = " + properties + "\n"), EINVAL);
  EXPECT_EQ(said, properties + ": log4j.appender.X is not there, but a category names it; stderr is used\n" +
                      "spectrum2_prism_backend: " + config_ + ": there is something to look at\n");
  EXPECT_FALSE(std::filesystem::exists(log));
}

TEST_F(CheckTest, NamesALogFileThatCannotBeWritten) {
  const std::string file = directory_.write("file", "");
  const std::string log = file + "/x.log";
  const std::string properties = directory_.write(
      "log.cfg",
      "log4j.rootLogger=debug, R\nlog4j.appender.R=org.apache.log4j.FileAppender\nlog4j.appender.R.File=" + log + "\n");
  const std::string said = check(configurationFor("echo", "[logging]\nbackend_config = " + properties + "\n"), EINVAL);
  EXPECT_EQ(said, properties + ":3: cannot write to the log file " + log + ": Not a directory; stderr would be used\n" +
                      "spectrum2_prism_backend: " + config_ + ": there is something to look at\n");
}

TEST_F(CheckTest, NamesAWorkingDirectoryThatCannotBeMade) {
  const std::string file = directory_.write("file", "");
  const std::string said = check(configurationFor("echo", "[service]\nworking_dir = " + file + "/x\n"), EINVAL);
  EXPECT_EQ(said, config_ + ": service.working_dir: " + file + " is no directory\n" +
                      "spectrum2_prism_backend: " + config_ + ": there is something to look at\n");
}

TEST_F(CheckTest, NamesPlaceholdersOfTheExamples) {
  const std::string said = check(
      "[service]\njid = irc.example.org\nserver_mode = 0\nport = 5347\npassword = SECRET-OF-THE-COMPONENT\n"
      "[prism]\nplugin = echo\nplugin_dir = " +
          pluginDirectory() + "\n",
      EINVAL);
  EXPECT_EQ(said,
            config_ +
                ": service.jid is irc.example.org, as in the example; give the transport an address of your own\n" +
                config_ +
                ": service.password is SECRET-OF-THE-COMPONENT, as in the example; give the secret that the XMPP "
                "server has for the component\n"
                "spectrum2_prism_backend: " +
                config_ + ": there is something to look at\n");
}

// Debian's packages have the link and the plugin in one package, so that both are missing.
TEST_F(CheckTest, NamesAMissingLinkOfAMissingPlugin) {
  const std::string link = "/nonexistent/spectrum2_prism_discord_backend";
  const std::string said = check("[service]\njid = prism.test\n[prism]\nplugin_dir = " + pluginDirectory() + "\n",
                                 ELIBACC, "--service.backend=" + link);
  EXPECT_NE(said.find("service.backend: " + link + ": No such file or directory\n"), std::string::npos) << said;
  EXPECT_NE(said.find("no plugin 'discord' in "), std::string::npos) << said;
}

TEST_F(CheckTest, TellsEverythingThatItHasFound) {
  const std::string said = check("[logging]\nbackend_config = /no/such.cfg\n[prism]\nplugin = nothing\n", ELIBACC);
  EXPECT_NE(said.find("/no/such.cfg"), std::string::npos) << said;
  EXPECT_NE(said.find("no plugin 'nothing'"), std::string::npos) << said;
}

TEST_F(CheckTest, FailsAsAStartWould) {
  const std::string said = check("[service\n", EINVAL);
  EXPECT_EQ(said, "spectrum2_prism_backend: " + config_ + ":1: this line is neither '[section]' nor 'key = value'\n");
  EXPECT_EQ(check(configurationFor("create-fails"), ECANCELED),
            "spectrum2_prism_backend: the plugin " + testPluginDirectory() +
                "/create-fails.so cannot be created: the key [network] server\\x0ais missing\n");
}

TEST_F(CheckTest, RefusesFeaturesThatLoseWhatUsersSend) {
  const std::string said = check(configurationFor("plain", "[features]\nrawxml = 1\n"), EINVAL);
  EXPECT_EQ(said, "spectrum2_prism_backend: " + config_ +
                      ": features.rawxml is 1, but the plugin plain 1.0 takes no raw XML, so all that users send would "
                      "be lost; remove this key\n");
}

TEST_F(CheckTest, NamesPointlessFeatures) {
  const std::string said =
      check(configurationFor("plain", "[features]\nmuc = 1\nsend_buddies_on_login = 1\nreceipts = 1\n"), EINVAL);
  EXPECT_EQ(said,
            config_ + ": features.muc is 1, but the plugin plain 1.0 has no rooms; remove this key\n" + config_ +
                ": features.send_buddies_on_login is 1, but the plugin plain 1.0 does not look at contacts; remove "
                "this key\nspectrum2_prism_backend: " +
                config_ + ": there is something to look at\n");
}

TEST_F(CheckTest, DoesNotStartThePlugin) {
  EXPECT_NE(check(configurationFor("start-fails"), 0).find("all is well"), std::string::npos);
}

TEST_F(CommandLineTest, TakesTheConfigurationWhereverItStands) {
  using Words = std::vector<std::string>;
  expectServes([](const std::string& config) { return Words{"-n", config}; });
  expectServes([](const std::string& config) { return Words{config, "-n"}; });
  expectServes([](const std::string& config) { return Words{"--config", config}; });
  expectServes([](const std::string& config) { return Words{"--config=" + config, "-d"}; });
  expectServes([](const std::string& config) { return Words{"-j", "some.jid", config, "--no-daemonize"}; });
  expectServes([](const std::string& config) { return Words{config, "--unknown", "word", "--other=word", "-x"}; });
}

TEST_F(CommandLineTest, OptionsOverrideTheFile) {
  spectrum_.emplace(testing::SpectrumOptions{
      .host_program = hostProgram(),
      .arguments = {"--probe.other=from-the-command-line", "--probe.new=also"},
      .configuration = configurationFor("probe", "[probe]\nkey = from-the-file of $jid\nother = from-the-file\n")});
  spectrum_->launch({"-j", "other.jid", spectrum_->configurationFile()});
  spectrum_->ping();
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  const auto get = [&](const std::string& key, const std::string& value) {
    spectrum_->say("alice", "probe", "get " + key);
    spectrum_->expectMessage("alice", "probe", "value " + value);
  };
  get("probe.key", "from-the-file of other.jid");
  get("probe.other", "from-the-command-line");
  get("probe.new", "also");
  get("service.jid", "other.jid");
  get("service.backend_id", "1");
  get("probe.none", "");
}

TEST_F(CommandLineTest, RunsBehindAWrapperInAnotherDirectory) {
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/usr/bin/nice"},
              .configuration = configurationFor("echo"),
              .working_dir = "/",
              .umask = 0});
  loginToEcho("alice");
}

TEST_F(CommandLineTest, FindsPluginsByTheEnvironment) {
  launchWith({.host_program = hostProgram(),
              .configuration = "[service]\nprotocol = echo\n",
              .environment = {{"PRISM_PLUGIN_PATH", "/no/such/directory:" + pluginDirectory()}}});
  loginToEcho("alice");
}

}  // namespace
}  // namespace prism::tests
