// SPDX-License-Identifier: MIT
#include "protocol/formatting/formatting.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

// Names for formatting codes.
const std::string kBold = "\x02";
const std::string kColour = "\x03";
const std::string kRgb = "\x04";
const std::string kReset = "\x0F";
const std::string kMonospace = "\x11";
const std::string kReverse = "\x16";
const std::string kItalic = "\x1D";
const std::string kStrike = "\x1E";
const std::string kUnderline = "\x1F";
const std::string kNoBreakSpace = "\xC2\xA0";

std::string span(const std::string& style, const std::string& text) {
  return "<span style='" + style + "'>" + text + "</span>";
}

std::string xhtml(const std::string& text) { return fromCodes(text).xhtml; }

TEST(IrcFromCodes, PlainTextHasNoXhtml) {
  for (const std::string& text : {std::string("a < b & c"), kBold + kBold + "a", "a" + kBold, "a" + kColour + "99b",
                                  kColour + "," + kReset + "a"}) {
    EXPECT_EQ(xhtml(text), "") << text;
  }
  EXPECT_EQ(fromCodes("a < b & c").plain, "a < b & c");
  EXPECT_EQ(fromCodes("").plain, "");
}

TEST(IrcFromCodes, EachCode) {
  EXPECT_EQ(xhtml("a " + kBold + "b" + kBold + " c"), "a " + span("font-weight: bold", "b") + " c");
  EXPECT_EQ(xhtml(kItalic + "a"), span("font-style: italic", "a"));
  EXPECT_EQ(xhtml(kUnderline + "a"), span("text-decoration: underline", "a"));
  EXPECT_EQ(xhtml(kStrike + "a"), span("text-decoration: line-through", "a"));
  EXPECT_EQ(xhtml(kStrike + kUnderline + "a"), span("text-decoration: underline line-through", "a"));
  EXPECT_EQ(xhtml(kMonospace + "a"), span("font-family: monospace", "a"));
  EXPECT_EQ(xhtml(kBold + kItalic + "a" + kReset + "b"), span("font-weight: bold; font-style: italic", "a") + "b");
}

TEST(IrcFromCodes, Colours) {
  EXPECT_EQ(xhtml(kColour + "4a"), span("color: #ff0000", "a"));
  EXPECT_EQ(xhtml(kColour + "04,12a"), span("color: #ff0000; background-color: #0000fc", "a"));
  EXPECT_EQ(xhtml(kColour + "4,1a" + kColour + "3b" + kColour + "c"),
            span("color: #ff0000; background-color: #000000", "a") +
                span("color: #009300; background-color: #000000", "b") + "c")
      << "the background stays until it is taken back";
  EXPECT_EQ(xhtml(kColour + "52a" + kColour + "98b"), span("color: #ff0000", "a") + span("color: #ffffff", "b"));
  EXPECT_EQ(xhtml(kColour + "99,4a"), span("background-color: #ff0000", "a"));
  EXPECT_EQ(xhtml(kRgb + "12aBeFa"), span("color: #12abef", "a"));
  EXPECT_EQ(xhtml(kRgb + "12aBeF,000001a" + kRgb + "b"), span("color: #12abef; background-color: #000001", "a") + "b");
}

// Digits and commas that belong to a colour code, and those that are text.
TEST(IrcFromCodes, WhereACodeEnds) {
  EXPECT_EQ(stripCodes(kColour + "1234"), "34");
  EXPECT_EQ(stripCodes(kColour + "1,234"), "4");
  EXPECT_EQ(stripCodes(kColour + "4,x"), ",x");
  EXPECT_EQ(stripCodes(kColour + "4,"), ",");
  EXPECT_EQ(stripCodes(kColour + ",5"), ",5");
  EXPECT_EQ(stripCodes(kColour), "");
  EXPECT_EQ(stripCodes(kRgb + "ff0000red" + kRgb), "red");
  EXPECT_EQ(stripCodes(kRgb + "ff000"), "ff000");
  EXPECT_EQ(stripCodes(kRgb + "ff0000,00ff0x"), ",00ff0x");
}

TEST(IrcFromCodes, Reverse) {
  EXPECT_EQ(xhtml(kReverse + "a"), span("color: #ffffff; background-color: #000000", "a"));
  EXPECT_EQ(xhtml(kReverse + kColour + "4,2a"), span("color: #00007f; background-color: #ff0000", "a"));
  EXPECT_EQ(xhtml(kReverse + kColour + "4a"), span("color: #ffffff; background-color: #ff0000", "a"));
  EXPECT_EQ(xhtml(kReverse + "a" + kReverse + "b"), span("color: #ffffff; background-color: #000000", "a") + "b");
}

TEST(IrcFromCodes, EqualFormattingIsOneSpan) {
  EXPECT_EQ(xhtml(kBold + "a" + kBold + kBold + "b"), span("font-weight: bold", "ab"));
  EXPECT_EQ(xhtml(kReverse + "a" + kReverse + kColour + "0,1b"),
            span("color: #ffffff; background-color: #000000", "ab"));
}

TEST(IrcFromCodes, TheTextIsEscaped) {
  const FormattedText text = fromCodes(kBold + "<a href='x'>&amp;\"");
  EXPECT_EQ(text.plain, "<a href='x'>&amp;\"");
  EXPECT_EQ(text.xhtml, span("font-weight: bold", "&lt;a href='x'&gt;&amp;amp;\""));
}

TEST(IrcFromCodes, CharactersThatAreNotShownAreDropped) {
  using namespace std::string_literals;
  EXPECT_EQ(stripCodes("a\x01\x07\x1B[0m\r\x7F\0z"s), "a[0mz");
  EXPECT_EQ(stripCodes("a\xC2\x85\xC2\x9B\xEF\xBF\xBE\xEF\xBF\xBFz"), "az") << "C1, U+FFFE and U+FFFF";
  EXPECT_EQ(stripCodes("a\tb\nc"), "a\tb\nc");
  EXPECT_EQ(stripCodes("\xF0\x9F\x98\x80"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(xhtml(kBold + "a\x01\xFF"), span("font-weight: bold", "a\xEF\xBF\xBD"));
}

TEST(IrcFromCodes, SpacesThatHtmlWouldNotShowStay) {
  EXPECT_EQ(xhtml(kBold + "a b"), span("font-weight: bold", "a b"));
  EXPECT_EQ(xhtml(kBold + " a  b   c "),
            span("font-weight: bold",
                 kNoBreakSpace + "a " + kNoBreakSpace + "b " + kNoBreakSpace + kNoBreakSpace + "c" + kNoBreakSpace));
  EXPECT_EQ(fromCodes(kBold + " a  b ").plain, " a  b ");
  EXPECT_EQ(xhtml(kBold + "a \nb"), span("font-weight: bold", "a" + kNoBreakSpace + "<br/>b"));
}

// Codes can make the XHTML a hundred times longer than the line.
TEST(IrcFromCodes, XhtmlThatGetsTooLongIsLeftOut) {
  std::string text;
  std::string plain;
  for (int i = 0; i < 2000; ++i) {
    text += kBold + "x";
    plain += "x";
  }
  EXPECT_EQ(fromCodes(text).xhtml.size(), 1000U * (span("font-weight: bold", "x").size() + 1));
  text += text;
  EXPECT_EQ(fromCodes(text).xhtml, "");
  EXPECT_EQ(fromCodes(text).plain, plain + plain);
}

}  // namespace
}  // namespace irc
