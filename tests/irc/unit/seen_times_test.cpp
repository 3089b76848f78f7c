// SPDX-License-Identifier: MIT
#include "session/seen_times.h"

#include "mapping/positions.h"
#include "session/limits.h"
#include "tests/support/fake_host.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

namespace irc {
namespace {

namespace fs = std::filesystem;

using prism::tests::Lines;

constexpr std::int64_t kTimeOfBob = 5000;  // in tests/support/fake_history.cpp

class IrcSeenTimes : public ::testing::Test {
 protected:
  prism::Host host() const { return prism::Host(host_.table()); }
  std::string oldFileOf(const std::string& user) const { return oldSeenTimesFile(directory_.path().string(), user); }

  prism::tests::FakeHost host_;
  prism::testing::TemporaryDirectory directory_;
};

TEST_F(IrcSeenTimes, TheLatestOfEachNameCounts) {
  SeenTimes times;
  EXPECT_EQ(times.set("net", "#lobby", 5), 5);
  EXPECT_EQ(times.set("net", "#lobby", 3), 5);
  times.set("net", "bob", 7);
  times.set("other", "#lobby", 9);
  const Isupport isupport;
  EXPECT_EQ(times.of("net", "#lobby", isupport), 5);
  EXPECT_EQ(times.of("net", "#unknown", isupport), 0);
  EXPECT_EQ(times.latestOf("net"), 7);
  EXPECT_EQ(times.latestOf("unknown"), 0);
}

TEST_F(IrcSeenTimes, TheCaseMappingOfTheNetworkDecides) {
  SeenTimes times;
  times.set("net", "#a[1]", 5);
  Isupport isupport;
  isupport.casemapping = Casemapping::kRfc1459;
  EXPECT_EQ(times.of("net", "#A{1}", isupport), 5);
  isupport.casemapping = Casemapping::kAscii;
  EXPECT_EQ(times.of("net", "#A{1}", isupport), 0);
  EXPECT_EQ(times.of("net", "#A[1]", isupport), 5);
}

TEST_F(IrcSeenTimes, TheOldestMakesRoom) {
  SeenTimes times;
  for (std::size_t i = 0; i <= kMostSeenTimes; ++i) {
    times.set("net", "#" + std::to_string(i), static_cast<std::int64_t>(i) + 1);
  }
  const Isupport isupport;
  EXPECT_EQ(times.of("net", "#0", isupport), 0);
  EXPECT_EQ(times.of("net", "#1", isupport), 2);
  times.set("net", "#" + std::string(1000, 'x'), 5000);
  EXPECT_EQ(times.latestOf("net"), static_cast<std::int64_t>(kMostSeenTimes) + 1) << "a name that is too long";
}

// ------------------------------------------------------------------------------- positions of the host

// The fake host has two positions of each user: a contact bob, and a participant of #room.
TEST_F(IrcSeenTimes, ThePositionsOfTheHostAreRead) {
  const auto times = readPositions(host(), "alice", false, {});
  EXPECT_EQ(times->of("", "bob", Isupport()), kTimeOfBob);
  EXPECT_EQ(times->of("", "#room", Isupport()), 0) << "a private conversation in a room is none of the channel";
}

TEST_F(IrcSeenTimes, TheHostKeepsThePositionsOfAllUsers) {
  keepPositions(host());
  EXPECT_EQ(host_.take(), (Lines{"history.set_capabilities 1 flags=128", "history.set_capabilities 2 flags=128",
                                 "history.set_capabilities 3 flags=128"}));
}

TEST_F(IrcSeenTimes, ThePositionsOfEarlierVersionsAreHandedToTheHost) {
  fs::create_directory(directory_.path() / "irc");
  directory_.write("irc/alice", "1700000000007 #lobby net\n1700000000009 #other \n");
  host_.stored()[{"alice", "seen"}] = "x\n\nnot a number\n7 #lobby net\n1700000000008 bob net\n";
  readPositions(host(), "alice", true, oldFileOf("alice"));
  const Lines calls = host_.take();
  const auto told = [&](const std::string& line) {
    return std::count(calls.begin(), calls.end(), "history.set_position " + line);
  };
  EXPECT_EQ(told("2 alice #lobby@net time=1700000000007"), 1);
  EXPECT_EQ(told("2 alice #other time=1700000000009"), 1);
  EXPECT_EQ(told("1 alice bob@net time=1700000000008"), 1);
  EXPECT_EQ(std::count_if(calls.begin(), calls.end(),
                          [](const std::string& call) { return call.starts_with("history.set_position"); }),
            3)
      << "a broken line, and a time before 1980";
  EXPECT_TRUE(host_.stored().empty());
  EXPECT_FALSE(fs::exists(oldFileOf("alice")));
}

TEST_F(IrcSeenTimes, ThePositionsOfEarlierVersionsStayUntilTheHostHasThem) {
  fs::create_directory(directory_.path() / "irc");
  directory_.write("irc/alice", "1700000000007 #lobby net\n");
  host_.answer(PRISM_ERR_NO_USER);
  readPositions(host(), "alice", true, oldFileOf("alice"));
  EXPECT_TRUE(fs::exists(oldFileOf("alice")));
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
