#include "protocol/charset.h"

#include <gtest/gtest.h>

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
  EXPECT_TRUE(isUtf8(toUtf8("\x81\x8D\xFE", "")));
}

TEST(IrcCharset, GoingOut) {
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", "ISO-8859-15"), "5\xA4");
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", "ISO-8859-1"), "5?");
  EXPECT_EQ(fromUtf8("5\xE2\x82\xAC", ""), "5\xE2\x82\xAC");
}

TEST(IrcCharset, KnownOnes) {
  EXPECT_TRUE(isCharset("ISO-8859-15"));
  EXPECT_TRUE(isCharset("KOI8-R"));
  EXPECT_FALSE(isCharset("UTF-16"));
  EXPECT_FALSE(isCharset("no-such-thing"));
}

}  // namespace
}  // namespace irc
