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
  EXPECT_LE(legalUsername("a-very-long-name-that-no-server-takes").size(), 18U);
  EXPECT_FALSE(legalUsername("").empty());
  EXPECT_EQ(legalUsername("a b\r\n:c").find_first_of(" \r\n:"), std::string::npos);
}

}  // namespace
}  // namespace irc
