// SPDX-License-Identifier: MIT
// The fake screen of the terminal tests must itself be right.
#include "tests/plugin-api/console/screen.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

std::string shown(std::string_view bytes, std::size_t columns = 80) {
  Screen screen(columns);
  screen.write(bytes);
  EXPECT_EQ(screen.unknown(), "");
  return screen.text();
}

TEST(Screen, ShowsLines) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("one\r\ntwo  \r\n"), "one\ntwo\n");
  EXPECT_EQ(shown("\033[36mone → two\033[0m"), "one → two");
  EXPECT_EQ(shown("one\rT"), "Tne");
  EXPECT_EQ(shown("one\b\bN\a"), "oNe");
}

TEST(Screen, WrapsALineOnlyWhenItGoesOn) {
  EXPECT_EQ(shown("1234", 4), "1234");
  EXPECT_EQ(shown("12345", 4), "1234\n5");
  EXPECT_EQ(shown("1234\r\n5", 4), "1234\n5");
}

TEST(Screen, MovesAndErases) {
  EXPECT_EQ(shown("one\r\ntwo\033[1A!"), "one!\ntwo");
  EXPECT_EQ(shown("one\r\ntwo\033[A\r\033[J"), "");
  EXPECT_EQ(shown("one two\033[4G\033[K!"), "one!");
  EXPECT_EQ(shown("abc\033[2D\033[P"), "ac");
  EXPECT_EQ(shown("abc\033[2D\033[2@x"), "ax bc");
  EXPECT_EQ(shown("a\033[2Cb"), "a  b");
}

TEST(Screen, BearsPieces) {
  Screen screen;
  for (const char c : std::string_view("a\033[2Cb → c")) {
    screen.write({&c, 1});
  }
  EXPECT_EQ(screen.text(), "a  b → c");
}

TEST(Screen, SaysWhatItDoesNotKnow) {
  Screen screen;
  screen.write("\033[2J\033c\033[?25l");
  EXPECT_EQ(screen.unknown(), "ESC[2J ESCc ESC[?25l ");
}

}  // namespace
}  // namespace prism::tests
