// SPDX-License-Identifier: MIT
#include "protocol/message.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcMessage, AllParts) {
  const auto message = Message::parse("@time=2020;+x=a\\:b :nick!user@host PRIVMSG #room :hello  there\r\n");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->command, "PRIVMSG");
  ASSERT_EQ(message->count, 2U);
  EXPECT_EQ((*message)[0], "#room");
  EXPECT_EQ((*message)[1], "hello  there");
  EXPECT_EQ((*message)[2], "");
  EXPECT_EQ(message->from().name, "nick");
  EXPECT_EQ(message->from().user, "user");
  EXPECT_EQ(message->from().host, "host");
  EXPECT_EQ(message->tag("time"), "2020");
  EXPECT_EQ(message->tag("+x"), "a;b");
  EXPECT_FALSE(message->tag("y"));
  EXPECT_EQ(message->numeric(), -1);
}

TEST(IrcMessage, EscapesOfTags) {
  const auto message = Message::parse("@a=\\s\\\\\\r\\n\\:;b;c= PING x");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->tag("a"), " \\\r\n;");
  EXPECT_EQ(message->tag("b"), "");
  EXPECT_EQ(message->tag("c"), "");
}

TEST(IrcMessage, Numerics) {
  EXPECT_EQ(Message::parse(":server 001 me :welcome")->numeric(), 1);
  EXPECT_EQ(Message::parse(":server 433 * nick :taken")->numeric(), 433);
  EXPECT_EQ(Message::parse("4x3 a")->numeric(), -1);
  for (const char* command : {"AZ", "az", "A09Z"}) {
    EXPECT_TRUE(Message::parse(command)) << command;
  }
}

TEST(IrcMessage, NoCommandIsNoMessage) {
  for (const char* line : {"", " ", "\r\n", ":source", "@tags", "@tags :source ", ":"}) {
    EXPECT_FALSE(Message::parse(line)) << line;
  }
}

TEST(IrcMessage, MoreParametersThanThereIsRoomFor) {
  std::string line = "X";
  for (int i = 0; i < 40; ++i) {
    line += " p" + std::to_string(i);
  }
  const auto message = Message::parse(line);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->count, Message::kMaxParameters);
  EXPECT_EQ((*message)[0], "p0");
  EXPECT_EQ(message->last(), "p19 p20 p21 p22 p23 p24 p25 p26 p27 p28 p29 p30 p31 p32 p33 p34 p35 p36 p37 p38 p39");
}

TEST(IrcMessage, SourcesOfAllKinds) {
  EXPECT_EQ(Source::parse("irc.example.org").name, "irc.example.org");
  EXPECT_EQ(Source::parse("nick@host").name, "nick");
  EXPECT_EQ(Source::parse("nick@host").host, "host");
  EXPECT_EQ(Source::parse("nick!user").user, "user");
}

TEST(IrcLine, NothingGetsOutOfALine) {
  EXPECT_EQ(formatLine("PRIVMSG", {"#room", "a\r\nQUIT\nx"}), "PRIVMSG #room :a  QUIT x");
  EXPECT_EQ(formatLine("PRIVMSG", {"#room", std::string("a\0b", 3)}), "PRIVMSG #room :a b");
  EXPECT_EQ(rawLine("PRIVMSG a :b\r\nQUIT"), "PRIVMSG a :b  QUIT");
}

TEST(IrcLine, TheLastParameterMayBeAnything) {
  for (const char* last : {"", ":x", "a b", "word"}) {
    const std::string line = formatLine("TOPIC", {"#room", last});
    const auto parsed = Message::parse(line);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->count, 2U) << line;
    EXPECT_EQ((*parsed)[1], last) << line;
  }
}

