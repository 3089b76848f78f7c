// SPDX-License-Identifier: MIT
// What the host remembers of conversations, and how it forgets.
#include "host/chat/chat_state.h"
#include "host/chat/message_id.h"
#include "host/chat/user_memory.h"
#include "tests/support/memory_areas.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <memory>

namespace prism::host {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using enum ConversationKind;

constexpr ConversationName kBob{kContact, "bob"};
constexpr ConversationName kLobby{kRoom, "lobby"};

std::string describe(const RememberedMessage* message) {
  if (!message) {
    return "none";
  }
  const MessageFacts facts = message->facts();
  return fmt::format("{}|{}|{}|{}{}{}", facts.network_id, facts.client_id, facts.author, facts.text,
                     facts.is_cut ? "|cut" : "", facts.own ? "|own" : "");
}

class ChatMemoryTest : public testing::Test {
 protected:
  using Clock = ChatMemory::Clock;

  // Starts again with these limits.
  void limit(const ChatMemory::Limits& limits) {
    alice_.reset();
    all_ = std::make_unique<ChatMemory>(limits);
    alice_ = std::make_unique<UserMemory>(*all_);
  }

  void remember(const MessageFacts& facts, const ConversationName& conversation = kBob) {
    alice_->remember(conversation, facts, now_);
  }
  std::string byNetworkId(std::string_view id, const ConversationName& conversation = kBob) {
    return describe(alice_->findByNetworkId(conversation, id));
  }
  std::string byStanzaId(std::string_view id, const ConversationName& conversation = kBob) {
    return describe(alice_->findByStanzaId(conversation, id));
  }

