// SPDX-License-Identifier: MIT
#include "protocol/text/charset.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcCharset, Utf8StaysWhatItIs) {
  EXPECT_EQ(toUtf8("gr\xC3\xBC\xC3\x9F", "ISO-8859-1"), "gr\xC3\xBC\xC3\x9F");
  EXPECT_TRUE(isUtf8(""));
  for (const char* bytes : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_FALSE(isUtf8(bytes));
  }
}

TEST(IrcCharset, TheFallback) {
  EXPECT_EQ(toUtf8("5\x80", ""), "5\xE2\x82\xAC");
  EXPECT_EQ(toUtf8("5\xA4", "ISO-8859-15"), "5\xE2\x82\xAC");
  EXPECT_EQ(toUtf8("a\xFF"
                   "b",
                   "UTF-8"),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(toUtf8("\x81\x8D\xFE", ""), "\xEF\xBF\xBD\xEF\xBF\xBD\xC3\xBE");
}

TEST(IrcCharset, GoingOut) {
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", "ISO-8859-15"), "5\xA4");
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", "ISO-8859-1"), "5?");
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", ""), "5\xE2\x82\xAC");
}

TEST(IrcCharset, KnownOnes) {
  EXPECT_TRUE(isUsableCharset("ISO-8859-15"));
  EXPECT_TRUE(isUsableCharset("KOI8-R"));
  EXPECT_FALSE(isUsableCharset("UTF-16"));
  EXPECT_FALSE(isUsableCharset("no-such-thing"));
}

// Servers cut long lines at any byte.
TEST(IrcCharset, Utf8ThatWasCutIsStillUtf8) {
  EXPECT_EQ(toUtf8("gr\xC3\xBC\xE2\x82", ""), "gr\xC3\xBC\xEF\xBF\xBD");
  EXPECT_EQ(toUtf8("gr\xC3\xBC\xF0\x9F\x98", ""), "gr\xC3\xBC\xEF\xBF\xBD");
  EXPECT_EQ(toUtf8("caf\xE9", ""), "caf\xC3\xA9") << "nothing says that this was UTF-8";
  EXPECT_EQ(toUtf8("\xC3\xBC\xE9 ", ""), "\xC3\x83\xC2\xBC\xC3\xA9 ") << "not at the end";
}

TEST(IrcCharset, InvalidInput) {
  EXPECT_EQ(toUtf8("a\x81z", ""), "a\xEF\xBF\xBDz");
  EXPECT_EQ(toUtf8("a\xFFz", "no-such-thing"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(toUtf8("a\xE4z", "ISO-8859-1//TRANSLIT"), "a\xC3\xA4z") << "no name, so what holds without one";
  EXPECT_EQ(toUtf8("\xC0\x80\xED\xA0\x80", "utf8"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(toUtf8("\x83\x65\xFF\x83", "SHIFT_JIS"), "\xE3\x83\x86\xEF\xBF\xBD\xEF\xBF\xBD") << "bad, and cut";
}

TEST(IrcCharset, LongTexts) {
  std::string bytes;
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    bytes += "\xE4 ";
    text += "\xC3\xA4 ";
  }
  EXPECT_EQ(toUtf8(bytes, "ISO-8859-1"), text);
  EXPECT_EQ(fromUtf8(text, "ISO-8859-1"), bytes);
}

TEST(IrcCharset, UnmappableCharacters) {
  EXPECT_EQ(fromUtf8("\xD0\xBF\xE2\x82\xAC\xD0\xBF", "KOI8-R"), "\xD0?\xD0");
  EXPECT_EQ(fromUtf8("a\xFF\xC3\xA4", "ISO-8859-1"), "a?\xE4") << "broken UTF-8";
  EXPECT_EQ(fromUtf8("\xE3\x83\x86", "SHIFT_JIS"), "\x83\x65");
  EXPECT_EQ(fromUtf8("\xC3\xA4", "utf-8"), "\xC3\xA4");
  EXPECT_EQ(fromUtf8("\xC3\xA4", "no-such-thing"), "\xC3\xA4");
}

TEST(IrcCharset, NamesThatMayStandInAConfiguration) {
  for (const char* name : {"UTF-8", "utf8", "CP1252", "WINDOWS-1251", "ISO_8859-1:1987", "GB18030", "EUC-JP", "BIG5"}) {
    EXPECT_TRUE(isUsableCharset(name)) << name;
  }
  for (const char* name : {"", "UTF-16", "UTF-32LE", "UTF-7", "EBCDIC-US", "ISO-2022-JP", "ISO-2022-KR", "HZ",
                           "ISO-8859-1//IGNORE", "../x", "a b"}) {
    EXPECT_FALSE(isUsableCharset(name)) << name;
  }
}

}  // namespace
}  // namespace irc
