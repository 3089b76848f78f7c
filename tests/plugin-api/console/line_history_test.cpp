// SPDX-License-Identifier: MIT
#include "console/line_history.h"

#include "prism/testing/temporary_directory.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace prism::console {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

class LineHistoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::setenv("XDG_STATE_HOME", state().c_str(), 1);
    ::setenv("HOME", home().c_str(), 1);
  }

  void TearDown() override {
    ::unsetenv("XDG_STATE_HOME");
    ::unsetenv("HOME");
  }

  fs::path state() const { return directory_.path() / "state"; }
  fs::path home() const { return directory_.path() / "home"; }

  // Enters these lines in one conversation.
  static void enter(const Lines& lines) {
    LineHistory history;
    for (const std::string& line : lines) {
      history.add(line);
    }
  }

  // Returns the history of the next conversation, the last line first.
  static Lines recalled() {
    const LineHistory history;
    Lines lines;
    HistEvent event;
    for (int found = ::history(history.get(), &event, H_FIRST); found >= 0;
         found = ::history(history.get(), &event, H_NEXT)) {
      lines.emplace_back(event.str);
    }
    return lines;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(LineHistoryTest, IsKeptFromOneConversationToTheNext) {
  EXPECT_EQ(recalled(), Lines());
  enter({"first", "with  blanks and \\ backslash", "Grüße"});
  enter({"/quit"});
  EXPECT_EQ(recalled(), (Lines{"/quit", "Grüße", "with  blanks and \\ backslash", "first"}));
}

TEST_F(LineHistoryTest, KeepsNoEmptyLineAndNoneTwiceInARow) {
  enter({"a", "", "a", "b"});
  EXPECT_EQ(recalled(), (Lines{"b", "a"}));
}

TEST_F(LineHistoryTest, ForgetsTheOldestOfMoreThanAThousand) {
  Lines lines;
  for (int i = 1; i <= 1005; ++i) {
    lines.push_back(std::to_string(i));
  }
  enter(lines);
  const Lines left = recalled();
  ASSERT_EQ(left.size(), 1000U);
  EXPECT_EQ(left.front(), "1005");
  EXPECT_EQ(left.back(), "6");
}

TEST_F(LineHistoryTest, NobodyElseMayReadIt) {
  enter({"secret"});
  EXPECT_EQ(fs::status(state() / "prism").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(state() / "prism/console_history").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(LineHistoryTest, LiesInTheHomeOfOneWhoHasNoStateDirectory) {
  for (const char* state : {"", "relative"}) {
    ::setenv("XDG_STATE_HOME", state, 1);
    enter({state});
    EXPECT_TRUE(fs::exists(home() / ".local/state/prism/console_history")) << state;
    EXPECT_FALSE(fs::exists(state)) << state;
  }
}

TEST_F(LineHistoryTest, LivesWithoutAnyPlace) {
  ::unsetenv("XDG_STATE_HOME");
  ::unsetenv("HOME");
  enter({"a"});
  ::setenv("XDG_STATE_HOME", directory_.write("a file", "").c_str(), 1);
  enter({"a"});
  EXPECT_EQ(recalled(), Lines());
}

TEST_F(LineHistoryTest, LivesWithAFileOfAnotherKind) {
  enter({"a"});
  directory_.write("state/prism/console_history", "no history\n");
  EXPECT_EQ(recalled(), Lines());
  enter({"b"});
  EXPECT_EQ(recalled(), Lines{"b"});
}

}  // namespace
}  // namespace prism::console
