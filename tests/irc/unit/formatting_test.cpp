#include "protocol/formatting.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcFormatting, PlainTextHasNoXhtml) {
  const FormattedText text = fromCodes("a < b & c");
  EXPECT_EQ(text.plain, "a < b & c");
  EXPECT_EQ(text.xhtml, "");
}

TEST(IrcFormatting, CodesToXhtml) {
  const FormattedText bold = fromCodes(
      "a \x02"
      "b<\x02 c");
  EXPECT_EQ(bold.plain, "a b< c");
  EXPECT_EQ(bold.xhtml, "a <span style='font-weight: bold'>b&lt;</span> c");
  const FormattedText all = fromCodes(
      "\x1Di\x1D\x1Fu\x1F\x1Es\x1E\x11m\x11\x03"
      "04,01c\x03 \x02n\x0F.");
  EXPECT_EQ(all.plain, "iusmc n.");
  for (const char* part : {"font-style: italic", "text-decoration: underline", "line-through", "font-family: monospace",
                           "color: #ff0000", "background-color: #000000", "font-weight: bold"}) {
    EXPECT_NE(all.xhtml.find(part), std::string::npos) << part << " in " << all.xhtml;
  }
}

TEST(IrcFormatting, ColoursWithoutDigitsAndBeforeDigits) {
  EXPECT_EQ(stripCodes("\x03"
                       "1234"),
            "34");
  EXPECT_EQ(stripCodes("\x03"
                       "4,x"),
            ",x");
  EXPECT_EQ(stripCodes("\x03,5"), ",5");
  EXPECT_EQ(stripCodes("\x04"
                       "ff0000red\x04"),
            "red");
}

TEST(IrcFormatting, ControlCharactersAreDropped) {
  EXPECT_EQ(stripCodes("a\x01\x07\x1B[0m"
                       "b"),
            "a[0mb");
}

TEST(IrcFormatting, XhtmlToCodes) {
  EXPECT_EQ(toCodes("<p>so <b>strong</b> &amp; <em>soft</em></p>"), "so \x02strong\x0F & \x1Dsoft");
  EXPECT_EQ(stripCodes(toCodes("<span style='color: red; font-weight: bold'>x</span>1")), "x1");
  EXPECT_EQ(toCodes("one<br/>two"), "one\ntwo");
  EXPECT_EQ(toCodes("<p>one</p><p>two</p>"), "one\ntwo");
  EXPECT_EQ(toCodes("<a href='https://example.org/'>here</a>"), "here <https://example.org/>");
  EXPECT_EQ(toCodes("<a href='https://example.org/'>https://example.org/</a>"), "https://example.org/");
  EXPECT_EQ(toCodes("<ul><li>a</li><li>b</li></ul>"), "- a\n- b");
  EXPECT_EQ(toCodes("<body xmlns='http://www.w3.org/1999/xhtml'><p>x</p></body>"), "x");
}

TEST(IrcFormatting, WhatCannotBeRead) {
  EXPECT_EQ(toCodes("<b>unclosed"), "");
  EXPECT_EQ(toCodes("<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>"), "");
  EXPECT_EQ(toCodes("   "), "");
  std::string deep;
  for (int i = 0; i < 5000; ++i) {
    deep += "<b>";
  }
  EXPECT_EQ(toCodes(deep), "");
}

TEST(IrcFormatting, RoundTrip) {
  for (const char* text : {"\x02"
                                 "bold\x02 plain",
                                 "\x03"
                                 "04red\x03,1 comma",
                                 "\x1Dit\x1F"
                                 "both\x0F none"}) {
    const FormattedText first = fromCodes(text);
    const FormattedText second = fromCodes(toCodes(first.xhtml));
    EXPECT_EQ(first.plain, second.plain);
    EXPECT_EQ(first.xhtml, second.xhtml);
  }
}

}  // namespace
}  // namespace irc
