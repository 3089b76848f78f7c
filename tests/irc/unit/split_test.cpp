#include "protocol/split.h"

#include "protocol/charset.h"
#include "protocol/formatting.h"

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
  ASSERT_GE(pieces.size(), 2U);
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
  EXPECT_GT(guessedSourceSize("nick"), 70U);
}

}  // namespace
}  // namespace irc
