// SPDX-License-Identifier: MIT
// Each failure gives one sentence, and the errno that Spectrum prints.
#include "tests/support/host_test.h"
#include "tests/support/port.h"
#include <prism/plugin.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <sstream>
#include <utility>

namespace prism::tests {
namespace {

using testing::ExitStatus;
using testing::HostProcess;

class ExitCodeTest : public HostTest {
 protected:
  // Expects the host to fail with this exit code, and with this one sentence on stderr beside its log lines.
  void expectFails(std::vector<std::string> words, int code, const std::string& sentence) {
    words.insert(words.begin(), hostProgram());
    HostProcess host(words);
    EXPECT_EQ(host.exitStatus(), ExitStatus{code}) << describe(host.exitStatus());
    EXPECT_EQ(withoutLogLines(host.standardError()), "spectrum2_prism_backend: " + sentence + "\n");
  }

  // Expects this configuration to fail before the host connects: no Spectrum listens.
  void expectConfigurationFails(const std::string& configuration, int code, const std::string& sentence) {
    config_ = directory_.write("x.cfg", configuration);
    expectFails({"--host", "127.0.0.1", "--port", "1", config_}, code, sentence);
  }

  void expectPluginFails(const std::string& plugin, int code, const std::string& sentence) {
    expectConfigurationFails(configurationFor(plugin), code, sentence);
  }

  static std::string withoutLogLines(const std::string& text) {
    std::string rest;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("20")) {  // log lines begin with a date
        rest += line + "\n";
      }
    }
    return rest;
  }

  static std::string file(const std::string& plugin) { return testPluginDirectory() + "/" + plugin + ".so"; }

  testing::TemporaryDirectory directory_;
  std::string config_;
};

