// SPDX-License-Identifier: MIT
// Messages of several lines.
#include "protocol/multiline.h"

#include "protocol/text/charset.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

constexpr MultilineLimits kLimits{4096, 24};

// Returns the lines of all messages, one in each line: "+" continues the line before it, "--" begins a message.
std::string shown(const std::vector<MultilineMessage>& messages) {
  std::string text;
  for (const MultilineMessage& message : messages) {
    text += text.empty() ? "" : "--\n";
    for (const MultilinePiece& piece : message) {
      text += (piece.concat ? "+" : "") + piece.text + "\n";
    }
  }
  return text;
}

std::size_t bytesOf(const MultilineMessage& message) { return joinMultiline(message).size(); }

TEST(IrcMultiline, LimitsOfAServer) {
  const auto limits = [](std::string_view value) {
    const MultilineLimits parsed = MultilineLimits::parse(value);
    return std::to_string(parsed.bytes) + " " + std::to_string(parsed.lines);
  };
  EXPECT_EQ(limits("max-bytes=4096,max-lines=24"), "4096 24");
  EXPECT_EQ(limits("max-lines=24,other,max-bytes=4096"), "4096 24");
  EXPECT_EQ(limits("max-bytes=4096"), "4096 100");
  EXPECT_EQ(limits("max-bytes=40000000,max-lines=10000000"), "16384 100") << "all of a message is sent at once";
  for (const char* value :
       {"", "max-lines=24", "max-bytes=", "max-bytes=x", "max-bytes=-5000", "max-bytes=1023",
        "max-bytes=4096,max-lines=1", "max-bytes=4096,max-lines=0", "max-bytes=99999999999999999999999"}) {
    EXPECT_EQ(limits(value), "0 0") << value;
  }
}

TEST(IrcMultiline, LinesOfAText) {
  EXPECT_EQ(shown(splitMultiline("one\ntwo\r\nthree\rfour", 100, kLimits)), "one\ntwo\nthree\nfour\n");
  EXPECT_EQ(shown(splitMultiline("one\n\n\ntwo", 100, kLimits)), "one\n\n\ntwo\n");
  EXPECT_EQ(shown(splitMultiline("\n\none\n\n", 100, kLimits)), "one\n") << "not at the beginning, nor at the end";
  EXPECT_EQ(shown(splitMultiline("one\n\x02\x0F\ntwo", 100, kLimits)), "one\n\ntwo\n") << "codes alone are no text";
  EXPECT_TRUE(splitMultiline("", 100, kLimits).empty());
  EXPECT_TRUE(splitMultiline("\n\r\n\n", 100, kLimits).empty());
}

TEST(IrcMultiline, ALongLineIsConcatenated) {
  EXPECT_EQ(shown(splitMultiline("hello wonderful world\nbye", 16, kLimits)), "hello wonderful \n+world\nbye\n");
  const std::string euro = "\xE2\x82\xAC";
  std::string text;
  for (int i = 0; i < 100; ++i) {
    text += euro;
  }
  const auto messages = splitMultiline(text, 10, kLimits);
  ASSERT_EQ(messages.size(), 2U) << "34 lines";
  EXPECT_EQ(joinMultiline(messages[0]) + joinMultiline(messages[1]), text);
  for (const MultilinePiece& piece : messages[0]) {
    EXPECT_LE(piece.text.size(), 10U);
    EXPECT_TRUE(isUtf8(piece.text));
  }
  EXPECT_FALSE(messages[1].front().concat) << "there is no line in this message that it continues";
}

TEST(IrcMultiline, WhatIsTooMuchIsAnotherMessage) {
  std::string text;
  for (int i = 0; i < 25; ++i) {
    text += "line " + std::to_string(i) + "\n";
  }
  const auto by_lines = splitMultiline(text, 100, kLimits);
  ASSERT_EQ(by_lines.size(), 2U);
  EXPECT_EQ(by_lines[0].size(), 24U);
  EXPECT_EQ(shown({by_lines[1]}), "line 24\n");

  const std::string line(100, 'x');
  text.clear();
  for (int i = 0; i < 20; ++i) {
    text += line + "\n";
  }
  for (const std::size_t most : {1024U, 1110U, 1111U}) {  // eleven lines with ten line feeds have 1,110
    std::string joined;
    for (const MultilineMessage& message : splitMultiline(text, 200, {most, 100})) {
      EXPECT_LE(bytesOf(message), most);
      joined += joinMultiline(message) + "\n";
    }
    EXPECT_EQ(joined, text);
  }
  EXPECT_EQ(splitMultiline(text, 200, {1110, 100}).front().size(), 11U);
  EXPECT_EQ(splitMultiline(text, 200, {1109, 100}).front().size(), 10U);
}

TEST(IrcMultiline, HasTheTextThatItMeans) {
  EXPECT_EQ(joinMultiline({{"one", false}, {"two ", false}, {"words", true}, {"", false}, {"end", false}}),
            "one\ntwo words\n\nend");
  EXPECT_EQ(joinMultiline({{"one", true}}), "one");
  EXPECT_EQ(joinMultiline({}), "");
}

}  // namespace
}  // namespace irc
