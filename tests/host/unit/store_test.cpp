// SPDX-License-Identifier: MIT
#include "tests/host/unit/store_test.h"

#include <prism/storage.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace prism::tests {
namespace {

using host::ChangeError;
using host::StoreLogin;

mode_t modeOf(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

TEST_F(StoreTest, ValuesOutliveTheProcess) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "s3cret");
  const host::Store later(transport_, log_.logger());
  EXPECT_EQ(*later.read("alice")->find("irc", "token"), "s3cret");
  EXPECT_EQ(get("token", "bob"), "(none)");
  EXPECT_EQ(get("token", ""), "(none)");
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(StoreTest, NobodyElseCanReadThem) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "s3cret");
  for (const std::string& path : {directory_.path().string() + "/prism-storage", transport_, pathOf("users")}) {
    EXPECT_EQ(modeOf(path), 0700u) << path;
  }
  for (const char* const file : {"users/alice.lock", "users/alice.values"}) {
    EXPECT_EQ(modeOf(pathOf(file)), 0600u) << file;
  }
}

TEST_F(StoreTest, ReadingMakesNoFile) {
  EXPECT_EQ(get("token"), "(none)");
  EXPECT_EQ(get("token", ""), "(none)");
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path()));
}

TEST_F(StoreTest, TheSameValueIsNotWrittenAgain) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  ASSERT_FALSE(store_.settle("alice", kWait));
  mustSet(&login, "token", "one");
  EXPECT_FALSE(store_.isUnsettled("alice"));
  mustSet(&login, "token", "two");
  EXPECT_TRUE(store_.isUnsettled("alice"));
}

TEST_F(StoreTest, TheLastLoginWins) {
  StoreLogin here = logIn(7);
  mustSet(&here, "token", "here");
  StoreLogin elsewhere = logIn(8);
  mustSet(&elsewhere, "token", "elsewhere");
  const auto error = set(&here, "token", "here again");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ChangeError::Kind::kNewerLogin);
  EXPECT_EQ(error->sentence, "the user has logged in at another backend since");
  EXPECT_EQ(get("token"), "elsewhere");
  StoreLogin back = logIn(9);
  mustSet(&back, "token", "here once more");
}

TEST_F(StoreTest, ALoginThatCouldNotBeRecordedIsNotTheLastOne) {
  StoreLogin unrecorded{{7, kNow}, false};
  logIn(8, "alice", kNow + 1);
  EXPECT_EQ(set(&unrecorded, "token", "old")->kind, ChangeError::Kind::kNewerLogin);
  StoreLogin earlier = logIn(9, "bob", kNow - 1);
  EXPECT_FALSE(set(&unrecorded, "token", "new", "bob"));
  EXPECT_TRUE(unrecorded.recorded);
  EXPECT_EQ(set(&earlier, "token", "old", "bob")->kind, ChangeError::Kind::kNewerLogin);
}

TEST_F(StoreTest, ADamagedLoginRecordIsNobodys) {
  StoreLogin login = logIn(7);
  overwrite("users/alice.lock", "garbage");
  EXPECT_EQ(set(&login, "token", "x")->kind, ChangeError::Kind::kRemoved);
  StoreLogin next = logIn(8);
  mustSet(&next, "token", "y");
}

TEST_F(StoreTest, LimitsHold) {
  StoreLogin login = logIn(7);
  const std::string large(PRISM_STORAGE_MAX_VALUE, 'x');
  for (const char* const key : {"1", "2", "3"}) {
    mustSet(&login, key, large);
  }
  const auto error = set(&login, "4", large);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ChangeError::Kind::kFull);
  EXPECT_EQ(error->sentence, "keys and values would have 1048580 bytes, at most 1048576 are allowed");
  EXPECT_EQ(get("4"), "(none)");
  EXPECT_FALSE(store_.change("alice", &login, {"purple", "4"}, large, kWait)) << "another plugin has room of its own";
}

TEST_F(StoreTest, KeysAreCounted) {
  host::Values values("");
  for (unsigned i = 0; i < PRISM_STORAGE_MAX_KEYS; ++i) {
    values.change("irc", std::to_string(i), "x");
  }
  ASSERT_FALSE(store_.change("", nullptr, {"irc", "0"}, "x", kWait));
  overwrite("transport.values", host::encode(values));
  const auto error = store_.change("", nullptr, {"irc", "more"}, "x", kWait);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->sentence, "there would be 2049 keys, at most 2048 are allowed");
  EXPECT_FALSE(store_.change("", nullptr, {"irc", "0"}, std::nullopt, kWait));
  EXPECT_FALSE(store_.change("", nullptr, {"irc", "more"}, "x", kWait));
}

TEST_F(StoreTest, AStoppedProcessHoldsNobodyUp) {
  StoreLogin login = logIn(7);
  const auto held = host::FileLock::take(pathOf("users/alice.lock"), kWait);
  ASSERT_TRUE(held);
  const auto error = store_.change("alice", &login, {"irc", "token"}, "x", host::Store::Wait(5));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ETIMEDOUT);
  EXPECT_EQ(error->sentence, "another process holds the lock " + pathOf("users/alice.lock") + ", and may be stopped");
  EXPECT_EQ(get("token"), "(none)") << "reading needs no lock";
}

