// SPDX-License-Identifier: MIT
// Where a text that does not fit into a stanza is split.
#include "host/stanza/stanza_size.h"

#include <gtest/gtest.h>

#include <vector>

namespace prism::host {
namespace {

using Pieces = std::vector<std::string>;

Pieces piecesOf(std::string_view text, std::size_t room) {
  Pieces all;
  for (TextPieces pieces(text, room); pieces.next();) {
    all.emplace_back(pieces.piece());
  }
  return all;
}

std::string cut(std::size_t room, std::string text) {
  cutToFit(room, &text);
  return text;
}

TEST(StanzaSize, CountsEscapes) {
  EXPECT_EQ(escapedSize("hello"), 5U);
  EXPECT_EQ(escapedSize("a&b<c>d"), 4U + 5 + 4 + 4);
  EXPECT_EQ(escapedSize("'\""), 12U);
  EXPECT_EQ(escapedSize("\u00FC"), 2U);
  EXPECT_EQ(base64Size(0), 0U);
  EXPECT_EQ(base64Size(1), 4U);
  EXPECT_EQ(base64Size(57), 77U) << "a line, and its end";
}

TEST(StanzaSize, TextThatFitsIsNotCut) {
  EXPECT_EQ(cut(5, "hello"), "hello");
  EXPECT_EQ(cut(5, "&"), "&");
  EXPECT_EQ(cut(0, ""), "");
}

TEST(StanzaSize, CutTextIsMarkedAndFits) {
  EXPECT_EQ(cut(12, "hello beautiful world"), "hello  [...]");
  EXPECT_EQ(cut(11, "\u00FC\u00FC\u00FC\u00FC\u00FC\u00FC"), "\u00FC\u00FC [...]") << "between two characters";
  EXPECT_EQ(cut(16, "&&&&&&"), "&& [...]");
  EXPECT_EQ(cut(2, "hello"), " [...]") << "with no room for anything, still a mark";
}

TEST(TextPieces, TextThatFitsIsOnePiece) {
  EXPECT_EQ(piecesOf("hello\nworld", 100), Pieces{"hello\nworld"});
  EXPECT_EQ(piecesOf("", 100), Pieces{});
}

TEST(TextPieces, AreCutAtALineBestElseAtASpaceElseBetweenCharacters) {
  const std::string line(30, 'a');
  EXPECT_EQ(piecesOf(line + "\n" + line, 94), Pieces{line + "\n" + line});
  EXPECT_EQ(piecesOf(std::string(25, 'b') + "\n" + std::string(80, 'c'), 94),
            (Pieces{std::string(25, 'b'), std::string(80, 'c')}));
  EXPECT_EQ(piecesOf(std::string(28, 'b') + " " + std::string(80, 'c'), 94),
            (Pieces{std::string(28, 'b'), std::string(80, 'c')}));
  EXPECT_EQ(piecesOf(std::string(10, 'b') + " " + std::string(90, 'c'), 94),
            (Pieces{std::string(10, 'b') + " " + std::string(19, 'c'), std::string(71, 'c')}))
      << "a space too far away";
  std::string accents;
  for (int i = 0; i < 60; ++i) {
    accents += "\u20AC";
  }
  const Pieces pieces = piecesOf("a" + accents, 94);
  std::string all;
  for (const std::string& piece : pieces) {
    EXPECT_LE(piece.size(), 94U);
    all += piece;
  }
  EXPECT_EQ(all, "a" + accents);
  EXPECT_EQ(pieces[0].size() % 3, 1U) << "in whole characters";
}

TEST(TextPieces, EachFitsOnceItIsEscaped) {
  const std::string text(1000, '&');
  std::string all;
  for (const std::string& piece : piecesOf(text, 500)) {
    EXPECT_LE(escapedSize(piece), 500U);
    all += piece;
  }
  EXPECT_EQ(all, text);
}

TEST(TextPieces, TheLastOneSaysWhatIsMissing) {
  const Pieces pieces = piecesOf(std::string(10000, 'a'), 164);
  ASSERT_EQ(pieces.size(), TextPieces::kMostPieces);
  EXPECT_EQ(pieces.back(), std::string(100, 'a') + "\n[8400 more bytes are left out]");
  EXPECT_LE(pieces.back().size(), 164U);
}

TEST(TextPieces, WithoutRoomThereAreNone) { EXPECT_EQ(piecesOf("hello", 3), Pieces{}); }

}  // namespace
}  // namespace prism::host
