// SPDX-License-Identifier: MIT
// The sums of reactions to a message.
#include "host/chat/reactions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace prism::host {
namespace {

using enum ReactionChange;

TEST(ChatReactions, ASetChangesAsTheNetworkSays) {
  const struct {
    ReactionSet before;
    ReactionChange change;
    ReactionSet reactions;
    std::size_t most;
    ReactionSet after;
  } cases[] = {
      {{}, kSet, {"a"}, 20, {"a"}},
      {{"a", "b"}, kSet, {"c"}, 20, {"c"}},
      {{"a"}, kSet, {}, 20, {}},
      {{"a"}, kAdded, {"b"}, 20, {"a", "b"}},
      {{"a"}, kAdded, {"a"}, 20, {"a"}},
      {{"a"}, kAdded, {"b"}, 1, {"b"}},
      {{"a", "b"}, kAdded, {"c"}, 2, {"b", "c"}},
      {{"a", "b"}, kRemoved, {"a"}, 20, {"b"}},
      {{"a"}, kRemoved, {"b"}, 20, {"a"}},
      {{}, kRemoved, {"b"}, 20, {}},
      {{}, kSet, {"a", "a", "b"}, 20, {"a", "b"}},
      {{}, kSet, {"a", "b", "c"}, 2, {"b", "c"}},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(changedSet(one.before, one.change, one.reactions, one.most), one.after);
  }
}

TEST(ChatReactions, SetsAreCompared) {
  EXPECT_TRUE(haveSameReactions({"a", "b"}, {"b", "a"}));
  EXPECT_TRUE(haveSameReactions({}, {}));
  EXPECT_FALSE(haveSameReactions({"a"}, {"a", "b"}));
  EXPECT_FALSE(haveSameReactions({"a"}, {}));
  EXPECT_EQ(missingFrom({"a"}, {"a", "b"}), ReactionSet{"b"});
}

TEST(ChatReactions, EachSenderHasASetOfItsOwn) {
  Reactions reactions;
  reactions.replace("bob", {"\U0001F44D", "\U0001F389"});
  reactions.replace("", {"\U0001F44D"});
  EXPECT_EQ(reactions.of("bob"), (ReactionSet{"\U0001F44D", "\U0001F389"}));
  EXPECT_EQ(reactions.of(""), ReactionSet{"\U0001F44D"});
  EXPECT_EQ(reactions.of("carol"), ReactionSet());
  reactions.replace("bob", changedSet(reactions.of("bob"), kRemoved, {"\U0001F44D"}, 20));
  EXPECT_EQ(reactions.of("bob"), ReactionSet{"\U0001F389"});
  reactions.replace("bob", {});
  reactions.replace("", {});
  EXPECT_EQ(reactions.of("bob"), ReactionSet());
  EXPECT_EQ(reactions.bytes(), 0U);
}

TEST(ChatReactions, DifferentOnesAreCounted) {
  Reactions reactions;
  reactions.replace("bob", {"a", "b"});
  reactions.replace("carol", {"b", "c"});
  EXPECT_EQ(reactions.countWith("", {}), 3U);
  EXPECT_EQ(reactions.countWith("", {"c", "d"}), 4U);
  EXPECT_EQ(reactions.countWith("bob", {}), 2U);
}

TEST(ChatReactions, TheSendersOfLongAgoAreForgottenAtALimit) {
  Reactions reactions;
  const std::string longest(Reactions::kLongest, 'x');
  reactions.replace("first", {longest});
  std::size_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    reactions.replace(fmt::format("nick{}", i), {longest, "y"});
    most = std::max(most, reactions.bytes());
  }
  EXPECT_LE(most, Reactions::kMostBytes);
  EXPECT_EQ(reactions.of("first"), ReactionSet());
  EXPECT_EQ(reactions.of("nick999"), (ReactionSet{longest, "y"}));
}

TEST(ChatReactions, TheLargestSetFits) {
  Reactions reactions;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < Reactions::kMostOfSender; ++i) {
    texts.push_back(fmt::format("{:0{}}", i, Reactions::kLongest));
  }
  const ReactionSet set(texts.begin(), texts.end());
  const std::string name(1023, 'n');
  reactions.replace(name, set);
  EXPECT_EQ(reactions.of(name), set);
}

}  // namespace
}  // namespace prism::host
