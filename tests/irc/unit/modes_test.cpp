// SPDX-License-Identifier: MIT
#include "protocol/modes.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

Isupport isupportFrom(const std::string& tokens) {
  Isupport isupport;
  isupport.apply(*Message::parse(":server 005 me " + tokens + " :are supported by this server"));
  return isupport;
}

// Returns the changes of a MODE line, such as "+o bob, -l, +i".
std::string read(const std::string& modes, const Isupport& isupport) {
  const std::string line = ":op MODE #room " + modes;
  const auto message = Message::parse(line);
  std::string text;
  for (const ModeChange& change : parseModes(*message, 1, isupport)) {
    constexpr const char* kKinds[] = {"prefix", "list", "parameter", "set-only", "flag"};
    text += text.empty() ? "" : ", ";
    text += std::string(change.add ? "+" : "-") + change.mode + " " + kKinds[static_cast<int>(change.kind)];
    text += (change.argument.empty() ? "" : " ") + std::string(change.argument);
  }
  return text;
}

TEST(IrcModes, ArgumentsGoToTheModesThatTakeThem) {
  const Isupport isupport = isupportFrom("PREFIX=(ohv)@%+ CHANMODES=beI,k,l,imnt");
  EXPECT_EQ(read("+ob-l+kv-i bob *!*@host key carol", isupport),
            "+o prefix bob, +b list *!*@host, -l set-only, +k parameter key, +v prefix carol, -i flag");
  EXPECT_EQ(read("+l-k 10 key", isupport), "+l set-only 10, -k parameter key");
  EXPECT_EQ(read("-o+o a b", isupport), "-o prefix a, +o prefix b");
}

TEST(IrcModes, ArgumentsThatAreMissingOrTooMany) {
  const Isupport isupport = isupportFrom("PREFIX=(ov)@+ CHANMODES=b,k,l,imnt");
  EXPECT_EQ(read("+b", isupport), "+b list");
  EXPECT_EQ(read("+oo a", isupport), "+o prefix a, +o prefix");
  EXPECT_EQ(read("+i a b", isupport), "+i flag");
  EXPECT_EQ(read("+Z a", isupport), "+Z flag") << "the server has not told about it";
  EXPECT_EQ(read("", isupport), "");
  EXPECT_EQ(read("+-+", isupport), "");
  EXPECT_EQ(read("i", isupport), "+i flag") << "as RPL_CHANNELMODEIS of old servers";
}

TEST(IrcModes, RanksAreASet) {
  Ranks ranks;
  EXPECT_TRUE(ranks.empty());
  for (const int rank : {-1, 16, 1000}) {
    ranks.set(rank, true);
  }
  EXPECT_TRUE(ranks.empty());
  ranks.set(0, true);
  ranks.set(15, true);
  EXPECT_TRUE(ranks.has(0));
  EXPECT_TRUE(ranks.has(15));
  EXPECT_FALSE(ranks.has(1));
  EXPECT_FALSE(ranks.has(-1));
  Ranks other;
  other.set(15, true);
  EXPECT_FALSE(ranks == other);
  ranks.set(0, false);
  EXPECT_TRUE(ranks == other);
}

bool isModerator(const std::string& entry, const Isupport& isupport) {
  return parseNamesEntry(entry, isupport).ranks.moderates(isupport);
}

TEST(IrcModes, ModeratorRanks) {
  const Isupport isupport = isupportFrom("PREFIX=(Yqaohv)!~&@%+");
  for (const char* entry : {"!x", "~x", "&x", "@x", "%x", "@+x", "~&@%+x"}) {
    EXPECT_TRUE(isModerator(entry, isupport)) << entry;
  }
  for (const char* entry : {"+x", "x"}) {
    EXPECT_FALSE(isModerator(entry, isupport)) << entry;
  }
}

TEST(IrcModes, ModeratorRanksWhereThereAreFewer) {
  EXPECT_TRUE(isModerator("@x", Isupport()));
  EXPECT_FALSE(isModerator("+x", Isupport()));
  const Isupport own = isupportFrom("PREFIX=(xyv)!.+");
  EXPECT_TRUE(isModerator(".x", own));
  EXPECT_FALSE(isModerator("+x", own));
  EXPECT_FALSE(isModerator("+x", isupportFrom("PREFIX=(v)+")));
  EXPECT_FALSE(isModerator("@x", isupportFrom("PREFIX=")));
}

TEST(IrcModes, NamesWithPrefixesAndAddresses) {
  const Isupport isupport;
  const NamesEntry full = parseNamesEntry("@+nick!user@host", isupport);
  EXPECT_EQ(full.source.name, "nick");
  EXPECT_EQ(full.source.user, "user");
  EXPECT_EQ(full.source.host, "host");
  EXPECT_TRUE(full.ranks.has(0));
  EXPECT_TRUE(full.ranks.has(1));
  const NamesEntry plain = parseNamesEntry("nick", isupport);
  EXPECT_EQ(plain.source.name, "nick");
  EXPECT_TRUE(plain.ranks.empty());
  EXPECT_EQ(parseNamesEntry("@", isupport).source.name, "");
  EXPECT_EQ(parseNamesEntry("", isupport).source.name, "");
}

TEST(IrcModes, AwayFlag) {
  EXPECT_TRUE(isAway("G*@"));
  EXPECT_TRUE(isAway("G"));
  EXPECT_FALSE(isAway("H@"));
  EXPECT_FALSE(isAway("HG"));
  EXPECT_FALSE(isAway(""));
}

}  // namespace
}  // namespace irc
