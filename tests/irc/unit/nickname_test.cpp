// SPDX-License-Identifier: MIT
#include "protocol/nickname.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcNickname, OutOfAnything) {
  EXPECT_EQ(legalNickname("alice@example.org/home", 0), "alice");
  EXPECT_EQ(legalNickname("Ren\xC3\xA9", 0), "Rene");
  EXPECT_EQ(legalNickname("a[b]", 0), "a[b]");
  EXPECT_EQ(legalNickname("alexander", 5), "alexa");
  for (const char* wanted : {"", "@x", "!!!", "1st", "-x", " "}) {
    const std::string nick = legalNickname(wanted, 9);
    ASSERT_FALSE(nick.empty()) << wanted;
    EXPECT_LE(nick.size(), 9U);
    EXPECT_EQ(std::string("0123456789-").find(nick.front()), std::string::npos) << nick;
    EXPECT_EQ(nick.find_first_of(" @!:,*?"), std::string::npos) << nick;
  }
}

TEST(IrcNickname, AlternativesDifferAndFit) {
  std::string last;
  for (unsigned attempt = 1; attempt < 30; ++attempt) {
    const std::string nick = alternativeNickname("abcdefghi", attempt, 9);
    EXPECT_LE(nick.size(), 9U);
    EXPECT_NE(nick, "abcdefghi");
    EXPECT_NE(nick, last);
    last = nick;
  }
  EXPECT_EQ(alternativeNickname("bob", 1, 0), "bob_");
}

TEST(IrcNickname, Usernames) {
  EXPECT_EQ(legalUsername("alice@example.org"), "alice");
  EXPECT_EQ(legalUsername("a-very-long-name-that-no-server-takes"), "a-very-long-name-t");
  EXPECT_EQ(legalUsername(""), "guest");
  EXPECT_EQ(legalUsername("a b\r\n:c[d]"), "abcd");
  EXPECT_EQ(legalUsername("-._a.b-c_d"), "a.b-c_d");
  EXPECT_EQ(legalUsername("Ren\xC3\xA9"), "Rene");
}

TEST(IrcNickname, LettersLoseTheirDiacritics) {
  EXPECT_EQ(legalNickname("J\xC3\xBCrgen", 0), "Jurgen");
  EXPECT_EQ(legalNickname("Stra\xC3\x9F\x65", 0), "Strasse");
  EXPECT_EQ(legalNickname("\xC3\x86ther", 0), "AEther");
  EXPECT_EQ(legalNickname("\xC5\x81ukasz", 0), "Lukasz");
  EXPECT_EQ(legalNickname("\xC4\xB0\xC4\xB1", 0), "Ii");
  EXPECT_EQ(legalNickname("\xC5\xBD\xC5\xBE\xC5\xBF", 0), "Zzs") << "the end of the table";
  EXPECT_EQ(legalNickname("e\xCC\x81", 0), "e") << "a diacritic of its own";
  EXPECT_EQ(legalNickname("___", 0), "___");
  const std::string li = legalNickname("\xE6\x9D\x8E", 0);
  EXPECT_EQ(li.substr(0, 5), "guest");
  EXPECT_NE(li, legalNickname("\xE5\xBC\xA0", 0)) << "another name";
  EXPECT_EQ(li, legalNickname("\xE6\x9D\x8E@example.org", 0));
  EXPECT_EQ(legalNickname("a\xC3\x97\xFF", 0), "a__");
}

TEST(IrcNickname, IllegalCharacters) {
  EXPECT_EQ(legalNickname("John Smith.", 0), "JohnSmith");
  EXPECT_EQ(legalNickname("[a]\\`_^{|}-", 0), "[a]\\`_^{|}-");
  EXPECT_EQ(legalNickname("1st", 0), "_1st");
  EXPECT_EQ(legalNickname("-x", 0), "_-x");
  EXPECT_EQ(legalNickname("!!!", 0), "guest");
  EXPECT_EQ(legalNickname("", 3), "gue");
  EXPECT_EQ(legalNickname("@example.org", 0), "guest");
}

TEST(IrcNickname, AlternativesInTurn) {
  const auto tried = [](std::string_view nick, std::size_t max_length) {
    std::string all;
    for (unsigned attempt = 1; attempt <= 5; ++attempt) {
      all += alternativeNickname(nick, attempt, max_length) + " ";
    }
    return all;
  };
  EXPECT_EQ(tried("bob", 0), "bob_ bob__ bob1 bob2 bob3 ");
  EXPECT_EQ(tried("abcdefghi", 0), "abcdefgh_ abcdefg__ abcdefgh1 abcdefgh2 abcdefgh3 ");
  EXPECT_EQ(tried("abcdefghijkl", 0), "abcdefghijk_ abcdefghij__ abcdefghijk1 abcdefghijk2 abcdefghijk3 ");
  EXPECT_EQ(tried("abcdefgh_", 9), "abcdefg__ abcdefgh1 abcdefgh2 abcdefgh3 abcdefgh4 ") << "not the one that is taken";
  EXPECT_EQ(tried("ab", 30), "ab_ ab__ ab1 ab2 ab3 ");
  EXPECT_EQ(alternativeNickname("abcdefghi", 12, 9), "abcdefg10");
}

}  // namespace
}  // namespace irc
