#include "protocol/isupport.h"

#include "protocol/modes.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

Isupport told(const std::string& tokens) {
  Isupport isupport;
  isupport.apply(*Message::parse(":server 005 me " + tokens + " :are supported by this server"));
  return isupport;
}

TEST(IrcIsupport, BeforeTheServerTells) {
  const Isupport isupport;
  EXPECT_TRUE(isupport.isChannel("#a"));
  EXPECT_FALSE(isupport.isChannel("a"));
  EXPECT_EQ(isupport.targets("PRIVMSG"), 1U);
  EXPECT_TRUE(isupport.same("[Nick]^", "{nick}~"));
}

TEST(IrcIsupport, WhatAServerTells) {
  const Isupport isupport = told(
      "CASEMAPPING=ascii CHANTYPES=# PREFIX=(qaohv)~&@%+ CHANMODES=beI,k,l,imnt NICKLEN=30 CHANNELLEN=64 TOPICLEN=390 "
      "KICKLEN=100 AWAYLEN=200 LINELEN=1024 MODES=4 MONITOR=100 TARGMAX=PRIVMSG:4,JOIN:,KICK:1 STATUSMSG=~@ WHOX "
      "NETWORK=Test\\x20Net UTF8ONLY CHATHISTORY=50");
  EXPECT_EQ(isupport.casemapping, Casemapping::Ascii);
  EXPECT_FALSE(isupport.same("[", "{"));
  EXPECT_FALSE(isupport.isChannel("&a"));
  EXPECT_EQ(isupport.rankOfMode('q'), 0);
  EXPECT_EQ(isupport.rankOfMode('v'), 4);
  EXPECT_EQ(isupport.rankOfMode('b'), -1);
  EXPECT_EQ(isupport.nick_length, 30U);
  EXPECT_EQ(isupport.channel_length, 64U);
  EXPECT_EQ(isupport.topic_length, 390U);
  EXPECT_EQ(isupport.line_length, 1024U);
  EXPECT_EQ(isupport.modes, 4U);
  EXPECT_TRUE(isupport.has_monitor);
  EXPECT_EQ(isupport.monitor, 100U);
  EXPECT_EQ(isupport.targets("PRIVMSG"), 4U);
  EXPECT_EQ(isupport.targets("JOIN"), 0U);
  EXPECT_EQ(isupport.targets("KICK"), 1U);
  EXPECT_TRUE(isupport.whox);
  EXPECT_TRUE(isupport.utf8_only);
  EXPECT_EQ(isupport.network, "Test Net");
  EXPECT_EQ(isupport.history, 50U);
  std::string_view channel;
  EXPECT_TRUE(isupport.isChannelOrStatus("@#room", channel));
  EXPECT_EQ(channel, "#room");
}

TEST(IrcIsupport, TakenBack) {
  Isupport isupport = told("NICKLEN=30 MONITOR=5");
  isupport.apply(*Message::parse(":server 005 me -NICKLEN -MONITOR :are supported"));
  EXPECT_EQ(isupport.nick_length, 0U);
  EXPECT_FALSE(isupport.has_monitor);
}

TEST(IrcIsupport, NonsenseIsIgnored) {
  const Isupport isupport = told("NICKLEN=x LINELEN=10 LINELEN=99999999999999999999 PREFIX=(ov)@ MODES=-1 =");
  EXPECT_EQ(isupport.nick_length, 0U);
  EXPECT_GE(isupport.line_length, 512U);
  EXPECT_LE(isupport.line_length, 65536U);
}

TEST(IrcModes, ArgumentsGoToTheModesThatTakeThem) {
  const Isupport isupport = told("PREFIX=(ohv)@%+ CHANMODES=beI,k,l,imnt");
  const auto message = Message::parse(":op MODE #room +ob-l+kv-i bob *!*@host key carol");
  const auto changes = parseModes(*message, 1, isupport);
  ASSERT_EQ(changes.size(), 6U);
  EXPECT_EQ(changes[0].mode, 'o');
  EXPECT_EQ(changes[0].kind, ModeKind::Prefix);
  EXPECT_EQ(changes[0].argument, "bob");
  EXPECT_EQ(changes[1].kind, ModeKind::List);
  EXPECT_EQ(changes[1].argument, "*!*@host");
  EXPECT_EQ(changes[2].mode, 'l');
  EXPECT_FALSE(changes[2].add);
  EXPECT_EQ(changes[2].argument, "");
  EXPECT_EQ(changes[3].argument, "key");
  EXPECT_EQ(changes[4].argument, "carol");
  EXPECT_FALSE(changes[5].add);
}

TEST(IrcModes, WhoModerates) {
  const Isupport isupport = told("PREFIX=(Yqaohv)!~&@%+");
  for (const char* entry : {"!x", "~x", "&x", "@x", "%x", "@+x", "~&@%+x"}) {
    EXPECT_TRUE(parseNamesEntry(entry, isupport).ranks.moderates(isupport)) << entry;
  }
  for (const char* entry : {"+x", "x"}) {
    EXPECT_FALSE(parseNamesEntry(entry, isupport).ranks.moderates(isupport)) << entry;
  }
}

TEST(IrcModes, NamesWithAddresses) {
  const NamesEntry entry = parseNamesEntry("@+nick!user@host", Isupport());
  EXPECT_EQ(entry.source.name, "nick");
  EXPECT_EQ(entry.source.host, "host");
  EXPECT_TRUE(entry.ranks.has(0));
  EXPECT_TRUE(entry.ranks.has(1));
  EXPECT_TRUE(isGone("G*@"));
  EXPECT_FALSE(isGone("H@"));
}

}  // namespace
}  // namespace irc
