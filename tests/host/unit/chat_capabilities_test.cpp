// SPDX-License-Identifier: MIT
// Which requests of a user the network's capabilities permit.
#include "host/chat/capabilities.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using std::chrono::seconds;
using enum ChatRefusal;

TEST(ChatCapabilitiesTest, EditsAndRetractionsHaveAnAge) {
  const struct {
    std::uint32_t flags;
    seconds limit;
    seconds age;
    ChatRefusal edit;
    ChatRefusal retraction;
  } cases[] = {
      {PRISM_CHAT_CAN_EDIT, seconds(0), seconds(1'000'000), kNone, kUnsupported},
      {PRISM_CHAT_CAN_RETRACT, seconds(0), seconds(0), kUnsupported, kNone},
      {PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT, seconds(900), seconds(899), kNone, kNone},
      {PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT, seconds(900), seconds(900), kTooOld, kTooOld},
      {0, seconds(900), seconds(0), kUnsupported, kUnsupported},
  };
  for (const auto& one : cases) {
    ChatCapabilities can;
    can.flags = one.flags;
    can.edit_age = can.retract_age = one.limit;
    EXPECT_EQ(can.refuseEdit(one.age), one.edit);
    EXPECT_EQ(can.refuseRetraction(one.age), one.retraction);
  }
}

TEST(ChatCapabilitiesTest, ReactionsHaveLimits) {
  const std::string longest(Reactions::kLongest, 'x');
  const std::string too_long = longest + 'x';
  const struct {
    std::uint32_t of_user;
    std::uint32_t of_message;
    ReactionChoices::Set allowed;
    ReactionSet set;
    ChatRefusal result;
  } cases[] = {
      {0, 0, {}, {"a"}, kNone},
      {0, 0, {}, {longest}, kNone},
      {0, 0, {}, {too_long}, kUnknownReaction},
      {0, 0, {}, {""}, kUnknownReaction},
      {0, 0, {"a", "b"}, {"a", "b"}, kNone},
      {0, 0, {"a", "b"}, {"a", "c"}, kUnknownReaction},
      {0, 0, {"a"}, {}, kNone},
      {1, 0, {}, {"a"}, kNone},
      {1, 0, {}, {"a", "b"}, kTooManyOfUser},
      {100, 0, {}, ReactionSet(21, "a"), kTooManyOfUser},
      {0, 2, {}, {"x"}, kNone},  // bob has it already
      {0, 2, {}, {"z"}, kTooManyOfMessage},
      {0, 3, {}, {"z"}, kNone},
      {0, 1, {}, {}, kNone},  // to take one away is always possible
  };
  CapabilityTotal total;
  ReactionChoices choices(total);
  Reactions all;
  all.replace("bob", {"x", "y"});
  all.replace("", {"own, which the set replaces"});
  for (const auto& one : cases) {
    ChatCapabilities can;
    can.flags = PRISM_CHAT_CAN_REACT;
    can.reactions_per_user = one.of_user;
    can.reactions_per_message = one.of_message;
    can.reactions = one.allowed.empty() ? nullptr : choices.share(one.allowed);
    EXPECT_EQ(can.refuseReactions(one.set, all), one.result) << one.of_user << " " << one.of_message;
    can.flags = ~PRISM_CHAT_CAN_REACT;
    EXPECT_EQ(can.refuseReactions(one.set, all), kUnsupported);
  }
}

TEST(ChatCapabilitiesTest, TheUserIsToldWhy) {
  EXPECT_EQ(refusalText(kNone, "edited"), "");
  EXPECT_EQ(refusalText(kUnsupported, "retracted"), "Messages cannot be retracted on this network.");
  EXPECT_EQ(refusalText(kTooOld, "edited"), "The message is too old to be edited.");
  EXPECT_EQ(refusalText(kUnknownReaction, ""), "This network does not have this reaction.");
  EXPECT_EQ(refusalText(kTooManyOfUser, ""), "This network does not take so many reactions from one person.");
  EXPECT_EQ(refusalText(kTooManyOfMessage, ""), "The message has as many different reactions as this network takes.");
}