TEST_F(ExitCodeTest, NobodyReadsTheSentence) {
  const std::string fifo = (directory_.path() / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  HostProcess host({"/bin/sh", "-c", "exec 3<>" + fifo + " 2>" + fifo + " 3<&-; exec \"$0\"", hostProgram()});
  EXPECT_EQ(host.exitStatus(), ExitStatus{EACCES}) << describe(host.exitStatus());
}

TEST_F(ExitCodeTest, NoConfiguration) {
  expectFails({}, EACCES, "no configuration file is named: this program is started by Spectrum 2 (see --help)");
  expectFails({"-n", "/no/such.cfg"}, EACCES, "cannot read the configuration file /no/such.cfg: no such file");
  expectFails({"--config", "/no/such.cfg"}, EACCES,
              "cannot read the configuration file /no/such.cfg: No such file or directory");
  expectFails({"--config", "/"}, EACCES, "cannot read the configuration file /: it is not a regular file");
}

TEST_F(ExitCodeTest, MalformedConfiguration) {
  expectConfigurationFails("[service]\npassword " + std::string(kCanary) + "\n", EINVAL,
                           directory_.path().string() + "/x.cfg:2: this line is neither '[section]' nor 'key = value'");
  expectConfigurationFails(configurationFor("echo", "ping_timeout = soon\n"), EINVAL,
                           config_ + ": prism.ping_timeout must be a whole number from 1 to 86400, but is 'soon'");
  expectConfigurationFails(configurationFor("echo", "strict = perhaps\n"), EINVAL,
                           config_ + ": prism.strict must be 1 or 0 (true, false, yes, no, on, off), but is 'perhaps'");
  for (const std::string key : {"media_max_file", "media_max_total", "media_days"}) {
    config_ = directory_.write("x.cfg", configurationFor("echo", key + " = soon\n"));
    HostProcess host({hostProgram(), "--host", "127.0.0.1", "--port", "1", config_});
    EXPECT_EQ(host.exitStatus(), ExitStatus{EINVAL}) << key;
    EXPECT_NE(host.standardError().find(config_ + ": prism." + key + " must be a whole number from "),
              std::string::npos)
        << host.standardError();
  }
  expectConfigurationFails(configurationFor("echo", "name_servers = dns.example.org\n"), EINVAL,
                           config_ +
                               ": prism.name_servers must be addresses, separated by commas, such as "
                               "192.0.2.1:53,[2001:db8::1]:53, but is 'dns.example.org'");
  for (const std::string contact : {"a b", "a@b", "a/b", ""}) {
    expectConfigurationFails(
        configurationFor("echo", "contact = " + contact + "\n"), EINVAL,
        config_ + ": prism.contact must be a name of 1 to 64 bytes without blanks, @ and /, but is '" + contact + "'");
  }
}

TEST_F(ExitCodeTest, HostAndPort) {
  config_ = directory_.write("x.cfg", configurationFor("echo"));
  expectFails({"--port", "1", config_}, EINVAL,
              "--host is missing: this program is started by Spectrum 2 (see --help)");
  expectFails({"--host", "::1", config_}, EINVAL,
              "--port is missing: this program is started by Spectrum 2 (see --help)");
  for (const std::string port : {"0", "65536", "http", "-1", "1x"}) {
    expectFails({"--host", "::1", "--port", port, config_}, EINVAL,
                "--port must be a number from 1 to 65535, but is '" + port + "'");
  }
}

TEST_F(ExitCodeTest, UnknownHost) {
  config_ = directory_.write("x.cfg", configurationFor("echo"));
  HostProcess host({hostProgram(), "--host", "no-such-host.invalid", "--port", "1", config_});
  EXPECT_EQ(host.exitStatus(), ExitStatus{EHOSTUNREACH});
  EXPECT_TRUE(withoutLogLines(host.standardError())
                  .starts_with("spectrum2_prism_backend: cannot connect to Spectrum at no-such-host.invalid port 1: "))
      << host.standardError();
}

TEST_F(ExitCodeTest, PluginNotFound) {
  expectConfigurationFails(
      "[prism]\nplugin = nothing\nplugin_dir = " + pluginDirectory() + "\n", ELIBACC,
      "no plugin 'nothing' in " + pluginDirectory() + ", where there are: echo, irc, lobby, mqtt, purple");
}

TEST_F(ExitCodeTest, PluginThatCannotBeLoaded) {
  const auto cannot_load = [](const std::string& plugin, const std::string& why) {
    return "cannot load the plugin " + file(plugin) + ": " + why;
  };
  expectPluginFails(
      "other-abi-in-note", ELIBBAD,
      cannot_load("other-abi-in-note",
                  "it is built for plugin ABI 0.999, this host has 0.9; rebuild it with this version of Prism"));
  expectPluginFails(
      "other-abi", ELIBBAD,
      cannot_load("other-abi",
                  "it is built for plugin ABI 7.8, this host has 0.9; rebuild it with this version of Prism"));
  expectPluginFails(
      "newer-host-wanted", ELIBBAD,
      cannot_load("newer-host-wanted",
                  "prism_plugin_query() says ABI 0.9 and needs 0.55, but its note says 0.9 and needs 0.9"));
  expectPluginFails(
      "other-id", ELIBBAD,
      cannot_load("other-id", "prism_plugin_query() says 'somebody-else 1.0', but its note says 'other-id 1.0'"));
  expectPluginFails("no-query", ELIBBAD, cannot_load("no-query", "it does not export prism_plugin_query()"));
  expectPluginFails("declines", ELIBBAD,
                    cannot_load("declines", "prism_plugin_query() declined to work with host ABI 0.9"));
  expectPluginFails("small-table", ELIBBAD,
                    cannot_load("small-table", "its struct prism_plugin has 16 bytes, expected at least " +
                                                   std::to_string(sizeof(prism_plugin))));
  expectPluginFails("reserved-used", ELIBBAD,
                    cannot_load("reserved-used", "'reserved' in its struct prism_plugin is 3, must be 0"));
  expectPluginFails("no-logout", ELIBBAD, cannot_load("no-logout", "it lacks the required logout"));
  expectPluginFails("unresolved", ELIBBAD,
                    cannot_load("unresolved", file("unresolved") + ": undefined symbol: a_function_that_nobody_has"));
}

TEST_F(ExitCodeTest, PluginThatDoesNotStart) {
  expectPluginFails(
      "create-fails", ECANCELED,
      "the plugin " + file("create-fails") + " cannot be created: the key [network] server\\x0ais missing");
  expectPluginFails("start-fails", ECANCELED, "the plugin " + file("start-fails") + " cannot start: it gave no reason");
}

TEST_F(ExitCodeTest, PluginThatThrowsAtTheStart) {
  for (const auto& [function, what] : {std::pair("create", "be created"), std::pair("start", "start")}) {
    config_ = directory_.write("x.cfg", configurationFor("probe", "[probe]\nthrows_in = " + std::string(function)));
    HostProcess host({hostProgram(), "--host", "127.0.0.1", "--port", "1", config_});
    EXPECT_EQ(host.exitStatus(), ExitStatus{ECANCELED}) << function;
    const std::string error = host.standardError();
    EXPECT_NE(
        error.find(fmt::format("Plugin.probe: plugin misbehaving: probe: {0}: exception 'thrown in {0} '\n", function)),
        std::string::npos)
        << error;
    EXPECT_EQ(withoutLogLines(error), fmt::format("spectrum2_prism_backend: the plugin {} cannot {}: exception "
                                                  "'thrown in {} '\n",
                                                  file("probe"), what, function));
  }
}

TEST_F(ExitCodeTest, FeaturesThatLoseWhatUsersSend) {
  expectConfigurationFails(
      configurationFor("plain", "[features]\nrawxml = 1\n"), EINVAL,
      directory_.path().string() +
          "/x.cfg: features.rawxml is 1, but the plugin plain 1.0 takes no raw XML, so all that users "
          "send would be lost; remove this key");
}

TEST_F(ExitCodeTest, APluginThatDoesNotStartIsStillDestroyed) {
  HostProcess host(
      {hostProgram(), "--host", "::1", "--port", "1", directory_.write("x.cfg", configurationFor("start-fails"))});
  EXPECT_EQ(host.exitStatus(), ExitStatus{ECANCELED});
  EXPECT_NE(host.standardError().find("INFO Plugin.start-fails: destroyed\n"), std::string::npos);
}

#if !PRISM_SANITIZED  // UBSan needs further descriptors
TEST_F(ExitCodeTest, TheSystemHasNoMoreDescriptors) {
  const std::string config = directory_.write("x.cfg", configurationFor("echo"));
  HostProcess host(
      {"/bin/sh", "-c", "ulimit -n 8; exec \"$0\" \"$@\"", hostProgram(), "--host", "::1", "--port", "1", config});
  EXPECT_EQ(host.exitStatus(), ExitStatus{EMFILE}) << host.standardError();
  EXPECT_NE(host.standardError().find("Too many open files\n"), std::string::npos) << host.standardError();
}
#endif

TEST_F(ExitCodeTest, ConnectionRefused) {
  spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("echo")});
  spectrum_->refuse();
  spectrum_->start({spectrum_->configurationFile()});
  spectrum_->expectExit(ECONNREFUSED);
  EXPECT_EQ(withoutLogLines(spectrum_->log()),
            "spectrum2_prism_backend: cannot connect to Spectrum at 127.0.0.1 port " +
                std::to_string(spectrum_->port()) + ": 127.0.0.1: Connection refused\n");
}

