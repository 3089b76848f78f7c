// SPDX-License-Identifier: MIT
#include "console/line.h"

#include <gtest/gtest.h>

namespace prism::console {
namespace {

using Kind = Line::Kind;

TEST(SafeText, LeavesTextAlone) {
  EXPECT_EQ(printableText(""), "");
  EXPECT_EQ(printableText("hi ~ \\x1b"), "hi ~ \\x1b");
  EXPECT_EQ(printableText("Grüße, 日本, \xf0\x9f\x98\x80"), "Grüße, 日本, \xf0\x9f\x98\x80");
}

TEST(SafeText, EveryControlCharacterIsShownAsItsCode) {
  EXPECT_EQ(printableText(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(printableText("\x1b[2J\x1b]0;title\a"), "\\x1b[2J\\x1b]0;title\\x07");
  EXPECT_EQ(printableText("back\b\b\r\x7f"), "back\\x08\\x08\\x0d\\x7f");
  EXPECT_EQ(printableText("\xc2\x9b"
                          "2J"),
            "\\x9b2J")
      << "a CSI of eight bits";
  for (int code = 0; code < 0x20; ++code) {
    const std::string shown = printableText(std::string(1, static_cast<char>(code)));
    EXPECT_EQ(shown.find(static_cast<char>(code)), std::string::npos) << code;
  }
}

TEST(SafeText, StaysOnOneLine) {
  EXPECT_EQ(printableText("a\nb\tc\n"), "a b c ");
  EXPECT_EQ(printableText("a\xe2\x80\xa8"
                          "b\xe2\x80\xa9"
                          "c\xc2\x85"
                          "d"),
            "a\\u2028b\\u2029c\\x85d");
}

TEST(SafeText, NoCharacterTurnsTheDirectionAround) {
  EXPECT_EQ(printableText("\xd8\x9c"), "\\u061c");
  EXPECT_EQ(printableText("\xe2\x80\x8e|\xe2\x80\x8f"), "\\u200e|\\u200f");
  EXPECT_EQ(printableText("gpj.\xe2\x80\xae"
                          "exe"),
            "gpj.\\u202eexe");
  EXPECT_EQ(printableText("\xe2\x80\xaa\xe2\x81\xa6\xe2\x81\xa9"), "\\u202a\\u2066\\u2069");
}

TEST(SafeText, BrokenUtf8IsShownByteByByte) {
  EXPECT_EQ(printableText("a\xff"
                          "b"),
            "a\\xffb");
  EXPECT_EQ(printableText("\xe9"), "\\xe9") << "Latin-1";
  EXPECT_EQ(printableText("\x80\xbf"), "\\x80\\xbf") << "continuations of nothing";
  EXPECT_EQ(printableText("\xe2\x82"), "\\xe2\\x82") << "cut off by the end";
  EXPECT_EQ(printableText("\xe2\x82"
                          "a"),
            "\\xe2\\x82a")
      << "cut off by another";
  EXPECT_EQ(printableText("\xf0\x9f\x98\n"), "\\xf0\\x9f\\x98 ");
}

TEST(SafeText, OverlongAndInvalidUtf8IsEscaped) {
  EXPECT_EQ(printableText("\xc0\xaf"), "\\xc0\\xaf") << "overlong, of two bytes";
  EXPECT_EQ(printableText("\xc1\x9b"), "\\xc1\\x9b");
  EXPECT_EQ(printableText("\xe0\x80\x9b"), "\\xe0\\x80\\x9b") << "overlong, of three";
  EXPECT_EQ(printableText("\xf0\x80\x80\x9b"), "\\xf0\\x80\\x80\\x9b") << "overlong, of four";
  EXPECT_EQ(printableText("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "a surrogate";
  EXPECT_EQ(printableText("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "behind the last character";
  EXPECT_EQ(printableText("\xf5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80");
}

TEST(SafeLines, SetsFurtherLinesIn) {
  EXPECT_EQ(printableLines("one\ntwo\n\nfour\tand a tab"), "one\n    two\n    \n    four and a tab");
  EXPECT_EQ(printableLines("one\r\n* eve is logged in"), "one\\x0d\n    * eve is logged in");
  EXPECT_EQ(printableLines("\x1b\n\xff"), "\\x1b\n    \\xff");
}

TEST(Painted, PutsTheColourOfItsKindAroundALine) {
  EXPECT_EQ(coloured({Kind::kEvent, "x"}, true), "\033[36mx\033[0m");
  EXPECT_EQ(coloured({Kind::kIncoming, "x"}, true), "\033[1mx\033[0m");
  EXPECT_EQ(coloured({Kind::kReceipt, "x"}, true), "\033[32mx\033[0m");
  EXPECT_EQ(coloured({Kind::kError, "x"}, true), "\033[31mx\033[0m");
  EXPECT_EQ(coloured({Kind::kOutgoing, "x"}, true), "x");
  EXPECT_EQ(coloured({Kind::kAnswer, "x"}, true), "x");
  EXPECT_EQ(coloured({Kind::kError, "x"}, false), "x");
}

}  // namespace
}  // namespace prism::console
