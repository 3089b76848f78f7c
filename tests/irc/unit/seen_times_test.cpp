// SPDX-License-Identifier: MIT
#include "session/seen_times.h"

#include "session/clock.h"
#include "session/limits.h"
#include "tests/support/fake_host.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace irc {
namespace {

namespace fs = std::filesystem;

class IrcSeenTimes : public ::testing::Test {
 protected:
  prism::Host host() const { return prism::Host(host_.table()); }
  std::string fileOf(const std::string& user) const { return seenTimesFile(directory_.path().string(), user); }

  prism::tests::FakeHost host_;
  prism::testing::TemporaryDirectory directory_;
};

TEST_F(IrcSeenTimes, TheLatestOfEachNameCounts) {
  SeenTimes times(host(), "");
  times.set("net", "#lobby", 5);
  times.set("net", "#lobby", 3);
  times.set("net", "bob", 7);
  times.set("other", "#lobby", 9);
  EXPECT_EQ(times.of("net", "#lobby"), 5);
  EXPECT_EQ(times.of("net", "#unknown"), 0);
  EXPECT_EQ(times.latestOf("net"), 7);
  EXPECT_EQ(times.latestOf("unknown"), 0);
}

TEST_F(IrcSeenTimes, OutliveTheProcess) {
  {
    SeenTimes times(host(), fileOf("alice@example.org"));
    times.set("net", "#lobby", 5);
  }
  EXPECT_EQ(SeenTimes(host(), fileOf("alice@example.org")).of("net", "#lobby"), 5);
  EXPECT_EQ(SeenTimes(host(), fileOf("bob@example.org")).of("net", "#lobby"), 0);
  EXPECT_EQ(fs::status(directory_.path() / "irc").permissions(), fs::perms::owner_all);
}

TEST_F(IrcSeenTimes, AreWrittenSoonAfterAChange) {
  SeenTimes times(host(), fileOf("alice"));
  times.set("net", "#lobby", 5);
  EXPECT_EQ(host_.take(), prism::tests::Lines{"timer_add 5000 0"});
  times.set("net", "#lobby", 6);
  EXPECT_EQ(host_.take(), prism::tests::Lines{}) << "one timer is enough";
  host_.fireTimer(1);
  EXPECT_EQ(SeenTimes(host(), fileOf("alice")).of("net", "#lobby"), 6);
}

TEST_F(IrcSeenTimes, ABrokenFileCostsItsLinesOnly) {
  fs::create_directory(directory_.path() / "irc");
  directory_.write("irc/alice", "x\n\nnot a number\n7 #lobby net\n99999999999999999999 #future net\n");
  const SeenTimes times(host(), fileOf("alice"));
  EXPECT_EQ(times.of("net", "#lobby"), 7);
  EXPECT_LE(times.of("net", "#future"), wallClock()) << "else nothing would ever be shown again";
}

TEST_F(IrcSeenTimes, TheOldestMakesRoom) {
  SeenTimes times(host(), "");
  for (std::size_t i = 0; i <= kMostSeenTimes; ++i) {
    times.set("net", "#" + std::to_string(i), static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(times.of("net", "#0"), 0);
  EXPECT_EQ(times.of("net", "#1"), 2);
  EXPECT_EQ(times.of("net", "#" + std::to_string(kMostSeenTimes)), static_cast<std::int64_t>(kMostSeenTimes) + 1);
  times.set("net", "#" + std::string(1000, 'x'), 5000);
  EXPECT_EQ(times.latestOf("net"), static_cast<std::int64_t>(kMostSeenTimes) + 1) << "a name that is too long";
}

TEST_F(IrcSeenTimes, AnyUserHasAFileOfItsOwn) {
  EXPECT_EQ(seenTimesFile("/d", "alice@example.org"), "/d/irc/alice@example.org");
  EXPECT_EQ(seenTimesFile("/d", "../../etc/passwd"), "/d/irc/=2e.=2f..=2fetc=2fpasswd");
  EXPECT_EQ(seenTimesFile("/d", ".."), "/d/irc/=2e.");
  EXPECT_EQ(seenTimesFile("/d", std::string(3, '\0')), "/d/irc/=00=00=00");
  EXPECT_EQ(seenTimesFile("/d", std::string(1000, 'x')), "") << "the file system has a limit";
}

TEST_F(IrcSeenTimes, FilesOfUsersWhoNeverComeBackAreDeleted) {
  for (const char* user : {"alice", "bob"}) {
    SeenTimes(host(), fileOf(user)).set("net", "#lobby", 5);
  }
  fs::last_write_time(fileOf("bob"), fs::file_time_type::clock::now() - std::chrono::hours(91 * 24));
  fs::create_directory(fileOf("carol"));
  deleteOldSeenTimes(directory_.path().string());
  EXPECT_TRUE(fs::exists(fileOf("alice")));
  EXPECT_FALSE(fs::exists(fileOf("bob")));
  EXPECT_TRUE(fs::exists(fileOf("carol"))) << "not a file of ours";
  deleteOldSeenTimes("/nonexistent");
}

}  // namespace
}  // namespace irc
