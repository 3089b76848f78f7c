#include "host/presence_memory.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using std::chrono::seconds;

const Presence kAway{1, "out"};
const Presence kBusy{4, ""};
const PresenceMemory::Clock::time_point kStart{};

TEST(PresenceMemory, GivesAPresenceOnce) {
  PresenceMemory memory;
  memory.keep("alice", kAway, kStart);
  EXPECT_EQ(memory.take("bob", kStart), std::nullopt);
  EXPECT_EQ(memory.take("alice", kStart), kAway);
  EXPECT_EQ(memory.take("alice", kStart), std::nullopt);
}

TEST(PresenceMemory, KnowsTheLastOne) {
  PresenceMemory memory;
  memory.keep("alice", kAway, kStart);
  memory.keep("alice", kBusy, kStart + seconds(1));
  EXPECT_EQ(memory.take("alice", kStart + seconds(2)), kBusy);
}

TEST(PresenceMemory, ForgetsAfterAMinute) {
  PresenceMemory memory;
  memory.keep("alice", kAway, kStart);
  memory.keep("bob", kBusy, kStart);
  EXPECT_EQ(memory.take("alice", kStart + seconds(59)), kAway);
  EXPECT_EQ(memory.take("bob", kStart + seconds(60)), std::nullopt);
}

TEST(PresenceMemory, DoesNotGrowWithTheYears) {
  PresenceMemory memory;
  for (int i = 0; i < 1000; ++i) {
    memory.keep("user" + std::to_string(i), kAway, kStart + seconds(i));
  }
  EXPECT_EQ(memory.size(), 60U);
}

TEST(PresenceMemory, DoesNotGrowWithTheSpeedEither) {
  PresenceMemory memory;
  for (std::size_t i = 0; i <= PresenceMemory::kMost; ++i) {
    memory.keep("user" + std::to_string(i), kAway, kStart + std::chrono::microseconds(i));
  }
  EXPECT_EQ(memory.size(), PresenceMemory::kMost);
  EXPECT_EQ(memory.take("user0", kStart + seconds(1)), std::nullopt);
  EXPECT_EQ(memory.take("user1", kStart + seconds(1)), kAway);
}

TEST(PresenceMemory, TheAgeOfAnEarlierOneDoesNotCount) {
  PresenceMemory memory;
  memory.keep("alice", kAway, kStart);
  memory.keep("alice", kBusy, kStart + seconds(30));
  memory.keep("bob", kAway, kStart + seconds(70));
  EXPECT_EQ(memory.take("alice", kStart + seconds(70)), kBusy);
}

}  // namespace
}  // namespace prism::host
