// SPDX-License-Identifier: MIT
// The limits of what a session remembers.
#include "mapping/conversations.h"
#include "mapping/names.h"
#include "session/cut.h"
#include "session/ison_queries.h"
#include "session/limits.h"
#include "session/pending_parts.h"
#include "session/unseen.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

namespace irc {
namespace {

// Sorts before every other name of these tests.
constexpr char kFirst[] = "#!";

TEST(IrcCut, AUserSeesThatATextIsCut) {
  EXPECT_EQ(cutVisibly("0123456789", 10), "0123456789");
  EXPECT_EQ(cutVisibly("0123456789a", 10), "0123 [...]");
  EXPECT_EQ(cutVisibly("012\xC3\xA9"
                       "56789",
                       10),
            "012\xC3\xA9"
            "56789");
  EXPECT_EQ(cutVisibly("012\xC3\xA9"
                       "56789a",
                       10),
            "012 [...]");
  EXPECT_EQ(cutVisibly(cutVisibly("0123456789a", 10), 10), "0123 [...]") << "one mark is enough";
}

TEST(IrcPendingParts, TheNewestIsRemembered) {
  PendingParts parts(std::chrono::hours(1));
  for (std::size_t i = 0; i < kMostPendingParts; ++i) {
    parts.add("#channel" + std::to_string(i));
  }
  parts.add(kFirst);
  EXPECT_TRUE(parts.contains(kFirst));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < kMostPendingParts; ++i) {
    kept += parts.contains("#channel" + std::to_string(i)) ? 1 : 0;
  }
  EXPECT_EQ(kept, kMostPendingParts - 1);
}

TEST(IrcIsonQueries, TheOldestIsForgotten) {
  const Isupport isupport;
  IsonQueries queries;
  for (std::size_t i = 0; i <= kMostIsonQueries; ++i) {
    queries.add({"nick" + std::to_string(i), false});
  }
  EXPECT_FALSE(queries.answer({"nick0"}, isupport));
  EXPECT_TRUE(queries.answer({"nick1"}, isupport));
}

TEST(IrcConversations, TheNewestIsRemembered) {
  const Isupport isupport;
  Conversations conversations(isupport);
  for (std::size_t i = 0; i < kMostPrivateChats; ++i) {
    conversations.beginInRoom("nick" + std::to_string(i), "#lobby");
    conversations.beginDirect("other" + std::to_string(i));
  }
  conversations.beginInRoom("[first]", "#lobby");
  conversations.beginDirect("[second]");
  EXPECT_EQ(conversations.roomOf("[first]"), "#lobby");
  EXPECT_TRUE(conversations.isDirect("[second]"));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < kMostPrivateChats; ++i) {
    kept += conversations.roomOf("nick" + std::to_string(i)).empty() ? 0 : 1;
    kept += conversations.isDirect("other" + std::to_string(i)) ? 1 : 0;
  }
  EXPECT_EQ(kept, 2 * (kMostPrivateChats - 1));
}

TEST(IrcConversations, TooManyCannotBeIgnored) {
  const Isupport isupport;
  Conversations conversations(isupport);
  for (std::size_t i = 0; i < kMostIgnored; ++i) {
    EXPECT_TRUE(conversations.ignore("nick" + std::to_string(i)));
  }
  EXPECT_FALSE(conversations.ignore("another"));
  EXPECT_FALSE(conversations.isIgnored("another"));
  EXPECT_TRUE(conversations.unignore("NICK0"));
  EXPECT_TRUE(conversations.ignore("another"));
}

TEST(IrcNames, CutNamesAreForgottenTogether) {
  ShownNames names;
  const auto longName = [](std::size_t i) { return std::string(400, '&') + std::to_string(i); };
  const std::string first = names.show(longName(0));
  EXPECT_EQ(names.real(first), longName(0));
  for (std::size_t i = 1; i <= kMostCutNames; ++i) {
    names.show(longName(i));
  }
  EXPECT_NE(names.real(first), longName(0));
  EXPECT_EQ(names.real(names.show(longName(kMostCutNames))), longName(kMostCutNames));
}

TEST(IrcUnseen, TheOldestMakesRoomAndIsCounted) {
  ProcessMemory process;
  SessionMemory memory(process, "irc.example.org");
  Unseen unseen(memory);
  for (std::size_t i = 0; i < kMostUnseen + 3; ++i) {
    unseen.add(ChatRecord({ChatMessage::Kind::kMessage, false, "bob", std::to_string(i), 0}));
  }
  EXPECT_EQ(unseen.takeDropped(), 3U);
  const auto messages = unseen.take();
  ASSERT_EQ(messages.size(), kMostUnseen);
  EXPECT_EQ(messages.front().text, "3");
  EXPECT_EQ(memory.used(), 0U);
  EXPECT_EQ(unseen.takeDropped(), 0U);
}

TEST(IrcUnseen, AMessageWithoutMemoryIsCounted) {
  ProcessMemory process;
  SessionMemory memory(process, "irc.example.org");
  ASSERT_TRUE(memory.take(kSessionMemory));
  {
    Unseen unseen(memory);
    unseen.add(ChatRecord({ChatMessage::Kind::kMessage, false, "bob", "hello", 0}));
    EXPECT_EQ(unseen.take().size(), 0U);
    EXPECT_EQ(unseen.takeDropped(), 1U);
  }
  memory.give(kSessionMemory);
}

}  // namespace
}  // namespace irc
