// SPDX-License-Identifier: MIT
// service.user and service.group: the user and group that the host changes to if root starts it.
#include "tests/support/probe_test.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

class RunAsTest : public ProbeTest {
 protected:
  static constexpr const char* kUser = "nobody";

  void SetUp() override {
    const passwd* user = ::getpwnam(kUser);
    ASSERT_NE(user, nullptr);
    uid_ = user->pw_uid;
    gid_ = user->pw_gid;
    // Copies the plugin, since the build directory may not be readable for the user.
    fs::permissions(directory_.path(), fs::perms(0755));
    fs::copy_file(testPluginDirectory() + "/probe.so", directory_.path() / "probe.so");
  }

  // Returns a configuration with the copied probe. Changed users must be able to read it.
  std::string configuration(const std::string& service, const std::string& more = "") {
    return "[service]\njid = prism.test\n" + service +
           "[prism]\nplugin = probe\nplugin_dir = " + directory_.path().string() + "\n" + more;
  }

  void start(const std::string& service, const std::string& more = "") {
    launchWith({.host_program = hostProgram(), .configuration = configuration(service, more)});
    loginToProbe();
  }

  // Returns a field of the host's /proc/PID/status.
  std::string status(const std::string& name) {
    std::ifstream file("/proc/" + std::to_string(spectrum_->host().pid()) + "/status");
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line);
      std::string word;
      words >> word;
      if (word == name + ":") {
        std::string rest;
        for (std::string value; words >> value;) {
          rest += (rest.empty() ? "" : " ") + value;
        }
        return rest;
      }
    }
    return "(no such line)";
  }

  static std::string fourTimes(unsigned id) {
    const std::string text = std::to_string(id);
    return text + " " + text + " " + text + " " + text;
  }

  // Returns the settings for a log file in a directory that belongs to the user.
  std::string loggingToFile() {
    const fs::path logs = directory_.path() / "logs";
    fs::create_directory(logs);
    EXPECT_EQ(::chown(logs.c_str(), uid_, gid_), 0);
    log_file_ = logs / "backend.log";
    return "[logging]\nbackend_config = " +
           directory_.write("log.cfg",
                            "log4j.rootLogger=debug, F, E\nlog4j.appender.F=FileAppender\n"
                            "log4j.appender.F.File=" +
                                log_file_.string() +
                                "\nlog4j.appender.E=ConsoleAppender\nlog4j.appender.E.Target=System.err\n") +
           "\n";
  }

  uid_t uid_ = 0;
  gid_t gid_ = 0;
  testing::TemporaryDirectory directory_;
  fs::path log_file_;
};

#define NEEDS_ROOT()                                       \
  if (::geteuid() != 0) {                                  \
    GTEST_SKIP() << "needs root, to become somebody else"; \
  }                                                        \
  static_assert(true)

TEST_F(RunAsTest, BecomesTheUserBeforeItLoadsThePlugin) {
  NEEDS_ROOT();
  start(std::string("user = ") + kUser + "\n");
  sendCommand("loaded-as");
  expectAnswer("loaded as " + std::to_string(uid_));
}

TEST_F(RunAsTest, BecomesItForGood) {
  NEEDS_ROOT();
  start(std::string("user = ") + kUser + "\n");
  EXPECT_EQ(status("Uid"), fourTimes(uid_));
  EXPECT_EQ(status("Gid"), fourTimes(gid_));
  EXPECT_EQ(status("Groups"), std::to_string(gid_));
  for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
    EXPECT_EQ(status(set), "0000000000000000") << set;
  }
}

TEST_F(RunAsTest, CanStillLeaveACore) {
  NEEDS_ROOT();
  start(std::string("user = ") + kUser + "\n");
  // In /proc, the files of a process that cannot be dumped belong to root.
  struct stat files {};
  ASSERT_EQ(::stat(("/proc/" + std::to_string(spectrum_->host().pid())).c_str(), &files), 0);
  EXPECT_EQ(files.st_uid, uid_);
}

TEST_F(RunAsTest, OpensTheLogAsTheUser) {
  NEEDS_ROOT();
  start(std::string("user = ") + kUser + "\n", loggingToFile());
  struct stat file {};
  ASSERT_EQ(::stat(log_file_.c_str(), &file), 0);
  EXPECT_EQ(file.st_uid, uid_);
  EXPECT_EQ(file.st_gid, gid_);
}

TEST_F(RunAsTest, TakesTheGroup) {
  NEEDS_ROOT();
  const group* daemon = ::getgrnam("daemon");
  ASSERT_NE(daemon, nullptr);
  const std::string gid = std::to_string(daemon->gr_gid);
  start(std::string("user = ") + kUser + "\ngroup = daemon\n");
  EXPECT_EQ(status("Uid"), fourTimes(uid_));
  EXPECT_EQ(status("Gid"), fourTimes(daemon->gr_gid));
  EXPECT_EQ(status("Groups"), gid);

  start("group = daemon\n");
  EXPECT_EQ(status("Uid"), "0 0 0 0");
  EXPECT_EQ(status("Gid"), fourTimes(daemon->gr_gid));
  EXPECT_EQ(status("Groups"), gid);
}

TEST_F(RunAsTest, FailsIfThereIsNoSuchUser) {
  NEEDS_ROOT();
  const auto expectRefused = [&](const std::string& service, const std::string& what) {
    spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configuration(service)});
    spectrum_->start({spectrum_->configurationFile()});
    spectrum_->expectExit(EINVAL);
    EXPECT_EQ(spectrum_->log(), "spectrum2_prism_backend: " + spectrum_->configurationFile() + ": " + what + "\n");
  };
  expectRefused("user = no-such-user\n", "the user 'no-such-user' of service.user does not exist");
  expectRefused(std::string("user = ") + kUser + "\ngroup = no-such-group\n",
                "the group 'no-such-group' of service.group does not exist");
}

TEST_F(RunAsTest, StaysWhoItIsWhereItIsNotRoot) {
  testing::SpectrumOptions options{.host_program = hostProgram()};
  std::string own = "somebody";
  if (::geteuid() == 0) {
    options.wrapper = {"/usr/bin/setpriv", "--reuid=" + std::to_string(uid_), "--regid=" + std::to_string(gid_),
                       "--clear-groups"};
    own = kUser;
  } else if (const passwd* entry = ::getpwuid(::geteuid())) {
    own = entry->pw_name;
  }
  const std::string log = directory_.write(
      "log.cfg", "log4j.rootLogger=debug, E\nlog4j.appender.E=ConsoleAppender\nlog4j.appender.E.Target=System.err\n");
  options.configuration_file =
      directory_.write("x.cfg", configuration("user = no-such-user\n", "[logging]\nbackend_config = " + log + "\n"));
  options.working_dir = "/";
  launchWith(options);
  EXPECT_NE(spectrum_->log().find("service.user is 'no-such-user', but it was started as '" + own + "', and stays so"),
            std::string::npos)
      << spectrum_->log();
}

TEST_F(RunAsTest, CheckDoesAsAStartWould) {
  NEEDS_ROOT();
  const std::string config = directory_.write("x.cfg", configuration(std::string("user = ") + kUser + "\n"));
  testing::HostProcess host({hostProgram(), "--check", config, backendOption(), kServerModeOption});
  EXPECT_EQ(host.exitStatus(), testing::ExitStatus{}) << host.standardError();
  EXPECT_NE(host.standardOutput().find("started by root, it runs as nobody, as this check has done\n"),
            std::string::npos)
      << host.standardOutput();
}

}  // namespace
}  // namespace prism::tests
