// SPDX-License-Identifier: MIT
// Quotes in replies, as they are written and recognized.
#include "host/chat/quote.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

TEST(ChatQuote, EachLineIsMarked) {
  EXPECT_EQ(quoteOf("hi"), "> hi\n");
  EXPECT_EQ(quoteOf("one\ntwo"), "> one\n> two\n");
  EXPECT_EQ(quoteOf("one\r\ntwo\rthree"), "> one\n> two\n> three\n");
  EXPECT_EQ(quoteOf("one\n\ntwo\n"), "> one\n> \n> two\n");
  EXPECT_EQ(quoteOf("> of another"), "> > of another\n");
  EXPECT_EQ(quoteOf(""), "");
  EXPECT_EQ(quoteOf(" \n "), "");
}

TEST(ChatQuote, ALongTextIsCut) {
  EXPECT_EQ(quoteOf("1\n2\n3\n4\n5\n6"), "> 1\n> 2\n> 3\n> 4\n> 5 [...]\n");
  EXPECT_EQ(quoteOf("the beginning", true), "> the beginning [...]\n");
  EXPECT_EQ(quoteOf(std::string(500, 'x')), "> " + std::string(400, 'x') + " [...]\n");
  EXPECT_EQ(quoteOf(std::string(399, 'x') + "\u00FC"), "> " + std::string(399, 'x') + " [...]\n")
      << "no character is cut in two";
}

TEST(ChatQuote, CodePointsAreCounted) {
  EXPECT_EQ(codePoints(""), 0U);
  EXPECT_EQ(codePoints("abc\n"), 4U);
  EXPECT_EQ(codePoints("\u00FC\u732B"), 2U);
  EXPECT_EQ(codePoints("\U0001F44D"), 1U) << "outside of the basic plane";
  EXPECT_EQ(codePoints("\U0001F468\u200D\U0001F469"), 3U) << "not what a reader takes for one character";
}

TEST(ChatQuote, ABodyIsTakenApart) {
  const auto split = [](std::string_view body) {
    const auto parts = splitQuote(body);
    return parts ? parts->quoted + "|" + std::string(parts->text) : "none";
  };
  EXPECT_EQ(split("> hi\nhello"), "hi|hello");
  EXPECT_EQ(split("> one\n> two\n\nhello\nyou\n"), "one\ntwo|hello\nyou");
  EXPECT_EQ(split(">one\n>\n> two\nhello"), "one\n\ntwo|hello");
  EXPECT_EQ(split("> hi\r\nhello"), "hi|hello");
  EXPECT_EQ(split("> > of another\nhello"), "> of another|hello");
  EXPECT_EQ(split("hello"), "none");
  EXPECT_EQ(split("hello\n> hi"), "none");
  EXPECT_EQ(split("> hi"), "none");
  EXPECT_EQ(split("> hi\n \n"), "none");
  EXPECT_EQ(split(">\nhello"), "none");
  EXPECT_EQ(split(""), "none");
}

TEST(ChatQuote, WhatIsWrittenIsRecognized) {
  for (const char* text : {"hi", "one\ntwo", "one\n\ntwo", "> of another", "\U0001F44D"}) {
    const std::string body = quoteOf(text) + "hello";
    const auto parts = splitQuote(body);
    ASSERT_TRUE(parts) << text;
    EXPECT_EQ(parts->quoted, text);
    EXPECT_EQ(parts->text, "hello");
  }
}

}  // namespace
}  // namespace prism::host
