// SPDX-License-Identifier: MIT
// Which backends run, and the bell by which they notice each other.
#include "plugins/lobby/backends.h"

#include "plugins/lobby/bell.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <optional>

namespace prism::tests {
namespace {

using lobby::Backends;
using lobby::Bell;

class BackendsTest : public ::testing::Test {
 protected:
  bool exists(const std::string& name) const { return std::filesystem::exists(directory_.path() / name); }

  // Waits until the bell has rung, and reads it.
  static bool read(const Bell& bell) {
    pollfd waiting{bell.fd(), POLLIN, 0};
    EXPECT_EQ(poll(&waiting, 1, 10'000), 1);
    return bell.read();
  }
  static bool hasRung(const Bell& bell) {
    pollfd waiting{bell.fd(), POLLIN, 0};
    return poll(&waiting, 1, 0) == 1;
  }

  testing::TemporaryDirectory directory_;
  const std::string path_ = directory_.path().string();
};

TEST_F(BackendsTest, ABackendRunsUntilItsEnd) {
  Backends observer(path_);
  {
    Backends backend(path_);
    backend.begin(7);
    EXPECT_EQ(backend.own(), 7);
    EXPECT_TRUE(backend.runs(7));
    EXPECT_TRUE(observer.runs(7));
    EXPECT_FALSE(observer.runs(8));
  }
  EXPECT_FALSE(observer.runs(7));
  EXPECT_FALSE(exists("backend-7"));
}

TEST_F(BackendsTest, TheEndOfAKilledBackendIsNoticed) {
  const Bell bell(path_);
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const pid_t child = fork();
  if (child == 0) {
    Backends backend(path_);
    backend.begin(9);
    static_cast<void>(write(pipe[1], "!", 1) == 1);
    while (true) {
      pause();
    }
  }
  char begun = 0;
  ASSERT_EQ(::read(pipe[0], &begun, 1), 1);
  close(pipe[0]);
  close(pipe[1]);
  Backends observer(path_);
  EXPECT_TRUE(observer.runs(9));
  ASSERT_EQ(kill(child, SIGKILL), 0);
  EXPECT_TRUE(read(bell));  // before the kernel releases the lock
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(observer.runs(9));
  EXPECT_TRUE(exists("backend-9"));
  observer.begin(10);
  observer.removeFiles();
  EXPECT_FALSE(exists("backend-9"));
  EXPECT_TRUE(exists("backend-10"));
}

TEST_F(BackendsTest, ADirectoryThatIsGoneIsNamed) {
  Backends backend(path_ + "/gone");
  try {
    backend.begin(1);
    FAIL() << "it has begun";
  } catch (const std::exception& error) {
    EXPECT_EQ(error.what(), "The lobby cannot lock " + path_ + "/gone/backend-1: No such file or directory.");
  }
}

TEST_F(BackendsTest, ARingIsHeardByAll) {
  const Bell one(path_);
  const Bell other(path_);
  one.ring();
  one.ring();
  EXPECT_FALSE(read(one));
  EXPECT_FALSE(read(other));
  EXPECT_FALSE(hasRung(one));
  other.ring();
  EXPECT_FALSE(read(one));
}

}  // namespace
}  // namespace prism::tests