TEST(ChatCapabilitiesTest, EachKindOfConversationHasItsOwn) {
  using enum Capabilities::Result;
  CapabilityTotal total;
  Capabilities all(total);
  ChatCapabilities can;
  can.flags = PRISM_CHAT_CAN_REPLY;
  EXPECT_EQ(all.set({ConversationKind::kRoom, ""}, can), kDone);
  ASSERT_TRUE(all.find({ConversationKind::kRoom, "lobby"}));
  EXPECT_TRUE(all.find({ConversationKind::kRoom, "lobby"})->can(PRISM_CHAT_CAN_REPLY));
  EXPECT_FALSE(all.find({ConversationKind::kContact, "lobby"}));
  EXPECT_FALSE(all.find({ConversationKind::kPrivate, "lobby", "op"}));
  EXPECT_FALSE(all.find({ConversationKind::kHost, ""}));
  EXPECT_FALSE(all.find({ConversationKind{0}, ""}));
  EXPECT_EQ(all.set({ConversationKind::kRoom, "lobby"}, {}), kDone);
  EXPECT_EQ(all.find({ConversationKind::kRoom, "lobby"})->flags, 0U) << "no flags: nothing is possible there";
  all.remove({ConversationKind::kRoom, "lobby"});
  EXPECT_EQ(all.find({ConversationKind::kRoom, "lobby"})->flags, PRISM_CHAT_CAN_REPLY);
  all.remove({ConversationKind::kRoom, ""});
  EXPECT_FALSE(all.find({ConversationKind::kRoom, "lobby"}));
}

TEST(ChatCapabilitiesTest, ALeftRoomIsForgottenWithItsPrivateConversations) {
  CapabilityTotal total;
  Capabilities all(total);
  for (const auto kind : {ConversationKind::kContact, ConversationKind::kRoom, ConversationKind::kPrivate}) {
    all.set({kind, "lobby"}, {});
  }
  all.forget({ConversationKind::kRoom, "LOBBY"});
  EXPECT_FALSE(all.find({ConversationKind::kRoom, "lobby"}));
  EXPECT_FALSE(all.find({ConversationKind::kPrivate, "lobby", "op"}));
  EXPECT_TRUE(all.find({ConversationKind::kContact, "lobby"})) << "a contact of the same name";
  all.forget({ConversationKind::kContact, "lobby"});
  EXPECT_EQ(total.bytes, 0U);
}

TEST(ChatCapabilitiesTest, NamesAreBoundedForAUserAndForAll) {
  using enum Capabilities::Result;
  CapabilityTotal total;
  {
    Capabilities all(total);
    const auto set = [&all](std::size_t number) {
      return all.set({ConversationKind::kRoom, std::to_string(number) + std::string(1000, 'x')}, {});
    };
    std::size_t count = 0;
    while (set(count) == kDone) {
      ++count;
    }
    EXPECT_GT(count, 400U);
    EXPECT_LT(count, 512U);
    EXPECT_EQ(set(count), kTooManyBytes);
    EXPECT_EQ(set(0), kDone) << "known already";
    EXPECT_LE(total.bytes, Capabilities::kMostBytes);
    total.bytes += CapabilityTotal::kMost - total.bytes - 10;
    Capabilities of_another(total);
    EXPECT_EQ(of_another.set({ConversationKind::kRoom, "lobby"}, {}), kTooManyBytes);
    EXPECT_EQ(of_another.set({ConversationKind::kRoom, ""}, {}), kDone);
    total.bytes -= CapabilityTotal::kMost - Capabilities::kMostBytes;
  }
  EXPECT_LE(total.bytes, Capabilities::kMostBytes) << "they are given back";
}

TEST(ChatCapabilitiesTest, EqualSetsOfReactionsAreShared) {
  CapabilityTotal total;
  ReactionChoices choices(total);
  auto first = choices.share({"a", "b"});
  const std::size_t bytes = total.bytes;
  EXPECT_EQ(bytes, ReactionChoices::sizeOf(*first));
  auto second = choices.share({"b", "a"});
  EXPECT_EQ(first, second);
  EXPECT_EQ(total.bytes, bytes);
  first.reset();
  EXPECT_EQ(total.bytes, bytes);
  second.reset();
  EXPECT_EQ(total.bytes, 0U);
  total.bytes = CapabilityTotal::kMost - 10;
  EXPECT_EQ(choices.share({"a"}), nullptr);
}

}  // namespace
}  // namespace prism::host
