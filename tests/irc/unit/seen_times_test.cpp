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

using prism::tests::Lines;

class IrcSeenTimes : public ::testing::Test {
 protected:
  prism::Host host() const { return prism::Host(host_.table()); }
  std::string oldFileOf(const std::string& user) const { return oldSeenTimesFile(directory_.path().string(), user); }

  prism::tests::FakeHost host_;
  prism::testing::TemporaryDirectory directory_;
};

TEST_F(IrcSeenTimes, TheLatestOfEachNameCounts) {
  SeenTimes times(host(), "alice");
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
    SeenTimes times(host(), "alice@example.org");
    times.set("net", "#lobby", 5);
  }
  EXPECT_EQ(SeenTimes(host(), "alice@example.org").of("net", "#lobby"), 5);
  EXPECT_EQ(SeenTimes(host(), "bob@example.org").of("net", "#lobby"), 0);
}

TEST_F(IrcSeenTimes, AreStoredSoonAfterAChange) {
  SeenTimes times(host(), "alice");
  EXPECT_EQ(host_.take(), Lines{"get user=alice key=seen"});
  times.set("net", "#lobby", 5);
  EXPECT_EQ(host_.take(), Lines{"timer_add 5000 0"});
  times.set("net", "#lobby", 6);
  EXPECT_EQ(host_.take(), Lines{}) << "one timer is enough";
  host_.fireTimer(1);
  EXPECT_EQ(host_.take(), Lines{"set user=alice key=seen value=6 #lobby net\n"});
}

// A session that quits may outlive the user.
TEST_F(IrcSeenTimes, AreNotStoredOnceTheSessionHasEnded) {
  SeenTimes times(host(), "alice");
  times.set("net", "#lobby", 5);
  times.close();
  EXPECT_EQ(host_.stored().size(), 1U);
  host_.take();
  times.set("net", "#lobby", 6);
  times.close();
  EXPECT_EQ(host_.take(), Lines{});
}

TEST_F(IrcSeenTimes, ABrokenValueCostsItsLinesOnly) {
  host_.stored()[{"alice", "seen"}] = "x\n\nnot a number\n7 #lobby net\n99999999999999999999 #future net\n";
  const SeenTimes times(host(), "alice");
  EXPECT_EQ(times.of("net", "#lobby"), 7);
  EXPECT_LE(times.of("net", "#future"), wallClock()) << "else nothing would ever be shown again";
}

TEST_F(IrcSeenTimes, TheFileOfAnEarlierVersionIsTakenOver) {
  fs::create_directory(directory_.path() / "irc");
  directory_.write("irc/alice", "7 #lobby net\n9 #other net\n");
  host_.stored()[{"alice", "seen"}] = "8 #lobby net\n";
  const SeenTimes times(host(), "alice", oldFileOf("alice"));
  EXPECT_EQ(times.of("net", "#lobby"), 8) << "the later one counts";
  EXPECT_EQ(times.of("net", "#other"), 9);
  EXPECT_EQ((host_.stored()[{"alice", "seen"}]), "8 #lobby net\n9 #other net\n");
  EXPECT_FALSE(fs::exists(oldFileOf("alice")));
}

TEST_F(IrcSeenTimes, TheFileOfAnEarlierVersionStaysUntilItIsStored) {
  fs::create_directory(directory_.path() / "irc");
  directory_.write("irc/alice", "7 #lobby net\n");
  host_.answer(PRISM_ERR_SYSTEM);
  SeenTimes times(host(), "alice", oldFileOf("alice"));
  EXPECT_EQ(times.of("net", "#lobby"), 7);
  EXPECT_TRUE(fs::exists(oldFileOf("alice")));
  host_.answer(PRISM_OK);
  times.set("net", "#lobby", 8);
  times.close();
  EXPECT_FALSE(fs::exists(oldFileOf("alice")));
}

TEST_F(IrcSeenTimes, TheOldestMakesRoom) {
  SeenTimes times(host(), "alice");
  for (std::size_t i = 0; i <= kMostSeenTimes; ++i) {
    times.set("net", "#" + std::to_string(i), static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(times.of("net", "#0"), 0);
  EXPECT_EQ(times.of("net", "#1"), 2);
  EXPECT_EQ(times.of("net", "#" + std::to_string(kMostSeenTimes)), static_cast<std::int64_t>(kMostSeenTimes) + 1);
  times.set("net", "#" + std::string(1000, 'x'), 5000);
  EXPECT_EQ(times.latestOf("net"), static_cast<std::int64_t>(kMostSeenTimes) + 1) << "a name that is too long";
}

TEST_F(IrcSeenTimes, AnyUserHadAFileOfItsOwn) {
  EXPECT_EQ(oldSeenTimesFile("/d", "alice@example.org"), "/d/irc/alice@example.org");
  EXPECT_EQ(oldSeenTimesFile("/d", "../../etc/passwd"), "/d/irc/=2e.=2f..=2fetc=2fpasswd");
  EXPECT_EQ(oldSeenTimesFile("/d", ".."), "/d/irc/=2e.");
  EXPECT_EQ(oldSeenTimesFile("/d", std::string(3, '\0')), "/d/irc/=00=00=00");
  EXPECT_EQ(oldSeenTimesFile("/d", std::string(1000, 'x')), "") << "the file system has a limit";
}

TEST_F(IrcSeenTimes, FilesOfUsersWhoNeverComeBackAreDeleted) {
  fs::create_directory(directory_.path() / "irc");
  for (const char* const file : {"irc/alice", "irc/bob"}) {
    directory_.write(file, "5 #lobby net\n");
  }
  fs::last_write_time(oldFileOf("bob"), fs::file_time_type::clock::now() - std::chrono::hours(91 * 24));
  fs::create_directory(oldFileOf("carol"));
  deleteOldSeenTimes(directory_.path().string());
  EXPECT_TRUE(fs::exists(oldFileOf("alice")));
  EXPECT_FALSE(fs::exists(oldFileOf("bob")));
  EXPECT_TRUE(fs::exists(oldFileOf("carol"))) << "not a file of ours";
  deleteOldSeenTimes("/nonexistent");
}

}  // namespace
}  // namespace irc
