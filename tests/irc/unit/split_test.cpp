// SPDX-License-Identifier: MIT
#include "protocol/split.h"

#include "protocol/formatting/formatting.h"
#include "protocol/text/charset.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

using Pieces = std::vector<std::string>;

TEST(IrcSplit, LinesOfAText) {
  EXPECT_EQ(splitText("one\ntwo\r\n\nthree\n", 100), (Pieces{"one", "two", "three"}));
  EXPECT_EQ(splitText("", 100), Pieces{});
  EXPECT_EQ(splitText("\n\r\n", 100), Pieces{});
}

TEST(IrcSplit, AtASpaceInTheSecondHalf) {
  EXPECT_EQ(splitText("hello wonderful world", 16), (Pieces{"hello wonderful", "world"}));
  EXPECT_EQ(splitText("a bcdefghijklmnop", 8), (Pieces{"a bcdefg", "hijklmno", "p"}));
}

TEST(IrcSplit, NeverWithinACharacter) {
  const std::string euro = "\xE2\x82\xAC";
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += euro;
  }
  std::string joined;
  for (const std::string& piece : splitText(text, 10)) {
    EXPECT_LE(piece.size(), 10U);
    EXPECT_TRUE(isUtf8(piece));
    joined += piece;
  }
  EXPECT_EQ(joined, text);
  EXPECT_EQ(splitText(euro + euro, 1), (Pieces{euro, euro}));
}

TEST(IrcSplit, FormattingGoesOn) {
  const auto pieces = splitText(
      "\x02"
      "aaaa bbbb cccc",
      8);
  ASSERT_EQ(pieces.size(), 3U);
  for (const std::string& piece : pieces) {
    EXPECT_NE(fromCodes(piece).xhtml.find("font-weight: bold"), std::string::npos);
    EXPECT_LE(piece.size(), 8U);
  }
}

TEST(IrcSplit, TheRoomThatALineLeaves) {
  const Isupport isupport;
  const std::size_t room = roomForText(isupport, std::string("nick!user@host").size(), "PRIVMSG", "#room");
  EXPECT_EQ(std::string(":nick!user@host PRIVMSG #room :").size() + room + 2, 512U);
  EXPECT_EQ(roomForText(isupport, 600, "PRIVMSG", "#room"), 1U);
  EXPECT_EQ(guessedSourceSize("nick"), std::string("nick!").size() + 18 + 1 + 63);
}

TEST(IrcSplit, AtTheSpaceOrNotAtAll) {
  EXPECT_EQ(splitText("abcd efgh", 4), (Pieces{"abcd", "efgh"})) << "the space behind the last word that fits";
  EXPECT_EQ(splitText("abc  efgh", 4), (Pieces{"abc ", "efgh"})) << "one space is taken, no more";
  EXPECT_EQ(splitText("abcdefgh", 4), (Pieces{"abcd", "efgh"}));
  EXPECT_EQ(splitText("abcd", 4), (Pieces{"abcd"}));
  EXPECT_EQ(splitText("a bcdefgh", 4), (Pieces{"a bc", "defg", "h"})) << "a space in the first half";
  EXPECT_EQ(splitText("   ", 4), (Pieces{"   "}));
}

TEST(IrcSplit, LimitsThatAreTooNarrow) {
  EXPECT_EQ(splitText("abc", 1), (Pieces{"a", "b", "c"}));
  EXPECT_EQ(splitText("abc", 0), (Pieces{"a", "b", "c"}));
  EXPECT_EQ(splitText("a\xF0\x9F\x98\x80z", 2), (Pieces{"a", "\xF0\x9F\x98\x80", "z"}));
  EXPECT_EQ(splitText("\x02"
                      "ab",
                      1),
            (Pieces{"a", "b"}))
      << "the text goes first";
  EXPECT_EQ(splitText("\x03"
                      "04,05ab",
                      3),
            (Pieces{"ab"}));
}

TEST(IrcSplit, APieceBehindASpace) {
  EXPECT_EQ(pieceBehindSpace("hello wonderful world", 16), 16U);
  EXPECT_EQ(pieceBehindSpace("hello wonderful world", 15), 14U) << "there is no room for the space";
  EXPECT_EQ(pieceBehindSpace("abcdefghijkl", 8), 7U);
  EXPECT_EQ(pieceBehindSpace("\xE2\x82\xAC\xE2\x82\xAC", 1), 3U) << "one character at least";
}

TEST(IrcSplit, NeverWithinACode) {
  EXPECT_EQ(splitText("abcdef\x03"
                      "04,05red",
                      9),
            (Pieces{"abcdef",
                    "\x03"
                    "04,05red"}));
  EXPECT_EQ(splitText("abcdef\x04"
                      "ff0000,00ff00red",
                      19),
            (Pieces{"abcdef",
                    "\x04"
                    "ff0000,00ff00red"}));
}

TEST(IrcSplit, LooksGoOnInTheSameLineOnly) {
  EXPECT_EQ(splitText("\x02"
                      "aaaa bbbb\x02 cccc\ndddd",
                      6),
            (Pieces{"\x02"
                    "aaaa",
                    "\x02"
                    "bbbb\x02",
                    "cccc", "dddd"}));
  EXPECT_EQ(splitText("\x03"
                      "4,1\x1D"
                      "aaaaaaaa bbbbb",
                      14),
            (Pieces{"\x03"
                    "4,1\x1D"
                    "aaaaaaaa",
                    "\x03"
                    "04,01\x1D"
                    "bbbbb"}));
}

// When a piece repeats a colour code, digits and commas after it must stay text.
TEST(IrcSplit, DigitsAndCommasBehindALookThatGoesOn) {
  EXPECT_EQ(splitText("\x03"
                      "4aaaaaaa ,1 2",
                      10),
            (Pieces{"\x03"
                    "4aaaaaaa",
                    "\x03"
                    "04\x02\x02,1 2"}));
  EXPECT_EQ(splitText("\x03"
                      "4aaaaaaa 12",
                      10),
            (Pieces{"\x03"
                    "4aaaaaaa",
                    "\x03"
                    "0412"}));
}

TEST(IrcSplit, PiecesThatShowNothingAreLeftOut) {
  EXPECT_EQ(splitText("\x02\x02", 100), Pieces{});
  EXPECT_EQ(splitText("a\n\x03"
                      "04\n\x0F\nb",
                      100),
            (Pieces{"a", "b"}));
  EXPECT_EQ(splitText("abcd\x0F", 4), (Pieces{"abcd"}));
}

}  // namespace
}  // namespace irc
