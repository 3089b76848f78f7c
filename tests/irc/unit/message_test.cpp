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
  EXPECT_NE(message->last().find("p39"), std::string_view::npos);
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
  const std::string line = formatLine("KICK", {"#a b\r\nX", "", "why not"});
  EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
  const auto parsed = Message::parse(line);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->count, 3U) << line;
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

TEST(IrcLine, TagsComeBackAsTheyWere) {
  const std::string line = formatLine({{"label", "a;b c\\\r\n"}}, "PRIVMSG", {"nick", "text"});
  const auto parsed = Message::parse(line);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->tag("label"), "a;b c\\\r\n");
  EXPECT_EQ((*parsed)[1], "text");
}

TEST(IrcLine, Words) {
  EXPECT_TRUE(isWord("#room"));
  for (const std::string& text : {std::string(), std::string("a b"), std::string(":a"), std::string("a\nb"),
                                 std::string("a\rb"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(isWord(text)) << text;
  }
}

}  // namespace
}  // namespace irc