TEST_F(ExitCodeTest, ConnectionTimesOut) {
  const SilentPort silent;
  const std::string port = std::to_string(silent.number());
  config_ = directory_.write("x.cfg", configurationFor("echo"));
  expectFails({"--host", "127.0.0.1", "--port", port, "--prism.connect_timeout=1", config_}, ETIMEDOUT,
              "cannot connect to Spectrum at 127.0.0.1 port " + port + ": 127.0.0.1: Connection timed out");
}

TEST_F(ExitCodeTest, AMessageOverTheLimit) {
  launch("echo", "max_frame_size = 5000\n");
  loginToEcho("alice");
  spectrum_->sendLength(5001);
  spectrum_->expectExit(EPROTO);
  EXPECT_EQ(withoutLogLines(spectrum_->log()),
            "spectrum2_prism_backend: Spectrum announced a message of 5001 bytes, which is over max_frame_size\n");
}

TEST_F(ExitCodeTest, SilentSpectrum) {
  launch("echo", "ping_timeout = 1\n");
  spectrum_->expectExit(ETIMEDOUT);
  EXPECT_EQ(withoutLogLines(spectrum_->log()), "spectrum2_prism_backend: Spectrum has sent no PING for 1 s\n");
}

TEST_F(ExitCodeTest, ASpectrumThatNeverAccepts) {
  spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(),
                                             .configuration = configurationFor("echo", "ping_timeout = 1\n")});
  spectrum_->start({spectrum_->configurationFile()});
  spectrum_->expectExit(ETIMEDOUT);
}

}  // namespace
}  // namespace prism::tests