TEST(IrcLine, Words) {
  EXPECT_TRUE(isWord("#room"));
  for (const std::string& text : {std::string(), std::string("a b"), std::string(":a"), std::string("a\nb"),
                                  std::string("a\rb"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(isWord(text)) << text;
  }
}

// Returns "tags|source|command|parameter|..." of a line, or "none".
std::string read(std::string_view line) {
  const auto message = Message::parse(line);
  if (!message) {
    return "none";
  }
  std::string text =
      std::string(message->tags) + "|" + std::string(message->source) + "|" + std::string(message->command);
  for (std::size_t i = 0; i < message->count; ++i) {
    text += "|" + std::string((*message)[i]);
  }
  return text;
}

TEST(IrcMessage, SpacesAndColons) {
  EXPECT_EQ(read("PING"), "||PING");
  EXPECT_EQ(read("PING :"), "||PING|");
  EXPECT_EQ(read("PING  a  b  "), "||PING|a|b");
  EXPECT_EQ(read("  @t  :s  PING  a"), "t|s|PING|a");
  EXPECT_EQ(read("X a :b :c d"), "||X|a|b :c d");
  EXPECT_EQ(read("X a:b ::c "), "||X|a:b|:c ");
  EXPECT_EQ(read("X a\tb"), "||X|a\tb");
  EXPECT_EQ(read("@ : X"), "||X");
}

TEST(IrcMessage, LineEnds) {
  for (const char* end : {"", "\r\n", "\n", "\r", "\r\r\n", "\r\nQUIT", "\nX :y"}) {
    EXPECT_EQ(read("PING :a b" + std::string(end)), "||PING|a b") << end;
  }
}

TEST(IrcMessage, ACommandIsLettersAndDigits) {
  for (const char* line : {"@tags", "@tags ", ": X", ":s :X", "\x01 a", "PR-X a", "\xC3\xA9"}) {
    const std::string expected = std::string(line) == ": X" ? "||X" : "none";
    EXPECT_EQ(read(line), expected) << line;
  }
}

TEST(IrcMessage, BytesThatAreNoText) {
  const std::string bytes("X \0\xFF\x01 :\0\x80", 9);
  const auto message = Message::parse(bytes);
  ASSERT_TRUE(message);
  EXPECT_EQ((*message)[0], std::string_view("\0\xFF\x01", 3));
  EXPECT_EQ((*message)[1], std::string_view("\0\x80", 2));
}

TEST(IrcMessage, TheTwentiethParameterHasTheRest) {
  const std::string nineteen = "X 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19";
  EXPECT_EQ(Message::parse(nineteen + " 20")->last(), "20");
  EXPECT_EQ(Message::parse(nineteen + " 20 ")->last(), "20");
  EXPECT_EQ(Message::parse(nineteen + " :20 21")->last(), "20 21");
  EXPECT_EQ(Message::parse(nineteen + "  20 21  :22 ")->last(), "20 21  :22");
  EXPECT_EQ(Message::parse(nineteen + " 20 21")->count, 20U);
}

TEST(IrcMessage, TagsWithoutValuesAndTwice) {
  const auto message = Message::parse("@a;b=1;;=x;a=2;b;c=d=e;f=\\;g=\\x\\ PING");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->tag("a"), "2") << "the last one counts";
  EXPECT_EQ(message->tag("b"), "");
  EXPECT_EQ(message->tag("c"), "d=e");
  EXPECT_EQ(message->tag("f"), "") << "a lone backslash";
  EXPECT_EQ(message->tag("g"), "x");
  EXPECT_EQ(message->tag("d"), std::nullopt);
  EXPECT_EQ(Message::parse("PING")->tag("a"), std::nullopt);
}

TEST(IrcMessage, NumericsHaveThreeDigits) {
  EXPECT_EQ(Message::parse("000")->numeric(), 0);
  EXPECT_EQ(Message::parse("999")->numeric(), 999);
  EXPECT_EQ(Message::parse("01")->numeric(), -1);
  EXPECT_EQ(Message::parse("0001")->numeric(), -1);
  EXPECT_EQ(Message::parse("PRIVMSG")->numeric(), -1);
}

// Returns "name|user|host".
std::string source(std::string_view text) {
  const Source source = Source::parse(text);
  return std::string(source.name) + "|" + std::string(source.user) + "|" + std::string(source.host);
}

TEST(IrcMessage, Sources) {
  EXPECT_EQ(source("nick!~user@host.example"), "nick|~user|host.example");
  EXPECT_EQ(source("nick@host"), "nick||host");
  EXPECT_EQ(source("nick!user"), "nick|user|");
  EXPECT_EQ(source("irc.example.org"), "irc.example.org||");
  EXPECT_EQ(source(""), "||");
  EXPECT_EQ(source("!@"), "||");
  EXPECT_EQ(source("a@b!c"), "a||b!c");
  EXPECT_EQ(source("a!b!c@d@e"), "a|b!c|d@e");
}

TEST(IrcLine, AColonOnlyWhereItIsNeeded) {
  EXPECT_EQ(formatLine("QUIT", {}), "QUIT");
  EXPECT_EQ(formatLine("JOIN", {"#a,#b", "key"}), "JOIN #a,#b key");
  EXPECT_EQ(formatLine("PRIVMSG", {"a", ""}), "PRIVMSG a :");
  EXPECT_EQ(formatLine("PRIVMSG", {"a", ":-)"}), "PRIVMSG a ::-)");
  EXPECT_EQ(formatLine("PRIVMSG", {"a", "b c"}), "PRIVMSG a :b c");
}

TEST(IrcLine, WordsAreDefended) {
  EXPECT_EQ(formatLine("KICK", {"#a b\r\nX", "", "why not"}), "KICK #a_b__X * :why not");
  EXPECT_EQ(formatLine("MODE", {":a", ":b", "c"}), "MODE _a _b c");
  EXPECT_EQ(formatLine(std::string_view("A B\0\n", 5), {"x"}), "A_B__ x");
  EXPECT_EQ(formatLine("", {}), "*");
}

TEST(IrcLine, ALineOfTheUser) {
  EXPECT_EQ(rawLine(std::string_view("WHO\r#a\n\0b", 9)), "WHO #a  b");
  EXPECT_EQ(rawLine(""), "");
}

}  // namespace
}  // namespace irc
