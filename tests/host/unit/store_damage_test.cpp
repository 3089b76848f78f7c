// SPDX-License-Identifier: MIT
// Stored values in files that are damaged, and on disks that do not take any.
#include "tests/host/unit/store_test.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

using host::ChangeError;
using host::StoreLogin;

TEST_F(StoreTest, TheVersionBeforeStandsInForADamagedOne) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  mustSet(&login, "token", "two");
  damage("users/alice.values");
  const std::string warning = "the stored values in " + pathOf("users/alice.values") +
                              " are damaged: its checksum is wrong; the version before is used";
  EXPECT_EQ(get("token"), "one");
  EXPECT_EQ(log_.take(), Lines{warning});
  mustSet(&login, "other", "x");
  EXPECT_EQ(log_.take(),
            (Lines{warning, pathOf("users/alice.values") + " is kept as " + pathOf("users/alice.damaged")}));
  EXPECT_EQ(get("token"), "one");
  EXPECT_EQ(get("other"), "x");
  EXPECT_TRUE(exists("users/alice.damaged"));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(StoreTest, ADamagedFileIsKeptAside) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  overwrite("users/alice.values", "");
  EXPECT_EQ(get("token"), "(none)");
  EXPECT_EQ(log_.take(), Lines{"the stored values in " + pathOf("users/alice.values") +
                               " are damaged: it is empty; there are none now"});
  overwrite("users/alice.values", "not empty");
  mustSet(&login, "token", "two");
  EXPECT_EQ(contentOf("users/alice.damaged"), "not empty");
  EXPECT_EQ(get("token"), "two");
}

// Else a power failure, after which .values is damaged, would cost the last good version, too.
TEST_F(StoreTest, SettlingKeepsTheVersionBeforeADamagedOne) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  mustSet(&login, "token", "two");
  damage("users/alice.values");
  ASSERT_FALSE(store_.settle("alice", kWait));
  EXPECT_TRUE(store_.isUnsettled("alice"));
  mustSet(&login, "token", "three");
  ASSERT_FALSE(store_.settle("alice", kWait));
  EXPECT_FALSE(store_.isUnsettled("alice"));
}

TEST_F(StoreTest, ALaterVersionIsLeftAlone) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  std::string later = contentOf("users/alice.values");
  later[8] = 2;
  overwrite("users/alice.values", later);
  const std::string sentence = "cannot read " + pathOf("users/alice.values") +
                               ": it is of version 2, and this host knows versions up to 1; update this host";
  EXPECT_EQ(get("token"), sentence);
  const auto error = set(&login, "token", "two");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ChangeError::Kind::kSystem);
  EXPECT_EQ(error->sentence, sentence);
  EXPECT_EQ(contentOf("users/alice.values"), later);
}

// The names of two users may have one hash, which somebody has searched for.
TEST_F(StoreTest, TheFileOfAnotherUserIsNotRead) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "alice's");
  StoreLogin bob = logIn(8, "bob");
  overwrite("users/bob.values", contentOf("users/alice.values"));
  const std::string sentence = pathOf("users/bob.values") + " is of another user, 'alice'";
  EXPECT_EQ(get("token", "bob"), sentence);
  EXPECT_EQ(set(&bob, "token", "bob's", "bob")->sentence, sentence);
  EXPECT_EQ(store_.forget("bob", kWait).error().sentence, sentence);
  EXPECT_EQ(contentOf("users/bob.values"), contentOf("users/alice.values"));
}

TEST_F(StoreTest, AFullDiskChangesNothing) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit low{4096, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &low), 0);
  const auto error = set(&login, "token", std::string(10'000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->kind, ChangeError::Kind::kSystem);
  EXPECT_EQ(error->code, EFBIG);
  EXPECT_EQ(error->sentence, "cannot write " + pathOf("users/alice.values") + ": File too large");
  EXPECT_EQ(get("token"), "one");
  EXPECT_FALSE(exists("users/alice.tmp"));
  mustSet(&login, "token", "two");
  EXPECT_EQ(get("token"), "two");
}

TEST_F(StoreTest, ADirectoryThatMayNotBeWrittenTo) {
  StoreLogin login = logIn(7);
  mustSet(&login, "token", "one");
  std::filesystem::permissions(pathOf("users"), std::filesystem::perms(0555));
  std::filesystem::permissions(transport_, std::filesystem::perms(0755));
  std::filesystem::permissions(transport_ + "/..", std::filesystem::perms(0755));
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
  for (const char* const file : {"users/alice.lock", "users/alice.values"}) {
    std::filesystem::permissions(pathOf(file), std::filesystem::perms(0666));
  }
  constexpr uid_t kNobody = 65534;
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::seteuid(kNobody), 0);
  }
  const auto error = set(&login, "token", "two");
  host::StoreLogin bob{{8, kNow}, false};
  const auto not_recorded = store_.recordLogin("bob", &bob, kWait);
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  std::filesystem::permissions(pathOf("users"), std::filesystem::perms(0700));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, EACCES);
  EXPECT_EQ(error->sentence, "cannot write " + pathOf("users/alice.values") + ": Permission denied");
  ASSERT_TRUE(not_recorded);
  EXPECT_EQ(not_recorded->sentence, "cannot lock " + pathOf("users/bob.lock") + ": Permission denied");
  EXPECT_FALSE(bob.recorded);
  EXPECT_EQ(get("token"), "one");
}

TEST_F(StoreTest, NoWorkingDirectory) {
  const host::Store nowhere("/nonexistent/prism-storage/irc.test", log_.logger());
  StoreLogin login{{7, kNow}, false};
  const auto error = nowhere.recordLogin("alice", &login, kWait);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ENOENT);
  EXPECT_EQ(error->sentence, "cannot make the directory /nonexistent/prism-storage: No such file or directory");
  EXPECT_EQ(*nowhere.forget("alice", kWait), std::nullopt);
}

// A link or a pipe in the place of a file must not lead elsewhere, or block.
TEST_F(StoreTest, OddFilesAreRefused) {
  StoreLogin login = logIn(7);
  std::filesystem::create_symlink("/etc/hostname", pathOf("users/bob.lock"));
  StoreLogin bob{{8, kNow}, false};
  EXPECT_EQ(store_.recordLogin("bob", &bob, kWait)->code, ELOOP);
  ASSERT_EQ(::mkfifo(pathOf("users/alice.values").c_str(), 0600), 0);
  EXPECT_EQ(set(&login, "token", "x")->code, EACCES);
  EXPECT_EQ(get("token"), "cannot read " + pathOf("users/alice.values") + ": it is not a regular file");
}

}  // namespace
}  // namespace prism::tests