// Each process adds keys of its own. No change may undo that of the other one.
TEST_F(StoreTest, ProcessesDoNotUndoEachOthersChanges) {
  constexpr int kProcesses = 3;
  constexpr int kKeys = 60;
  std::vector<pid_t> children;
  for (int child = 0; child < kProcesses; ++child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      bool done = true;
      for (int i = 0; i < kKeys; ++i) {
        done = done && !store_.change("", nullptr, {"irc", std::to_string(child) + "/" + std::to_string(i)},
                                      std::to_string(i), host::Store::Wait(60'000));
        done = done && store_.read("");
        done = done && !store_.settle("", host::Store::Wait(60'000));
      }
      ::_exit(done ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(store_.read("")->entries().size(), static_cast<std::size_t>(kProcesses * kKeys));
  EXPECT_FALSE(exists("transport.tmp"));
}

TEST_F(StoreTest, ForgetRemovesEverythingOfOneUser) {
  StoreLogin alice = logIn(7);
  mustSet(&alice, "token", "one");
  mustSet(&alice, "token", "two");
  ASSERT_FALSE(store_.change("alice", &alice, {std::string(host::kHostOwner), "room"}, "x", kWait));
  overwrite("users/alice.damaged", "x");
  StoreLogin bob = logIn(8, "bob");
  ASSERT_FALSE(set(&bob, "token", "bob's", "bob"));
  const auto removed = store_.forget("alice", kWait);
  ASSERT_TRUE(removed);
  EXPECT_EQ(*removed, (host::Store::Counts{{"*", 1}, {"irc", 1}}));
  for (const auto& entry : std::filesystem::directory_iterator(pathOf("users"))) {
    EXPECT_TRUE(entry.path().filename().string().starts_with("bob.")) << entry.path();
  }
  EXPECT_EQ(*store_.forget("alice", kWait), std::nullopt) << "nothing is left";
  EXPECT_EQ(get("token", "bob"), "bob's");
}

TEST_F(StoreTest, AProcessThatStillRunsBringsNothingBack) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  ASSERT_TRUE(store_.forget("alice", kWait));
  const auto error = set(&login, "token", "two");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ChangeError::Kind::kRemoved);
  store_.refreshLogin("alice", login.record, kNow, kWait);
  EXPECT_EQ(set(&login, "token", "two")->kind, ChangeError::Kind::kRemoved);
  ASSERT_FALSE(store_.settle("alice", kWait));
  EXPECT_EQ(get("token"), "(none)");
  EXPECT_TRUE(std::filesystem::is_empty(pathOf("users"))) << "not even the name is there";
  StoreLogin next = logIn(8);
  mustSet(&next, "token", "three");
}

TEST_F(StoreTest, UsersWhoDoNotComeBackAreRemoved) {
  const auto go_on = [] { return true; };
  StoreLogin old = logIn(7, "old", kNow - 11 * kDay);
  ASSERT_FALSE(set(&old, "token", "x", "old"));
  StoreLogin refreshed = logIn(8, "refreshed", kNow - 11 * kDay);
  store_.refreshLogin("refreshed", refreshed.record, kNow, kWait);
  logIn(9, "recent", kNow - 9 * kDay);
  logIn(10, "unset-clock", 1000);
  logIn(11, "wrong-clock", kNow + 400 * kDay);
  overwrite("users/copied.values", "x");
  overwrite("users/empty.lock", "");
  ASSERT_FALSE(store_.change("", nullptr, {"irc", "cursor"}, "7", kWait));
  // A lock file that is younger than its record could be skipped, so each of them is made to look old.
  const auto makeOld = [this] {
    for (const auto& entry : std::filesystem::directory_iterator(pathOf("users"))) {
      std::filesystem::last_write_time(
          entry.path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 365 * 20));
    }
  };
  makeOld();
  EXPECT_EQ(store_.removeOld(kNow - 10 * kDay, kNow, [] { return false; }), 0u) << "it ends on request";
  EXPECT_EQ(store_.removeOld(kNow - 10 * kDay, kNow, go_on), 1u);
  EXPECT_FALSE(exists("users/old.lock"));
  EXPECT_FALSE(exists("users/old.values"));
  for (const char* const user : {"refreshed", "recent", "unset-clock", "wrong-clock", "copied"}) {
    EXPECT_TRUE(exists(std::string("users/") + user + ".lock")) << user;
  }
  EXPECT_FALSE(exists("users/empty.lock")) << "it is of nobody";
  makeOld();
  EXPECT_EQ(store_.removeOld(kNow - 5 * kDay, kNow + kDay, go_on), 1u) << "recent";
  makeOld();
  EXPECT_EQ(store_.removeOld(kNow + kDay, kNow + 11 * kDay, go_on), 4u) << "each grows old in the end";
  EXPECT_TRUE(std::filesystem::is_empty(pathOf("users")));
  EXPECT_EQ(get("cursor", ""), "7") << "values of the transport have no age";
  EXPECT_EQ(log_.take(), Lines{});
}

}  // namespace
}  // namespace prism::tests
