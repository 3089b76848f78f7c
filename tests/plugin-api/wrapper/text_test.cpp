// SPDX-License-Identifier: MIT
// prism/text.hpp: white space at the ends of a text, and UTF-8.
#include <prism/text.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <string_view>

namespace prism {
namespace {

TEST(Trim, TakesWhiteSpaceFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\n\f\va \t\r\n\f\vb \t\r\n\f\v"), "a \t\r\n\f\vb");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \t\r\n\f\v"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Trim, LeavesWhatOnlyUnicodeCallsASpace) {
  EXPECT_EQ(trim("\xC2\xA0 a \xC2\xA0"), "\xC2\xA0 a \xC2\xA0");  // no-break spaces
}

struct Reading {
  std::string_view text;
  Utf8Character character;
};

void expectRead(const Reading& expected) {
  const Utf8Character found = readUtf8(expected.text);
  EXPECT_EQ(found.code, expected.character.code) << expected.text;
  EXPECT_EQ(found.size, expected.character.size) << expected.text;
  EXPECT_EQ(found.valid, expected.character.valid) << expected.text;
  EXPECT_EQ(found.cut, expected.character.cut) << expected.text;
}

TEST(ReadUtf8, ReadsTheFirstAndTheLastCharacterOfEachSize) {
  for (const Reading& reading : {
           Reading{{"\0a", 2}, {0, 1, true}},
           Reading{"\x7F", {0x7F, 1, true}},
           Reading{"\xC2\x80z", {0x80, 2, true}},
           Reading{"\xDF\xBF", {0x7FF, 2, true}},
           Reading{"\xE0\xA0\x80z", {0x800, 3, true}},
           Reading{"\xED\x9F\xBF", {0xD7FF, 3, true}},
           Reading{"\xEE\x80\x80", {0xE000, 3, true}},
           Reading{"\xEF\xBF\xBF", {0xFFFF, 3, true}},
           Reading{"\xF0\x90\x80\x80z", {0x10000, 4, true}},
           Reading{"\xF4\x8F\xBF\xBF", {0x10FFFF, 4, true}},
       }) {
    expectRead(reading);
  }
}

TEST(ReadUtf8, TakesOneByteOfWhatIsNotValid) {
  for (const std::string_view text :
       {"\x80", "\xBF\x80", "\xC0\xAF", "\xC1\xBF", "\xC3z", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82z",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    expectRead({text, {static_cast<unsigned char>(text[0]), 1, false, false}});
  }
}

TEST(ReadUtf8, KnowsTheBeginningOfACharacter) {
  for (const std::string_view text : {"\xC3", "\xE2", "\xE2\x82", "\xF0", "\xF0\x9F", "\xF0\x9F\x98"}) {
    expectRead({text, {static_cast<unsigned char>(text[0]), 1, false, true}});
  }
  for (const std::string_view text : {"\xC0", "\xE0\x80", "\xED\xA0", "\xF4\x90", "\xF0\x9Fz"}) {
    EXPECT_FALSE(readUtf8(text).cut) << text;
  }
}

TEST(Utf8Prefix, EndsWhereACharacterEnds) {
  constexpr std::string_view kText = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80";  // aä€😀
  constexpr std::size_t kSizes[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
  for (std::size_t most = 0; most < std::size(kSizes); ++most) {
    EXPECT_EQ(utf8Prefix(kText, most), kText.substr(0, kSizes[most])) << most;
  }
  EXPECT_EQ(utf8Prefix("", 5), "");
}

}  // namespace
}  // namespace prism
