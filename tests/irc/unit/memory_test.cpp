// SPDX-License-Identifier: MIT
// Memory limits of sessions, and what counts towards them.
#include "session/memory.h"

#include "session/listed_channels.h"
#include "session/members.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <string>

namespace irc {
namespace {

TEST(SessionMemory, HasALimitOfItsOwn) {
  ProcessMemory process;
  SessionMemory session(process, "server");
  EXPECT_TRUE(session.take(kSessionMemory));
  EXPECT_FALSE(session.take(1));
  session.give(1);
  EXPECT_TRUE(session.take(1));
  EXPECT_EQ(process.used(), kSessionMemory);
}

TEST(SessionMemory, SessionsOnOneServerHaveALimitInCommonAndAShareEach) {
  ProcessMemory process;
  std::list<SessionMemory> sessions;
  for (std::size_t i = 0; i < kServerMemory / kSessionMemory; ++i) {
    EXPECT_TRUE(sessions.emplace_back(process, "hostile").take(kSessionMemory));
  }
  SessionMemory late(process, "hostile");
  EXPECT_TRUE(late.take(kSessionShare));
  EXPECT_FALSE(late.take(1));
  SessionMemory elsewhere(process, "friendly");
  EXPECT_TRUE(elsewhere.take(kSessionMemory));
  sessions.clear();
  EXPECT_TRUE(late.take(1));
}

TEST(SessionMemory, TheProcessHasALimit) {
  ProcessMemory process;
  std::list<SessionMemory> sessions;
  for (std::size_t i = 0; i < kProcessMemory / kSessionMemory; ++i) {
    EXPECT_TRUE(sessions.emplace_back(process, "server" + std::to_string(i)).take(kSessionMemory));
  }
  SessionMemory late(process, "late");
  EXPECT_TRUE(late.take(kSessionShare));
  EXPECT_FALSE(late.take(1));
}

TEST(SessionMemory, ItsEndGivesAllBack) {
  ProcessMemory process;
  {
    SessionMemory session(process, "server");
    session.take(1000);
    Charge charge(session);
    EXPECT_TRUE(charge.grow(500));
    Charge moved(std::move(charge));
    EXPECT_EQ(session.used(), 1500U);
    EXPECT_FALSE(moved.grow(kSessionMemory));
    EXPECT_EQ(moved.size(), 500U);
    EXPECT_TRUE(moved.resize(100));
    EXPECT_EQ(session.used(), 1100U);
  }
  EXPECT_EQ(process.used(), 0U);
}

TEST(Members, AreChargedWhateverIsDoneWithThem) {
  ProcessMemory process;
  SessionMemory session(process, "server");
  {
    Members members(session);
    Members before(session);
    EXPECT_TRUE(members.set("bob", {"Bob", {}, false}));
    const std::size_t one = session.used();
    EXPECT_GT(one, sizeof(Member));
    EXPECT_TRUE(members.set("bob", {"BOB", {}, true}));
    EXPECT_EQ(session.used(), one);
    EXPECT_TRUE(members.rename("bob", "bobby", "Bobby"));
    EXPECT_EQ(session.used(), one);
    EXPECT_TRUE(members.set("eve", {"Eve", {}, false}));
    EXPECT_TRUE(members.rename("bobby", "eve", "Eve"));
    EXPECT_EQ(members.size(), 1U);
    EXPECT_EQ(session.used(), one);
    before.takeFrom(members);
    EXPECT_TRUE(members.empty());
    EXPECT_EQ(session.used(), one);
    Isupport isupport;
    before.refold(isupport);
    EXPECT_EQ(session.used(), one);
    EXPECT_TRUE(before.set("long", {std::string(kMostName, 'x'), {}, false}));
    EXPECT_FALSE(before.set("longer", {std::string(kMostName + 1, 'x'), {}, false}));
    before.erase("eve");
    EXPECT_GT(session.used(), one);
    before.clear();
    EXPECT_EQ(session.used(), 0U);
    EXPECT_TRUE(members.set("bob", {"bob", {}, false}));
  }
  EXPECT_EQ(session.used(), 0U);
}

TEST(Members, ARenameThatHasNoRoomRemoves) {
  ProcessMemory process;
  SessionMemory session(process, "server");
  Members members(session);
  ASSERT_TRUE(members.set("bob", {"bob", {}, false}));
  session.take(kSessionMemory - session.used());
  EXPECT_FALSE(members.rename("bob", "b", std::string(100, 'b')));
  EXPECT_TRUE(members.empty());
}

TEST(ListedChannels, KeepsTheFullestAndCountsTheRest) {
  ProcessMemory process;
  SessionMemory session(process, "server");
  ListedChannels list(session);
  list.expect();
  for (std::uint32_t i = 0; i < 3 * kMostListed; ++i) {
    const std::uint32_t users =
        (i * 7919) % (3 * static_cast<std::uint32_t>(kMostListed));  // a permutation: each number occurs once
    list.add("#" + std::to_string(users), users, std::string(2 * kMostListedTopic, 't'));
  }
  list.add(std::string(kMostName + 1, '#'), 1'000'000, "");
  EXPECT_GT(session.used(), kMostListed * kMostListedTopic);
  const ChannelList all = list.finish();
  EXPECT_EQ(session.used(), 0U);
  ASSERT_EQ(all.channels.size(), kMostListed);
  EXPECT_EQ(all.missing, 2 * kMostListed + 1);
  EXPECT_EQ(all.channels.front().name, "#2999");
  EXPECT_EQ(all.channels.front().topic.size(), kMostListedTopic);
  EXPECT_EQ(all.channels.back().name, "#2000");
  EXPECT_FALSE(list.expected());
}

}  // namespace
}  // namespace irc
