// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_trust.h"

#include <prism/testing/temporary_directory.h>
#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

class PluginTrustTest : public ::testing::Test {
 protected:
  PluginTrustTest() {
    std::filesystem::create_directories(inner());
    plugin_ = directory_.write("outer/inner/x.so", "");
    ::chmod(plugin_.c_str(), 0644);
    for (const std::string& path : {outer(), inner()}) {
      ::chmod(path.c_str(), 0755);
    }
  }

  std::string outer() const { return directory_.path() / "outer"; }
  std::string inner() const { return outer() + "/inner"; }

  PluginTrust examine(const PluginPolicy& policy) const { return examine(plugin_, policy); }
  PluginTrust examine(const std::string& path, const PluginPolicy& policy) const {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    EXPECT_TRUE(fd) << path;
    return examinePlugin(fd.get(), path, policy);
  }

  void expectTrusted(const PluginPolicy& policy) const {
    const PluginTrust trust = examine(policy);
    EXPECT_EQ(trust.refusal.value_or(""), "");
    EXPECT_EQ(trust.doubts, Lines{});
  }

  std::string refusal(const PluginPolicy& policy) const { return examine(policy).refusal.value_or("(none)"); }

  // Makes a user other than root own the plugin file. Returns that user.
  uid_t giveToAnotherUser() const {
    constexpr uid_t kSomebody = 54321;
    if (::geteuid() == 0) {
      EXPECT_EQ(::chown(plugin_.c_str(), kSomebody, 0), 0);
      return kSomebody;
    }
    return ::geteuid();
  }

  const PluginPolicy lenient_{::geteuid(), false};
  const PluginPolicy strict_{::geteuid(), true};
  testing::TemporaryDirectory directory_;
  std::string plugin_;
};

TEST_F(PluginTrustTest, TrustsWhatNobodyElseCanWriteTo) {
  expectTrusted(lenient_);
  expectTrusted(strict_);
}

TEST_F(PluginTrustTest, RefusesAFileThatEverybodyMayWriteTo) {
  ::chmod(plugin_.c_str(), 0646);
  EXPECT_EQ(refusal(lenient_), "everybody may write to " + plugin_ + " (chmod o-w)");
}

TEST_F(PluginTrustTest, RefusesADirectoryThatEverybodyMayWriteTo) {
  ::chmod(inner().c_str(), 0777);
  EXPECT_EQ(refusal(lenient_), "everybody may write to " + inner() + " (chmod o-w)");
  ::chmod(inner().c_str(), 01777);
  EXPECT_EQ(refusal(lenient_), "everybody may write to " + inner() + " (chmod o-w)") << "they can add plugins";
}

TEST_F(PluginTrustTest, RefusesAFileThatAGroupMayWriteTo) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "needs root, to give the file to another group";
  }
  constexpr gid_t kSomeGroup = 54321;
  ASSERT_EQ(::chown(plugin_.c_str(), 0, kSomeGroup), 0);
  expectTrusted(strict_);
  ::chmod(plugin_.c_str(), 0664);
  EXPECT_EQ(refusal(lenient_), "the group 54321 may write to " + plugin_ + " (chmod g-w)");
  ASSERT_EQ(::chown(plugin_.c_str(), 0, 0), 0);
  expectTrusted(strict_);
}

// Debian gives each user a group of the same name; with umask 002, files are writable for it.
TEST_F(PluginTrustTest, TrustsAGroupThatIsTheOwnersAlone) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "needs root, to give the file to another user";
  }
  constexpr uid_t kDaemon = 1;  // user and group `daemon` on every Debian
  ::chmod(plugin_.c_str(), 0664);
  ASSERT_EQ(::chown(plugin_.c_str(), kDaemon, kDaemon), 0);
  expectTrusted({kDaemon, true});
  ASSERT_EQ(::chown(plugin_.c_str(), kDaemon, kDaemon + 1), 0);
  EXPECT_EQ(refusal({kDaemon, false}), "the group 'bin' may write to " + plugin_ + " (chmod g-w)");
}

TEST_F(PluginTrustTest, DoubtsAFileOfSomebodyElse) {
  const uid_t owner = giveToAnotherUser();
  expectTrusted({owner, false});
  const PluginTrust trust = examine({owner + 1, false});
  EXPECT_EQ(trust.refusal.value_or(""), "");
  ASSERT_FALSE(trust.doubts.empty());
  EXPECT_TRUE(trust.doubts[0].starts_with(plugin_ + " belongs to ")) << trust.doubts[0];
  EXPECT_TRUE(trust.doubts[0].ends_with(", as whom the host runs")) << trust.doubts[0];
  EXPECT_EQ(refusal({owner + 1, true}), trust.doubts[0]);
}

TEST_F(PluginTrustTest, LooksAtTheDirectoriesAboveOnlyWhereItIsStrict) {
  ::chmod(outer().c_str(), 0777);
  expectTrusted(lenient_);
  EXPECT_EQ(refusal(strict_), "everybody may write to " + outer() + " (chmod o-w)");
  ::chmod(outer().c_str(), 01777);
  expectTrusted(strict_);
}

TEST_F(PluginTrustTest, FollowsALink) {
  const std::string link = directory_.path() / "link.so";
  std::filesystem::create_symlink(plugin_, link);
  EXPECT_EQ(examine(link, strict_).refusal.value_or(""), "");
  ::chmod(inner().c_str(), 0777);
  EXPECT_EQ(examine(link, lenient_).refusal.value_or(""), "everybody may write to " + inner() + " (chmod o-w)");
}

}  // namespace
}  // namespace prism::host
