// SPDX-License-Identifier: MIT
// The end of stored values: --forget, and their age.
#include "host/storage/file_lock.h"
#include "tests/host/integration/storage_test.h"

#include <pwd.h>
#include <unistd.h>

#include <cerrno>

namespace prism::tests {
namespace {

class ForgetTest : public StorageTest {
 protected:
  // Runs --forget, and returns what it prints.
  std::string forget(const std::string& jid, int code, const std::vector<std::string>& more = {}) {
    return forgetIn(configurations_.write("x.cfg", configuration()), jid, code, more);
  }

  static std::string forgetIn(const std::string& config, const std::string& jid, int code,
                              const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {hostProgram(), "--forget", jid, config};
    words.insert(words.end(), more.begin(), more.end());
    testing::HostProcess host(words);
    EXPECT_EQ(host.exitStatus(), testing::ExitStatus{code}) << host.standardError();
    return host.standardOutput() + host.standardError();
  }

  std::string directoryOfTransport() const { return working_dir() + "/prism-storage/prism.test"; }

  testing::TemporaryDirectory configurations_;
};

TEST_F(ForgetTest, RemovesWhatIsStoredAboutAUser) {
  start();
  expectStored("set token one", "result 0");
  expectStored("set other two", "result 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_EQ(forget("Alice/resource", 0),
            "removed what was stored about 'alice' in " + directoryOfTransport() + ": 3 values of the plugin probe\n");
  EXPECT_EQ(forget("alice", ENOENT),
            "spectrum2_prism_backend: nothing is stored about 'alice' in " + directoryOfTransport() + "\n");
  start();
  expectStored("list", "result 0");
}

TEST_F(ForgetTest, ABackendThatRunsStoresNothingUntilTheNextLogin) {
  start();
  expectStored("set token one", "result 0");
  forget("alice", 0);
  expectStored("get token", "result 0");
  expectStored("set token two", "result -5");
  spectrum_->awaitLog("no more values of user 'alice' are stored here until the next login: they have been removed");
  EXPECT_TRUE(std::filesystem::is_empty(fileOf("users")));
  loginToProbe();
  expectStored("set token three", "result 0");
}

TEST_F(ForgetTest, SaysWhatIsWrong) {
  const std::string program = "spectrum2_prism_backend: ";
  EXPECT_EQ(forget("", EINVAL), program + "--forget must be followed by the JID of a user, but is followed by ''\n");
  EXPECT_EQ(forget("a@b@c", EINVAL),
            program + "--forget must be followed by the JID of a user, but is followed by 'a@b@c'\n");
  const std::string config = configurations_.write("y.cfg", "[service]\njid = prism.test\n");
  EXPECT_EQ(forgetIn(config, "alice", EINVAL),
            program + config +
                ": service.working_dir is missing, which says where values are stored; give it by "
                "--service.working_dir=VALUE\n");
  EXPECT_EQ(forgetIn(config, "alice", ENOENT, {"--service.working_dir=" + working_dir()}),
            program + "nothing is stored about 'alice' in " + directoryOfTransport() + "\n");
  EXPECT_EQ(forgetIn("/nonexistent.cfg", "alice", EACCES),
            program + "cannot read the configuration file /nonexistent.cfg: no such file\n");
}

// The options in service.backend are those that the backends run with.
TEST_F(ForgetTest, TakesTheOptionsOfTheBackend) {
  start();
  expectStored("set token one", "result 0");
  const std::string config = configurations_.write(
      "z.cfg", "[service]\njid = prism.test\nworking_dir = /nonexistent\nbackend = " + hostProgram() +
                   " --service.working_dir=" + working_dir() + "\n");
  EXPECT_EQ(forgetIn(config, "alice", 0),
            "removed what was stored about 'alice' in " + directoryOfTransport() + ": 1 value of the plugin probe\n");
}

TEST_F(ForgetTest, RootBecomesTheUserOfTheTransport) {
  const passwd* user = ::getpwnam("nobody");
  if (::geteuid() != 0 || !user) {
    GTEST_SKIP() << "only root can become another user";
  }
  start();
  expectStored("set token one", "result 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  std::filesystem::permissions(configurations_.path(), std::filesystem::perms(0755));
  const std::string config = configurations_.write("x.cfg", configuration() + "user = nobody\n");
  EXPECT_EQ(forgetIn(config, "alice", EACCES),
            "spectrum2_prism_backend: cannot find " + fileOf("users/alice.values") + ": Permission denied\n");
  ASSERT_EQ(::chown(working_dir().c_str(), user->pw_uid, user->pw_gid), 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(working_dir())) {
    ASSERT_EQ(::chown(entry.path().c_str(), user->pw_uid, user->pw_gid), 0);
  }
  EXPECT_NE(forgetIn(config, "alice", 0).find("2 values of the plugin probe"), std::string::npos);
}

TEST_F(ForgetTest, ValuesOfUsersWhoDoNotComeBackAreRemoved) {
  start();
  expectStored("set token one", "result 0");
  spectrum_->exit();
  spectrum_->expectExit(0);
  // The record of a login in March 2024, as host/storage/format.h says.
  const std::string record = std::string("prismlog\x01\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0", 24) +
                             std::string("\x00\x4c\xf1\x23\x8e\x01\x00\x00\x60\x1f\xa9\xea\xde\x91\x7b\x06", 16);
  std::ofstream(fileOf("users/alice.lock"), std::ios::binary) << record;
  std::filesystem::last_write_time(fileOf("users/alice.lock"),
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 400));
  const Backend keeps = launchAnother("storage_days = 0\n");
  keeps->expectNothing();
  keeps->exit();
  keeps->expectExit(0);
  EXPECT_TRUE(std::filesystem::exists(fileOf("users/alice.values")));
  launchWith({.host_program = hostProgram(), .configuration = configuration("storage_days = 30\n")});
  spectrum_->awaitLog("Host: the stored values of 1 user have been removed: no login for 30 days (prism.storage_days)");
  EXPECT_FALSE(std::filesystem::exists(fileOf("users/alice.values")));
}

}  // namespace
}  // namespace prism::tests
