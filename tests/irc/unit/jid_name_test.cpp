// SPDX-License-Identifier: MIT
#include "protocol/jid_name.h"

#include "tests/support/stringprep.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

using prism::tests::lowered;
using prism::tests::prepared;

void expectValidInJid(const std::string& name) {
  const std::string shown = jidName(name);
  EXPECT_EQ(prepared(shown, stringprep_xmpp_nodeprep), lowered(shown)) << "no other name has the same JID";
  EXPECT_EQ(prepared(shown, stringprep_xmpp_resourceprep), shown);
  EXPECT_EQ(jidName(name), shown);
  if (!isCutName(shown)) {
    EXPECT_EQ(ircName(shown), name);
  }
}

TEST(JidName, UsualNamesStayAsTheyAre) {
  for (const char* name : {"bob", "#lobby", "[a]\\`_^{|}-", "#c++", "gr\xC3\xBC\xC3\xAF", "\xD0\xBC\xD0\xB8\xD1\x80",
                           "a=b", "=", "#a=", "\xF0\x9F\x98\x80"}) {
    EXPECT_EQ(jidName(name), name);
    expectValidInJid(name);
  }
}

TEST(JidName, CharactersInvalidInAJidAreWrittenInHexadecimal) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"a\tb", "a=09b"},
      {"\x01", "=01"},
      {"a b ", "a=20b=20"},
      {"\x7F", "=7f"},
      {"#c/c", "#c=2fc"},
      {"a@b%c", "a=40b=25c"},
      {"a\xEF\xBF\xBD", "a=ef=bf=bd"},  // U+FFFD
      {"\xC2\xA0"
       "a",
       "=c2=a0a"},  // a no-break space
      {"a\xC2\xAD"
       "b",
       "a=c2=adb"},                              // a soft hyphen, which stringprep deletes
      {"\xEF\xBD\x81lice", "=ef=bd=81lice"},     // a fullwidth a, which stringprep turns into alice
      {"\xC3\x89t\xC3\xA9", "=c3=89t\xC3\xA9"},  // XMPP folds its case, IRC doesn't
      {"stra\xC3\x9F"
       "e",
       "stra=c3=9fe"},  // stringprep turns it into strasse
      {"a=0a", "a=3d0a"},
      {"a=~", "a=3d~"},
      {std::string("a\0b", 3), "a=00b"},
      {"\xFF", "=ff"}};
  for (const auto& [name, shown] : names) {
    EXPECT_EQ(jidName(name), shown);
    expectValidInJid(name);
  }
}

TEST(JidName, EscapesMayHaveCapitals) { EXPECT_EQ(ircName("=2F=C3=AF=aF"), "/\xC3\xAF\xAF"); }

// Characters that a JID can contain, but not side by side: a right-to-left script with Latin letters, and a letter
// with a combining accent that NFKC would compose.
TEST(JidName, CharactersThatDoNotGoTogether) {
  EXPECT_EQ(jidName("\xD7\x90"
                    "a"),
            "=d7=90a");
  EXPECT_EQ(jidName("e\xCC\x81"), "e=cc=81");
  expectValidInJid(
      "\xD7\x90"
      "a\xD7\x91");
  expectValidInJid("e\xCC\x81");
}

TEST(JidName, LongNamesAreCutAndToldApart) {
  for (const std::string& name : {std::string(1100, 'x'), std::string(400, '\x01'), std::string(500, '\xC3'),
                                  "\xC3\xBC" + std::string(2000, 'y')}) {
    const std::string shown = jidName(name);
    EXPECT_TRUE(isCutName(shown));
    EXPECT_LE(shown.size(), kMostJidName);
    expectValidInJid(name);
    EXPECT_NE(jidName(name + "z"), shown);
  }
  EXPECT_FALSE(isCutName(jidName(std::string(500, 'x'))));
}

TEST(JidName, EveryByteAndEveryCharacterCanBeInOne) {
  for (int byte = 0; byte < 256; ++byte) {
    expectValidInJid(std::string(1, static_cast<char>(byte)));
    expectValidInJid("a" + std::string(1, static_cast<char>(byte)) + "b");
  }
  for (char32_t code = 0x80; code < 0x10000; code += 7) {
    const std::string character = {static_cast<char>(0xE0U | code >> 12U),
                                   static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                                   static_cast<char>(0x80U | (code & 0x3FU))};
    expectValidInJid("a" + character + "b");
  }
}

}  // namespace
}  // namespace irc
