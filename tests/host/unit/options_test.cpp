// SPDX-License-Identifier: MIT
#include "host/config/options.h"

#include <gtest/gtest.h>

#include <set>

namespace prism::host {
namespace {

using Action = Options::Action;
using Overrides = std::vector<std::pair<std::string, std::string>>;

class OptionsTest : public testing::Test {
 protected:
  // Parses a command line. Only `files_` exist.
  Options parse(const std::vector<const char*>& words) {
    return parseOptions(words, [this](const std::string& path) { return files_.contains(path); });
  }

  std::set<std::string> files_ = {"/etc/x.cfg", "/etc/y.cfg"};
};

TEST_F(OptionsTest, ReadsWhatSpectrumWrites) {
  const Options options =
      parse({"--host", "127.0.0.1", "--port", "16001", "--service.backend_id=1", "-n", "/etc/x.cfg"});
  EXPECT_EQ(options.action, Action::kServe);
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, "16001");
  EXPECT_EQ(options.config_path, "/etc/x.cfg");
  EXPECT_EQ(options.overrides, (Overrides{{"service.backend_id", "1"}}));
}

TEST_F(OptionsTest, ForgetIsFollowedByAUser) {
  const Options options = parse({"--forget", "alice@example.org", "/etc/x.cfg"});
  EXPECT_EQ(options.action, Action::kForget);
  EXPECT_EQ(options.forgotten_user, "alice@example.org");
  EXPECT_EQ(options.config_path, "/etc/x.cfg");
  EXPECT_EQ(parse({"--forget=alice", "/etc/x.cfg"}).forgotten_user, "alice");
  EXPECT_EQ(parse({"/etc/x.cfg", "--forget"}).forgotten_user, "");
}

TEST_F(OptionsTest, TakesTheConfigFileWhereverItStands) {
  EXPECT_EQ(parse({"/etc/x.cfg", "-n"}).config_path, "/etc/x.cfg");
  EXPECT_EQ(parse({"-n", "/etc/x.cfg", "--host", "h", "--no-daemonize", "-d"}).config_path, "/etc/x.cfg");
  EXPECT_EQ(parse({"--config", "/etc/x.cfg"}).config_path, "/etc/x.cfg");
  EXPECT_EQ(parse({"--config=/etc/x.cfg", "-n"}).config_path, "/etc/x.cfg");
}

TEST_F(OptionsTest, TakesTheLastWordThatNamesAFile) {
  EXPECT_EQ(parse({"/etc/x.cfg", "/etc/y.cfg"}).config_path, "/etc/y.cfg");
  EXPECT_EQ(parse({"/etc/x.cfg", "no-file"}).config_path, "/etc/x.cfg");
  EXPECT_EQ(parse({"--unknown", "word", "/etc/x.cfg", "--other", "word"}).config_path, "/etc/x.cfg");
}

TEST_F(OptionsTest, TakesAConfigNamedByOptionEvenIfItDoesNotExist) {
  EXPECT_EQ(parse({"--config", "/no/such.cfg", "/etc/x.cfg"}).config_path, "/no/such.cfg");
}

TEST_F(OptionsTest, TheConfigurationOfAWorkerGoesBeforeSpectrums) {
  const Options options =
      parse({"--prism.config=/no/worker.cfg", "--prism.local_pid=7", "--config", "/etc/x.cfg", "-n", "/etc/y.cfg"});
  EXPECT_EQ(options.config_path, "/no/worker.cfg");
  EXPECT_EQ(options.local_pid, "7");
  EXPECT_EQ(options.overrides, Overrides());
}

TEST_F(OptionsTest, TakesNumbersAloneFromARequestedCommand) {
  Options options = parse({"--config", "/etc/x.cfg"});
  addRequestedNumbers("x --service.backend_id=3 --prism.plugin=evil --config=/etc/y.cfg --prism.local_pid=42",
                      &options);
  EXPECT_EQ(options.overrides, (Overrides{{"service.backend_id", "3"}}));
  EXPECT_EQ(options.local_pid, "42");
  EXPECT_EQ(options.config_path, "/etc/x.cfg");
}

TEST_F(OptionsTest, TakesNoRequestThatIsNoNumberOrIsGivenAlready) {
  Options options = parse({"--service.backend_id=1", "--prism.local_pid=2"});
  addRequestedNumbers("--service.backend_id=3 --prism.local_pid=4", &options);
  EXPECT_EQ(options.overrides, (Overrides{{"service.backend_id", "1"}}));
  EXPECT_EQ(options.local_pid, "2");
  Options empty;
  addRequestedNumbers(" --service.backend_id=../x  --prism.local_pid= --prism.local_pid=12345678901 service.x=1",
                      &empty);
  EXPECT_EQ(empty.overrides, Overrides());
  EXPECT_EQ(empty.local_pid, "");
}

TEST_F(OptionsTest, RemembersWhatMayHaveBeenMeantAsTheConfig) {
  const Options options = parse({"-n", "/no/such.cfg", "-d"});
  EXPECT_EQ(options.config_path, "");
  EXPECT_EQ(options.nonexistent_path, "/no/such.cfg");
}

TEST_F(OptionsTest, DoesNotTakeTheValueOfAnOptionForTheConfig) {
  files_.insert({"some.jid", "localhost", "10000"});
  const Options options = parse({"/etc/x.cfg", "-j", "some.jid", "--host", "localhost", "--port", "10000"});
  EXPECT_EQ(options.config_path, "/etc/x.cfg");
  EXPECT_EQ(options.host, "localhost");
  EXPECT_EQ(options.port, "10000");
}

TEST_F(OptionsTest, TakesTheJid) {
  const Overrides expected = {{"service.jid", "some.jid"}};
  EXPECT_EQ(parse({"-j", "some.jid"}).overrides, expected);
  EXPECT_EQ(parse({"-j=some.jid"}).overrides, expected);
  EXPECT_EQ(parse({"--jid", "some.jid"}).overrides, expected);
  EXPECT_EQ(parse({"--jid=some.jid"}).overrides, expected);
}

TEST_F(OptionsTest, TakesOverridesInOrder) {
  EXPECT_EQ(
      parse({"--prism.plugin=echo", "--service.irc_server=a", "--service.irc_server=b=c", "--x.empty="}).overrides,
      (Overrides{
          {"prism.plugin", "echo"}, {"service.irc_server", "a"}, {"service.irc_server", "b=c"}, {"x.empty", ""}}));
}

TEST_F(OptionsTest, TakesHostAndPortWithEqualsSignToo) {
  const Options options = parse({"--host=::1", "--port=1"});
  EXPECT_EQ(options.host, "::1");
  EXPECT_EQ(options.port, "1");
}

TEST_F(OptionsTest, IgnoresWhatIsNotMeantForIt) {
  const Options options = parse({"--no-daemonize", "--unknown", "--unknown=value", "--hostname", "-x", "-", "--",
                                 "--=", "--port-range=3", "/etc/x.cfg"});
  EXPECT_EQ(options.action, Action::kServe);
  EXPECT_EQ(options.host, "");
  EXPECT_EQ(options.port, "");
  EXPECT_EQ(options.config_path, "/etc/x.cfg");
  EXPECT_TRUE(options.overrides.empty());
}

TEST_F(OptionsTest, BearsOptionsWhoseValueIsMissing) {
  EXPECT_EQ(parse({"/etc/x.cfg", "--port"}).port, "");
  EXPECT_EQ(parse({"/etc/x.cfg", "--host"}).host, "");
  EXPECT_EQ(parse({}).config_path, "");
}

TEST_F(OptionsTest, KnowsWhatAPersonAsksFor) {
  EXPECT_EQ(parse({"--help"}).action, Action::kHelp);
  EXPECT_EQ(parse({"-h"}).action, Action::kHelp);
  EXPECT_EQ(parse({"--version"}).action, Action::kVersion);
  EXPECT_EQ(parse({"--list-plugins", "/etc/x.cfg"}).action, Action::kListPlugins);
}

TEST(Options, ADirectoryIsNoConfig) {
  EXPECT_FALSE(namesFile("/"));
  EXPECT_FALSE(namesFile("/no/such/file"));
  EXPECT_TRUE(namesFile("/proc/self/stat"));
}

TEST(PluginNamedByTest, IsTheIdInTheNameOfTheProgram) {
  EXPECT_EQ(pluginNamedBy("/usr/libexec/spectrum2_prism_irc_backend"), "irc");
  EXPECT_EQ(pluginNamedBy("spectrum2_prism_my-net_2_backend"), "my-net_2");
  for (const char* other : {"", "/usr/libexec/spectrum2_prism_backend", "spectrum2_prism__backend",
                            "spectrum2_irc_backend", "/spectrum2_prism_irc_backend/x"}) {
    EXPECT_EQ(pluginNamedBy(other), "") << other;
  }
}

}  // namespace
}  // namespace prism::host
