// SPDX-License-Identifier: MIT
#include "host/session/presence_memory.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using std::chrono::seconds;

const Presence kAway{1, "out"};
const Presence kBusy{4, ""};
const PresenceMemory::Clock::time_point kStart{};

TEST(PresenceMemory, GivesAPresenceOnce) {
  PresenceMemory memory;
  memory.keep("alice", {kAway}, kStart);
  EXPECT_EQ(memory.take("bob", kStart).presence, std::nullopt);
  EXPECT_EQ(memory.take("alice", kStart).presence, kAway);
  EXPECT_EQ(memory.take("alice", kStart).presence, std::nullopt);
}

TEST(PresenceMemory, KnowsTheLastOne) {
  PresenceMemory memory;
  memory.keep("alice", {kAway}, kStart);
  memory.keep("alice", {kBusy}, kStart + seconds(1));
  EXPECT_EQ(memory.take("alice", kStart + seconds(2)).presence, kBusy);
}

TEST(PresenceMemory, KnowsWhetherTheClientIsThere) {
  PresenceMemory memory;
  memory.keep("alice", {kAway, true}, kStart);
  memory.update("alice", kBusy, kStart);
  const UserPresence known = memory.take("alice", kStart);
  EXPECT_EQ(known.presence, kBusy);
  EXPECT_TRUE(known.client_is_there);
  EXPECT_FALSE(memory.take("alice", kStart).client_is_there);
}

TEST(PresenceMemory, ForgetsAfterAMinute) {
  PresenceMemory memory;
  memory.keep("alice", {kAway}, kStart);
  memory.keep("bob", {kBusy}, kStart);
  EXPECT_EQ(memory.take("alice", kStart + seconds(59)).presence, kAway);
  EXPECT_EQ(memory.take("bob", kStart + seconds(60)).presence, std::nullopt);
}

TEST(PresenceMemory, DoesNotGrowWithTheYears) {
  PresenceMemory memory;
  for (int i = 0; i < 1000; ++i) {
    memory.keep("user" + std::to_string(i), {kAway}, kStart + seconds(i));
  }
  EXPECT_EQ(memory.size(), 60U);
}

TEST(PresenceMemory, DoesNotGrowWithTheSpeedEither) {
  PresenceMemory memory;
  for (std::size_t i = 0; i <= PresenceMemory::kMost; ++i) {
    memory.keep("user" + std::to_string(i), {kAway}, kStart + std::chrono::microseconds(i));
  }
  EXPECT_EQ(memory.size(), PresenceMemory::kMost);
  EXPECT_EQ(memory.take("user0", kStart + seconds(1)).presence, std::nullopt);
  EXPECT_EQ(memory.take("user1", kStart + seconds(1)).presence, kAway);
}

TEST(PresenceMemory, TheAgeOfAnEarlierOneDoesNotCount) {
  PresenceMemory memory;
  memory.keep("alice", {kAway}, kStart);
  memory.keep("alice", {kBusy}, kStart + seconds(30));
  memory.keep("bob", {kAway}, kStart + seconds(70));
  EXPECT_EQ(memory.take("alice", kStart + seconds(70)).presence, kBusy);
}

}  // namespace
}  // namespace prism::host