  std::unique_ptr<ChatMemory> all_ = std::make_unique<ChatMemory>(ChatMemory::Limits());
  std::unique_ptr<UserMemory> alice_ = std::make_unique<UserMemory>(*all_);
  Clock::time_point now_ = Clock::time_point(hours(1000));
};

TEST_F(ChatMemoryTest, WhatWasReadElsewhereIsNotUnread) {
  for (const char* id : {"1", "2", "3"}) {
    remember({.network_id = id, .text = "hi"});
  }
  alice_->noteRead(alice_->findByNetworkId(kBob, "2"));
  EXPECT_EQ(describe(alice_->takeUnread(kBob)), "3|||hi");
  alice_->noteRead(alice_->findByNetworkId(kBob, "1"));
  EXPECT_EQ(alice_->takeUnread(kBob), nullptr);
}

TEST_F(ChatMemoryTest, AMessageIsFoundByEachOfItsIds) {
  remember({.network_id = "n 1", .author = "op", .text = "hi"}, kLobby);
  EXPECT_EQ(byNetworkId("n 1", kLobby), "n 1||op|hi");
  EXPECT_EQ(byStanzaId(stanzaIdOf("n 1"), kLobby), "n 1||op|hi");
  EXPECT_EQ(byStanzaId("n 1", kLobby), "none") << "that is not the id of its stanza";
  EXPECT_EQ(byNetworkId("n 2", kLobby), "none");
  EXPECT_EQ(byNetworkId("", kLobby), "none");
  EXPECT_EQ(byStanzaId("", kLobby), "none");
}

TEST_F(ChatMemoryTest, ConversationsAndUsersAreApart) {
  UserMemory carol(*all_);
  remember({.network_id = "1", .text = "hi"});
  EXPECT_EQ(byNetworkId("1", kLobby), "none");
  EXPECT_EQ(byNetworkId("1", {kRoom, "bob"}), "none");
  EXPECT_EQ(byNetworkId("1", {kContact, "Bob"}), "1|||hi") << "names have no case";
  EXPECT_EQ(carol.findByNetworkId(kBob, "1"), nullptr);
  EXPECT_EQ(carol.findLast(kBob, false), nullptr);
  EXPECT_EQ(carol.findQuoted(kBob, "hi"), nullptr);
  EXPECT_EQ(carol.bytes(), 0U);
}

TEST_F(ChatMemoryTest, TheNetworkTellsItsIdLater) {
  remember({.request = 1, .client_id = "c1", .text = "hello", .own = true});
  EXPECT_EQ(byStanzaId("c1"), "|c1||hello|own");
  EXPECT_TRUE(alice_->accept(kBob, 1, "1", now_));
  EXPECT_EQ(byNetworkId("1"), "1|c1||hello|own");
  EXPECT_EQ(byStanzaId("c1"), "1|c1||hello|own");
  EXPECT_FALSE(alice_->accept(kBob, 1, "2", now_)) << "it does not change";
  EXPECT_FALSE(alice_->accept(kBob, 2, "2", now_));
  EXPECT_FALSE(alice_->accept(kLobby, 1, "2", now_));
  EXPECT_FALSE(alice_->accept(kBob, 0, "2", now_));
}

TEST_F(ChatMemoryTest, ARequestIsFoundByItsNumber) {
  remember({.request = 7, .text = "hello", .own = true});
  remember({.request = 8, .text = "again", .own = true});
  EXPECT_EQ(describe(alice_->findByRequest(kBob, 7)), "|||hello|own") << "the client gave no id";
  EXPECT_EQ(alice_->findByRequest(kBob, 9), nullptr);
  EXPECT_EQ(alice_->findByRequest(kLobby, 7), nullptr);
  remember({.network_id = "1", .text = "hi"});
  EXPECT_EQ(alice_->findByRequest(kBob, 0), nullptr) << "those of others have none";
  alice_->accept(kBob, 7, "2", now_);
  EXPECT_EQ(describe(alice_->findByRequest(kBob, 7)), "2|||hello|own");
}

TEST_F(ChatMemoryTest, AConversationIsReadUpToItsLastMessageOfOthers) {
  EXPECT_EQ(alice_->takeUnread(kBob), nullptr);
  remember({.request = 1, .text = "mine", .own = true});
  EXPECT_EQ(alice_->takeUnread(kBob), nullptr);
  remember({.network_id = "1", .text = "one"});
  remember({.network_id = "2", .text = "two"});
  remember({.request = 2, .text = "mine", .own = true});
  EXPECT_EQ(alice_->takeUnread(kLobby), nullptr);
  EXPECT_EQ(describe(alice_->takeUnread(kBob)), "2|||two");
  EXPECT_EQ(alice_->takeUnread(kBob), nullptr);
  alice_->edit(alice_->findByNetworkId(kBob, "2"), "three", now_);
  EXPECT_EQ(alice_->takeUnread(kBob), nullptr) << "an edit is no new message";
  remember({.network_id = "3", .text = "four"});
  EXPECT_EQ(describe(alice_->takeUnread(kBob)), "3|||four");
}

TEST_F(ChatMemoryTest, AnEchoAndItsRequestAreOneMessage) {
  remember({.request = 1, .client_id = "c1", .text = "hello", .own = true}, kLobby);
  alice_->accept(kLobby, 1, "1", now_);
  remember({.network_id = "2", .author = "op", .text = "hi"}, kLobby);
  remember({.network_id = "1", .author = "alice", .text = "Hello", .own = true}, kLobby);
  EXPECT_EQ(byStanzaId("c1", kLobby), "1|c1|alice|Hello|own");
  alice_->remember(kLobby, {.network_id = "1", .own = true}, now_);
  EXPECT_EQ(byStanzaId("c1", kLobby), "1|c1|alice|Hello|own") << "what is not given stays";
  EXPECT_EQ(describe(alice_->findLast(kLobby, false)), "2||op|hi");
  const std::size_t bytes = alice_->bytes();
  alice_->remember(kLobby, {.network_id = "1", .own = true}, now_);
  EXPECT_EQ(alice_->bytes(), bytes);
}

TEST_F(ChatMemoryTest, AnEchoMayComeBeforeTheReceipt) {
  remember({.request = 1, .client_id = "c1", .text = "hello", .own = true}, kLobby);
  remember({.network_id = "1", .author = "alice", .text = "hello", .own = true}, kLobby);
  EXPECT_TRUE(alice_->accept(kLobby, 1, "1", now_));
  EXPECT_EQ(byNetworkId("1", kLobby), "1|c1|alice|hello|own");
  alice_->forget(kLobby);
  EXPECT_EQ(alice_->bytes(), 0U) << "there is only one";
}

// The user may have changed the echo before the receipt makes it one with the request, or the request before the echo.
TEST_F(ChatMemoryTest, AChangeStaysWhenAnEchoAndItsRequestBecomeOne) {
  const MessageFacts sent{.request = 1, .client_id = "c1", .text = "hello", .own = true};
  const MessageFacts echo{.network_id = "1", .author = "alice", .text = "Hello", .own = true};
  remember(sent, kLobby);
  remember(echo, kLobby);
  alice_->accept(kLobby, 1, "1", now_);
  EXPECT_EQ(byNetworkId("1", kLobby), "1|c1|alice|Hello|own") << "as the network has it";
  const std::size_t bytes = alice_->bytes();
  for (const bool echo_comes_first : {true, false}) {
    for (const bool is_edit : {true, false}) {
      alice_->forgetAll();
      remember(sent, kLobby);
      if (echo_comes_first) {
        remember(echo, kLobby);
      }
      const RememberedMessage* last = alice_->findLast(kLobby, true);
      is_edit ? alice_->edit(last, "two", now_, 2) : alice_->retract(last, now_, 2);
      if (!echo_comes_first) {
        remember(echo, kLobby);
      }
      alice_->accept(kLobby, 1, "1", now_);
      EXPECT_EQ(byNetworkId("1", kLobby), is_edit ? "1|c1|alice|two|own" : "1|c1|alice||own");
      EXPECT_EQ(alice_->findLast(kLobby, true) != nullptr, is_edit);
      alice_->takeBack(kLobby, 2, now_);
      EXPECT_EQ(byNetworkId("1", kLobby), echo_comes_first ? "1|c1|alice|Hello|own" : "1|c1|alice|hello|own");
      EXPECT_NE(alice_->findLast(kLobby, true), nullptr);
      EXPECT_EQ(alice_->bytes(), bytes);
    }
  }
}

TEST_F(ChatMemoryTest, TheMessagesOfOthersDoNotBecomeTheUsers) {
  remember({.request = 1, .client_id = "c1", .own = true});
  remember({.network_id = "1", .text = "bob's"});
  EXPECT_TRUE(alice_->accept(kBob, 1, "1", now_)) << "a network that repeats an id";
  EXPECT_EQ(describe(alice_->findLast(kBob, false)), "1|||bob's");
  EXPECT_EQ(describe(alice_->findLast(kBob, true)), "1|c1|||own");
}

TEST_F(ChatMemoryTest, TheLastMessageIsThatOfTheConversation) {
  remember({.network_id = "1", .text = "one"});
  remember({.network_id = "2", .text = "two"});
  remember({.request = 3, .client_id = "c3", .text = "three", .own = true});
  alice_->react(alice_->findByNetworkId(kBob, "1"), "bob", {"x"}, now_);
  EXPECT_EQ(describe(alice_->findLast(kBob, false)), "2|||two") << "a use does not make it the last one";
  EXPECT_EQ(describe(alice_->findLast(kBob, true)), "|c3||three|own");
  EXPECT_EQ(alice_->findLast(kLobby, false), nullptr);
}

TEST_F(ChatMemoryTest, ReactionsStayWithTheMessage) {
  remember({.request = 1, .client_id = "c1", .text = "hello", .own = true});
  alice_->react(alice_->findByStanzaId(kBob, "c1"), "bob", {"a", "b"}, now_);
  alice_->accept(kBob, 1, "1", now_);
  alice_->edit(alice_->findByNetworkId(kBob, "1"), "hello!", now_);
  EXPECT_EQ(alice_->findByNetworkId(kBob, "1")->reactions().of("bob"), (ReactionSet{"a", "b"}));
  EXPECT_EQ(byNetworkId("1"), "1|c1||hello!|own");
}

TEST_F(ChatMemoryTest, ARetractionLeavesTheIdsOnly) {
  remember({.network_id = "1", .author = "op", .text = "hi"}, kLobby);
  remember({.network_id = "2", .author = "op", .text = ""}, kLobby);
  alice_->react(alice_->findByNetworkId(kLobby, "1"), "bob", {"a"}, now_);
  alice_->retract(alice_->findByNetworkId(kLobby, "1"), now_);
  EXPECT_EQ(byNetworkId("1", kLobby), "1||op|");
  EXPECT_EQ(alice_->findByNetworkId(kLobby, "1")->reactions().of("bob"), ReactionSet());
  EXPECT_EQ(alice_->findQuoted(kLobby, "hi"), nullptr);
}

TEST_F(ChatMemoryTest, AnEchoDoesNotBringARetractedTextBack) {
  remember({.request = 1, .client_id = "c1", .text = "hello", .own = true}, kLobby);
  alice_->accept(kLobby, 1, "1", now_);
  alice_->retract(alice_->findByNetworkId(kLobby, "1"), now_, 2);
  remember({.network_id = "1", .author = "alice", .text = "hello", .own = true}, kLobby);
  EXPECT_EQ(byNetworkId("1", kLobby), "1|c1|alice||own");
  EXPECT_EQ(alice_->findLast(kLobby, true), nullptr);
}

TEST_F(ChatMemoryTest, TextsAreKeptAsFarAsAQuoteNeedsThem) {
  const std::string text = std::string(199, 'x') + "\u00FC and more";
  remember({.network_id = "1", .text = text});
  EXPECT_EQ(byNetworkId("1"), "1|||" + std::string(199, 'x') + "|cut");
  alice_->react(alice_->findByNetworkId(kBob, "1"), "bob", {"a"}, now_);
  remember({.network_id = "2", .request = 2, .client_id = "c2", .text = text, .own = true});
  remember({.network_id = "2", .author = "alice", .own = true});
  EXPECT_EQ(byNetworkId("2"), "2|c2|alice|" + std::string(199, 'x') + "|cut|own");
  alice_->edit(alice_->findByNetworkId(kBob, "2"), "short", now_);
  EXPECT_EQ(byNetworkId("2"), "2|c2|alice|short|own");
}

TEST_F(ChatMemoryTest, AQuotedMessageIsFound) {
  const std::string text = std::string(200, 'x') + " and more";
  remember({.network_id = "1", .text = "hi"});
  remember({.network_id = "2", .text = "hi there"});
  remember({.network_id = "3", .text = text});
  remember({.network_id = "4", .text = "hi"});
  remember({.network_id = "5", .text = " \n"});
  const auto quoted = [&](std::string_view what) {
    const RememberedMessage* message = alice_->findQuoted(kBob, what);
    return message ? std::string(message->networkId()) : "none";
  };
  EXPECT_EQ(quoted("hi"), "4") << "the last one counts";
  EXPECT_EQ(quoted("hi "), "4");
  EXPECT_EQ(quoted("hi there"), "2");
  EXPECT_EQ(quoted("hi th"), "none");
  EXPECT_EQ(quoted(text), "3");
  EXPECT_EQ(quoted(std::string(199, 'x')), "none");
  EXPECT_EQ(quoted(""), "none");
}

TEST_F(ChatMemoryTest, AMessageWithoutAnIdIsNotRemembered) {
  remember({.text = "hi"});
  EXPECT_EQ(alice_->findLast(kBob, false), nullptr);
  EXPECT_EQ(alice_->conversations(), 0U);
}

TEST_F(ChatMemoryTest, AConversationHasTheLastMessages) {
  limit({.conversation_messages = 3});
  for (int i = 1; i <= 5; ++i) {
    remember({.network_id = std::to_string(i)});
    remember({.network_id = std::to_string(i)}, kLobby);
  }
  EXPECT_EQ(byNetworkId("2"), "none");
  EXPECT_EQ(byNetworkId("3"), "3|||");
  EXPECT_EQ(byNetworkId("3", kLobby), "3|||");
}

// A message may get the block of the one that it pushes out.
TEST_F(ChatMemoryTest, NothingOfAMessageThatIsPushedOutRemains) {
  limit({.conversation_messages = 2});
  for (const std::size_t size : {20U, 10U, 11U, 0U, 200U, 5U}) {
    alice_ = std::make_unique<UserMemory>(*all_);
    const std::string old(20, 'o'), text(size, 'x');
    remember({.network_id = "1", .request = 7, .client_id = "c", .author = "bob", .text = old, .own = true});
    alice_->react(alice_->findByNetworkId(kBob, "1"), "carol", {"a"}, now_);
    const char* const old_text = alice_->findByNetworkId(kBob, "1")->facts().text.data();
    remember({.network_id = "2"});
    ASSERT_TRUE(alice_->takeUnread(kBob));
    remember({.network_id = "3", .text = text});
    EXPECT_EQ(byNetworkId("1"), "none");
    EXPECT_EQ(byNetworkId("3"), "3|||" + text);
    const RememberedMessage* message = alice_->findByNetworkId(kBob, "3");
    EXPECT_FALSE(message->own());
    EXPECT_EQ(message->request(), 0U);
    EXPECT_TRUE(message->reactions().of("carol").empty());
    EXPECT_EQ(alice_->takeUnread(kBob), message);
    EXPECT_EQ(std::string_view(old_text, old.size()).find('o'), std::string_view::npos) << "it is wiped";
    remember({.network_id = "4"});
    EXPECT_EQ(byNetworkId("2"), "none") << "the next one that is pushed out";
    alice_->forgetAll();
    EXPECT_EQ(all_->bytes(), 0U);
  }
}

TEST_F(ChatMemoryTest, AUserHasALimitForAllConversations) {
  limit({.user_bytes = ChatMemory::kLeastOfUser});
  UserMemory carol(*all_);
  carol.remember(kBob, {.network_id = "carol's"}, now_);
  remember({.network_id = "used"});
  const std::string text(200, 'x');
  for (int i = 0; i < 1000; ++i) {
    const std::string name = fmt::format("friend{}", i);
    remember({.network_id = "1", .text = text}, {kContact, name});
    ASSERT_LE(alice_->bytes(), ChatMemory::kLeastOfUser);
    alice_->react(alice_->findByNetworkId(kBob, "used"), "bob", {"a"}, now_);
  }
  EXPECT_EQ(byNetworkId("used"), "used|||") << "the least recently used ones are forgotten";
  EXPECT_EQ(byNetworkId("1", {kContact, "friend999"}), "1|||" + text);
  EXPECT_EQ(byNetworkId("1", {kContact, "friend0"}), "none");
  EXPECT_LT(alice_->conversations(), 60U) << "a conversation without a message takes no memory";
  EXPECT_EQ(describe(carol.findByNetworkId(kBob, "carol's")), "carol's|||") << "one user does not push out another one";
}

TEST_F(ChatMemoryTest, AllUsersHaveALimit) {
  limit({.bytes = 30'000, .user_bytes = 20'000});
  std::vector<std::unique_ptr<UserMemory>> users;
  for (int i = 0; i < 200; ++i) {
    users.push_back(std::make_unique<UserMemory>(*all_));
    users.back()->remember(kBob, {.network_id = "1", .text = "hi"}, now_);
    ASSERT_LE(all_->bytes(), 30'000U);
  }
  EXPECT_EQ(users.front()->bytes(), 0U);
  EXPECT_EQ(describe(users.back()->findByNetworkId(kBob, "1")), "1|||hi");
  users.clear();
  EXPECT_EQ(all_->bytes(), 0U);
}

TEST_F(ChatMemoryTest, TheLargestMessageFits) {
  limit({.bytes = ChatMemory::kLeastOfUser, .user_bytes = ChatMemory::kLeastOfUser});
  const std::string longest(kLongestNetworkId, 'x');
  const ConversationName conversation{kPrivate, longest, longest};
  remember({.network_id = longest, .client_id = longest, .author = longest, .text = longest, .own = true},
           conversation);
  const std::string reaction(Reactions::kLongest, 'r');
  for (int i = 0; i < 100; ++i) {
    const RememberedMessage* message = alice_->findByNetworkId(conversation, longest);
    ASSERT_NE(message, nullptr);
    alice_->react(message, std::to_string(i), {reaction}, now_);
  }
  EXPECT_LE(alice_->bytes(), ChatMemory::kLeastOfUser);
}

TEST_F(ChatMemoryTest, WhatIsNotUsedAnyMoreIsForgotten) {
  limit({.age = seconds(100)});
  remember({.network_id = "1"});
  now_ += seconds(60);
  remember({.network_id = "2"});
  alice_->react(alice_->findByNetworkId(kBob, "1"), "bob", {"a"}, now_);
  now_ += seconds(60);
  remember({.network_id = "3"}, kLobby);
  all_->expire(now_);
  EXPECT_EQ(byNetworkId("1"), "1|||") << "used";
  now_ += seconds(40);
  all_->expire(now_);
  EXPECT_EQ(byNetworkId("1"), "none");
  EXPECT_EQ(byNetworkId("2"), "none");
  EXPECT_EQ(byNetworkId("3", kLobby), "3|||");
  EXPECT_EQ(alice_->findByNetworkId(kLobby, "3")->sent(), now_ - seconds(40));
}

// What a request has replaced is kept until it cannot be taken back any more.
TEST_F(ChatMemoryTest, WhatARequestHasReplacedGoesWithItsMessage) {
  limit({.conversation_messages = 2});
  for (const std::size_t size : {5U, 200U}) {
    alice_ = std::make_unique<UserMemory>(*all_);
    remember({.request = 1, .text = "hello", .own = true});
    remember({.network_id = "2", .text = "one"});
    const std::size_t bytes = alice_->bytes();
    alice_->edit(alice_->findByRequest(kBob, 1), "again", now_, 3);
    alice_->react(alice_->findByNetworkId(kBob, "2"), {}, {"a"}, now_, 4);
    ASSERT_GT(alice_->bytes(), bytes);
    const std::string text(size, 'x');
    remember({.network_id = "5", .text = text});
    EXPECT_EQ(alice_->findByRequest(kBob, 1), nullptr);
    alice_->takeBack(kBob, 4, now_);
    EXPECT_EQ(alice_->findByNetworkId(kBob, "2")->reactions().of({}), ReactionSet()) << "the other one stays";
    const std::size_t left = alice_->bytes();
    UserMemory carol(*all_);
    carol.remember(kBob, {.network_id = "2", .text = "one"}, now_);
    carol.remember(kBob, {.network_id = "5", .text = text}, now_);
    EXPECT_EQ(left, carol.bytes());
  }
}

TEST_F(ChatMemoryTest, WhatARequestHasReplacedIsForgottenInTime) {
  limit({.change_age = seconds(100)});
  remember({.request = 1, .text = "hello", .own = true});
  remember({.request = 2, .text = "goodbye", .own = true});
  const std::size_t bytes = alice_->bytes();
  alice_->edit(alice_->findByRequest(kBob, 1), "later", now_, 3);
  now_ += seconds(60);
  alice_->retract(alice_->findByRequest(kBob, 2), now_, 4);
  now_ += seconds(39);
  all_->expire(now_);
  alice_->takeBack(kBob, 3, now_);
  EXPECT_EQ(describe(alice_->findByRequest(kBob, 1)), "|||hello|own");
  alice_->edit(alice_->findByRequest(kBob, 1), "later", now_, 5);
  now_ += seconds(61);
  all_->expire(now_);
  alice_->takeBack(kBob, 4, now_);
  EXPECT_EQ(describe(alice_->findByRequest(kBob, 2)), "||||own") << "it stays done";
  EXPECT_GT(alice_->bytes(), bytes);
  alice_->takeBack(kBob, 5, now_);
  EXPECT_EQ(describe(alice_->findByRequest(kBob, 1)), "|||hello|own");
  EXPECT_EQ(alice_->bytes(), bytes);
}

TEST(ChatStateTest, OldMessagesAreForgottenWithoutANewOne) {
  TimerSource timers;
  {
    CapabilityTotal total;
    ChatState chat(ChatMode::kAuto, total, timers, {.age = seconds(0)}, std::chrono::milliseconds(1));
    SessionChat alice(chat);
    alice.memory.remember(kBob, {.network_id = "1", .text = "hi"}, ChatMemory::Clock::now());
    ASSERT_GT(chat.memory.bytes(), 0U);
    pollfd due{timers.fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&due, 1, 10'000), 1);
    timers.runDue([](TimerQueue::Callback callback, void* data, TimerQueue::Id id) { callback(data, id); });
    EXPECT_EQ(chat.memory.bytes(), 0U);
  }
  EXPECT_EQ(timers.size(), 0U);
}

TEST_F(ChatMemoryTest, AConversationIsForgottenAlone) {
  remember({.network_id = "1"});
  remember({.network_id = "2"});
  remember({.network_id = "3"}, kLobby);
  alice_->forget(kBob);
  EXPECT_EQ(byNetworkId("1"), "none");
  EXPECT_EQ(byNetworkId("3", kLobby), "3|||");
  alice_->forget(kBob);
  alice_->forgetAll();
  EXPECT_EQ(all_->bytes(), 0U);
}

TEST_F(ChatMemoryTest, NothingOfAMessageIsInACoreDump) {
  const std::string id = "an id that is longer than a short string";
  remember({.network_id = id, .author = "op", .text = "a text"}, kLobby);
  alice_->react(alice_->findByNetworkId(kLobby, id), "carol with a long nickname", {"\U0001F44D", "a longer one, too"},
                now_);
  const RememberedMessage* message = alice_->findByNetworkId(kLobby, id);
  const MessageFacts facts = message->facts();
  const ReactionSet reactions = message->reactions().of("carol with a long nickname");
  ASSERT_EQ(reactions.size(), 2U);
  for (const std::string_view part : {facts.network_id, facts.author, facts.text, reactions[0], reactions[1]}) {
    EXPECT_FALSE(tests::memoryAreaAt(::getpid(), part.data()).in_core) << part;
  }
}

TEST_F(ChatMemoryTest, WhatIsForgottenIsWiped) {
  remember({.network_id = "1", .text = "a text that nobody may read later"});
  const std::string_view text = alice_->findByNetworkId(kBob, "1")->facts().text;
  const auto area = tests::memoryAreaAt(::getpid(), text.data());
  alice_.reset();
  ASSERT_EQ(tests::memoryAreaAt(::getpid(), text.data()).begin, area.begin) << "the pool keeps the page";
  EXPECT_EQ(text, std::string(text.size(), '\0'));
}

}  // namespace
}  // namespace prism::host
