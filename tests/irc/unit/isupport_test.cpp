// SPDX-License-Identifier: MIT
#include "protocol/isupport.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

Isupport isupportFrom(const std::string& tokens) {
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

TEST(IrcIsupport, TokensOfAServer) {
  Isupport isupport = isupportFrom(
      "CASEMAPPING=ascii CHANTYPES=# PREFIX=(qaohv)~&@%+ CHANMODES=beI,k,l,imnt NICKLEN=30 CHANNELLEN=64 TOPICLEN=390 "
      "KICKLEN=100 AWAYLEN=200 LINELEN=1024 MODES=4 MONITOR=100 TARGMAX=PRIVMSG:4,JOIN:,KICK:1 STATUSMSG=~@ WHOX "
      "NETWORK=Test\\x20Net UTF8ONLY CHATHISTORY=50");
  isupport.apply(*Message::parse(":server 005 me BOT=B :are supported by this server"));
  EXPECT_EQ(isupport.casemapping, Casemapping::kAscii);
  EXPECT_FALSE(isupport.same("[", "{"));
  EXPECT_FALSE(isupport.isChannel("&a"));
  EXPECT_EQ(isupport.rankOfMode('q'), 0);
  EXPECT_EQ(isupport.rankOfMode('v'), 4);
  EXPECT_EQ(isupport.rankOfMode('b'), -1);
  EXPECT_EQ(isupport.nick_length, 30U);
  EXPECT_EQ(isupport.channel_length, 64U);
  EXPECT_EQ(isupport.topic_length, 390U);
  EXPECT_EQ(isupport.kick_length, 100U);
  EXPECT_EQ(isupport.away_length, 200U);
  EXPECT_EQ(isupport.bot_mode, "B");
  EXPECT_EQ(isupport.status_message, "~@");
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
  Isupport isupport = isupportFrom("NICKLEN=30 MONITOR=5");
  isupport.apply(*Message::parse(":server 005 me -NICKLEN -MONITOR :are supported"));
  EXPECT_EQ(isupport.nick_length, 0U);
  EXPECT_FALSE(isupport.has_monitor);
}

TEST(IrcIsupport, TakenBackToWhatHoldsWithoutAWord) {
  Isupport isupport =
      isupportFrom("CASEMAPPING=ascii CHANTYPES=! PREFIX=(x)* CHANMODES=A,B,C,D MODES=9 TARGMAX=JOIN:7 WHOX");
  isupport.apply(*Message::parse(
      ":server 005 me -CASEMAPPING -CHANTYPES -PREFIX -CHANMODES -MODES -TARGMAX -WHOX -UNKNOWN :are supported"));
  const Isupport fresh;
  EXPECT_EQ(isupport.casemapping, fresh.casemapping);
  EXPECT_EQ(isupport.channel_types, "#&");
  EXPECT_EQ(isupport.prefix_modes + isupport.prefix_symbols, "ov@+");
  EXPECT_EQ(isupport.list_modes + "," + isupport.parameter_modes + "," + isupport.set_modes + "," + isupport.flag_modes,
            "b,k,l,imnpst");
  EXPECT_EQ(isupport.modes, 3U);
  EXPECT_EQ(isupport.targets("JOIN"), 1U);
  EXPECT_FALSE(isupport.whox);
}

TEST(IrcIsupport, ModesOfChannels) {
  const Isupport isupport = isupportFrom("CHANMODES=eIbq,k,flj,CFLMPQRSTcgimnprstuz,Z");
  EXPECT_EQ(isupport.list_modes, "eIbq");
  EXPECT_EQ(isupport.parameter_modes, "k");
  EXPECT_EQ(isupport.set_modes, "flj");
  EXPECT_EQ(isupport.flag_modes, "CFLMPQRSTcgimnprstuz");
  const Isupport few = isupportFrom("CHANMODES=b,,l");
  EXPECT_EQ(few.list_modes + "," + few.parameter_modes + "," + few.set_modes + "," + few.flag_modes, "b,,l,");
}

TEST(IrcIsupport, Prefixes) {
  for (const char* none : {"PREFIX", "PREFIX=", "PREFIX=()"}) {
    EXPECT_EQ(isupportFrom(none).prefix_modes, "") << none;
    EXPECT_EQ(isupportFrom(none).prefix_symbols, "") << none;
  }
  for (const char* nonsense : {"PREFIX=(ov)@", "PREFIX=ov@+", "PREFIX=(ov@+", "PREFIX=)(", "PREFIX=(ov)\\x20+"}) {
    EXPECT_EQ(isupportFrom(nonsense).prefix_modes, "ov") << nonsense;
    EXPECT_EQ(isupportFrom(nonsense).prefix_symbols, "@+") << nonsense;
  }
  const Isupport many = isupportFrom("PREFIX=(abcdefghijklmnopqrst)ABCDEFGHIJKLMNOPQRST");
  EXPECT_EQ(many.prefix_modes, "abcdefghijklmnop") << "as many as Ranks can hold";
  EXPECT_EQ(many.prefix_symbols, "ABCDEFGHIJKLMNOP");
  EXPECT_EQ(many.rankOfSymbol('P'), 15);
  EXPECT_EQ(many.rankOfSymbol('Q'), -1);
  EXPECT_TRUE(many.isPrefixSymbol('A'));
  EXPECT_FALSE(many.isPrefixSymbol('@'));
}

TEST(IrcIsupport, NoLimitIsZero) {
  const Isupport isupport = isupportFrom("MONITOR MODES= CHATHISTORY=0 NICKLEN=");
  EXPECT_TRUE(isupport.has_monitor);
  EXPECT_EQ(isupport.monitor, 0U);
  EXPECT_EQ(isupport.modes, 0U);
  EXPECT_TRUE(isupport.has_history);
  EXPECT_EQ(isupport.history, 0U);
  EXPECT_EQ(isupport.nick_length, 0U);
}

TEST(IrcIsupport, HistoryHasTwoNames) {
  EXPECT_EQ(isupportFrom("draft/CHATHISTORY=25").history, 25U);
  EXPECT_TRUE(isupportFrom("draft/CHATHISTORY=25").has_history);
  EXPECT_FALSE(isupportFrom("CHATHISTORYX=25").has_history);
}

TEST(IrcIsupport, TargetsOfCommands) {
  const Isupport old = isupportFrom("MAXTARGETS=5");
  EXPECT_EQ(old.targets("PRIVMSG"), 5U);
  EXPECT_EQ(old.targets("notice"), 5U);
  EXPECT_EQ(old.targets("JOIN"), 1U);
  for (const char* both : {"MAXTARGETS=5 TARGMAX=privmsg:1,join:,whois:x,names:3",
                           "TARGMAX=privmsg:1,join:,whois:x,names:3 MAXTARGETS=5"}) {
    const Isupport isupport = isupportFrom(both);
    EXPECT_EQ(isupport.targets("PRIVMSG"), 1U) << both;
    EXPECT_EQ(isupport.targets("NOTICE"), 5U) << both;
    EXPECT_EQ(isupport.targets("JOIN"), 0U) << both;
    EXPECT_EQ(isupport.targets("WHOIS"), 1U) << both;
    EXPECT_EQ(isupport.targets("NAMES"), 3U) << both;
  }
  Isupport again = isupportFrom("TARGMAX=PRIVMSG:4");
  again.apply(*Message::parse(":server 005 me TARGMAX=KICK:2 :are supported"));
  EXPECT_EQ(again.targets("PRIVMSG"), 1U);
  EXPECT_EQ(again.targets("KICK"), 2U);
}

TEST(IrcIsupport, ChannelsAndTheirStatus) {
  const Isupport isupport = isupportFrom("CHANTYPES=#&+ STATUSMSG=@+");
  const auto channel = [&](std::string_view name) {
    std::string_view found = "no channel";
    isupport.isChannelOrStatus(name, found);
    return std::string(found);
  };
  EXPECT_EQ(channel("#room"), "#room");
  EXPECT_EQ(channel("@#room"), "#room");
  EXPECT_EQ(channel("@+#room"), "#room");
  EXPECT_EQ(channel("+room"), "+room") << "a channel without modes, not a status";
  EXPECT_EQ(channel("%#room"), "no channel");
  EXPECT_EQ(channel("nick"), "no channel");
  EXPECT_EQ(channel("@"), "no channel");
  EXPECT_EQ(channel(""), "no channel");
  EXPECT_FALSE(isupport.isChannel(""));
  EXPECT_FALSE(isupport.isChannel("@#room"));
}

TEST(IrcIsupport, EscapesInValues) {
  EXPECT_EQ(isupportFrom("NETWORK=A\\x20\\x3D\\x5Cb").network, "A =\\b");
  EXPECT_EQ(isupportFrom("NETWORK=a\\x0D\\x0Ab\\x00c\\x7F").network, "abc") << "no control characters";
  EXPECT_EQ(isupportFrom("NETWORK=\\x\\x4\\xZZ\\").network, "\\x\\x4\\xZZ\\");
}

TEST(IrcIsupport, LinesOfOtherLengths) {
  EXPECT_EQ(isupportFrom("LINELEN=2048").line_length, 2048U);
  EXPECT_EQ(isupportFrom("LINELEN=511").line_length, 512U);
  EXPECT_EQ(isupportFrom("LINELEN=0").line_length, 512U);
  EXPECT_EQ(isupportFrom("LINELEN").line_length, 512U);
  EXPECT_EQ(isupportFrom("LINELEN=8193").line_length, 8192U);
  EXPECT_EQ(isupportFrom("LINELEN=99999999999999999999").line_length, 8192U);
}

TEST(IrcIsupport, TagsThatTheServerDrops) {
  EXPECT_TRUE(Isupport().relaysTag("typing"));
  const Isupport some = isupportFrom("CLIENTTAGDENY=draft/react,typing");
  EXPECT_FALSE(some.relaysTag("draft/react"));
  EXPECT_FALSE(some.relaysTag("typing"));
  EXPECT_TRUE(some.relaysTag("draft/reply"));
  const Isupport others = isupportFrom("CLIENTTAGDENY=*,-draft/react,-typing");
  EXPECT_TRUE(others.relaysTag("draft/react"));
  EXPECT_FALSE(others.relaysTag("draft/reply"));
  EXPECT_TRUE(isupportFrom("CLIENTTAGDENY=* -CLIENTTAGDENY").relaysTag("typing"));
  EXPECT_TRUE(isupportFrom("CLIENTTAGDENY=").relaysTag("typing"));
}

TEST(IrcIsupport, NonsenseIsIgnored) {
  const Isupport isupport =
      isupportFrom("NICKLEN=x TOPICLEN=-5 MODES=-1 MODES=0 CHANTYPES=\\x20 CASEMAPPING= CHANMODES = -");
  EXPECT_EQ(isupport.nick_length, 0U);
  EXPECT_EQ(isupport.topic_length, 0U);
  EXPECT_EQ(isupport.modes, 3U);
  EXPECT_EQ(isupport.channel_types, "#&");
  EXPECT_EQ(isupport.casemapping, Casemapping::kRfc1459);
  EXPECT_EQ(isupport.flag_modes, "imnpst");
  EXPECT_EQ(isupportFrom("NICKLEN=99999999999999999999").nick_length, 1000000U);
}

TEST(IrcIsupport, OnlyWhatIsBetweenTheNicknameAndTheText) {
  Isupport isupport;
  isupport.apply(*Message::parse(":server 005 NICKLEN=5 TOPICLEN=6 KICKLEN=7"));
  EXPECT_EQ(isupport.nick_length, 0U);
  EXPECT_EQ(isupport.topic_length, 6U);
  EXPECT_EQ(isupport.kick_length, 0U);
  isupport.apply(*Message::parse(":server 005"));
  isupport.apply(*Message::parse(":server 005 me"));
}

}  // namespace
}  // namespace irc
