// SPDX-License-Identifier: MIT
// Plugin files that other users can write to: the start, --check and --list-plugins warn of them or refuse them.
#include "tests/support/host_test.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace prism::tests {
namespace {

using testing::ExitStatus;
using testing::HostProcess;

class PluginTrustTest : public HostTest {
 protected:
  PluginTrustTest() {
    std::filesystem::copy_file(pluginDirectory() + "/echo.so", plugin_);
    config_ = directory_.write("x.cfg", configuration());
  }

  std::string configuration(const std::string& more = "") const {
    return "[service]\njid = prism.test\n[prism]\nplugin_dir = " + directory_.path().string() + "\n" + more;
  }

  struct Said {
    ExitStatus status;
    std::string output;
    std::string error;
  };
  static Said run(std::vector<std::string> words) {
    words.insert(words.begin(), hostProgram());
    HostProcess host(words);
    const ExitStatus status = host.exitStatus();
    return {status, host.standardOutput(), host.standardError()};
  }

  testing::TemporaryDirectory directory_;
  const std::string plugin_ = (directory_.path() / "echo.so").string();
  std::string config_;
};

TEST_F(PluginTrustTest, EverybodysFileIsNotLoaded) {
  ::chmod(plugin_.c_str(), 0666);
  const std::string why = "everybody may write to " + plugin_ + " (chmod o-w)";
  const Said start = run({"--host", "127.0.0.1", "--port", "1", config_});
  EXPECT_EQ(start.status, ExitStatus{ELIBBAD});
  EXPECT_EQ(start.error, "spectrum2_prism_backend: the plugin " + plugin_ + " must not be loaded: " + why + "\n");
  EXPECT_EQ(run({"--check", config_}).status, ExitStatus{ELIBBAD});
  const Said list = run({"--list-plugins", config_});
  EXPECT_EQ(list.status, ExitStatus{});
  EXPECT_NE(list.output.find("\n" + plugin_ + " will not run: " + why + "\n"), std::string::npos) << list.output;
}

TEST_F(PluginTrustTest, SomebodysFileIsDoubted) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "needs root, to give the file to somebody else";
  }
  ASSERT_EQ(::chown(plugin_.c_str(), 54321, 0), 0);
  const std::string doubt = plugin_ + " belongs to 54321, not to root, as whom the host runs";
  launchWith({.host_program = hostProgram(), .configuration = configuration()});
  loginToEcho("alice");
  EXPECT_NE(spectrum_->log().find(" WARN Host: " + doubt + "\n"), std::string::npos) << spectrum_->log();

  const Said check = run({"--check", backendOption(), kServerModeOption, config_});
  EXPECT_EQ(check.status, ExitStatus{EINVAL});
  EXPECT_EQ(check.output, doubt + "\n");
  const Said list = run({"--list-plugins", config_});
  EXPECT_TRUE(list.output.ends_with("\n" + doubt + "\n")) << list.output;

  const Said strict = run({"--host", "127.0.0.1", "--port", "1", "--prism.strict_plugins=1", config_});
  EXPECT_EQ(strict.status, ExitStatus{ELIBBAD});
  EXPECT_EQ(strict.error, "spectrum2_prism_backend: the plugin " + plugin_ + " must not be loaded: " + doubt + "\n");
}

TEST_F(PluginTrustTest, StrictIsYesOrNo) {
  const std::string said =
      config_ + ": prism.strict_plugins must be 1 or 0 (true, false, yes, no, on, off), but is 'perhaps'";
  for (const char* action : {"--check", "--list-plugins"}) {
    const Said wrong = run({action, "--prism.strict_plugins=perhaps", config_});
    EXPECT_EQ(wrong.status, ExitStatus{EINVAL});
    EXPECT_EQ(wrong.error, "spectrum2_prism_backend: " + said + "\n");
  }
}

}  // namespace
}  // namespace prism::tests
