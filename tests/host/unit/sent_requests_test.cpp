// SPDX-License-Identifier: MIT
// The ids of users' requests, and what the host remembers of them.
#include "host/session/sent_requests.h"

#include "host/session/request_ids.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::host {
namespace {

TEST(RequestIds, AreCountedFromOneOn) {
  RequestIds ids;
  EXPECT_EQ(ids.last(), 0U);
  EXPECT_EQ(ids.next(), 1U);
  EXPECT_EQ(ids.next(), 2U);
  EXPECT_EQ(ids.last(), 2U);
}

class SentRequestsTest : public ::testing::Test {
 protected:
  using Step = SentRequests::Step;

  void add(prism_request_id id, std::string_view stanza_id = {}) {
    sent_.add(id, kBob, SentRequests::Kind::kMessage, stanza_id);
  }

  // Returns "none" for a request that is not remembered.
  std::string takeStanzaId(prism_request_id id) {
    SentRequests::Request* request = sent_.find(id);
    return request ? std::string(sent_.takeStanzaId(request)) : "none";
  }

  Step advance(prism_request_id id, std::uint32_t state, std::string_view reader = {}) {
    return sent_.advance(sent_.find(id), state, reader);
  }

  static constexpr ConversationName kBob{ConversationKind::kContact, "bob"};
  static constexpr ConversationName kRoom{ConversationKind::kRoom, "lobby"};

  SentRequests sent_;
};

TEST_F(SentRequestsTest, AStanzaIdIsTakenOnce) {
  add(3, "c3");
  add(5);
  add(8, "c8");
  EXPECT_EQ(takeStanzaId(4), "none");
  EXPECT_EQ(takeStanzaId(5), "");
  EXPECT_EQ(takeStanzaId(3), "c3");
  EXPECT_EQ(takeStanzaId(3), "");
  EXPECT_EQ(takeStanzaId(8), "c8");
  add(9, "c9");
  EXPECT_EQ(takeStanzaId(8), "");
  EXPECT_EQ(takeStanzaId(9), "c9");
  EXPECT_EQ(takeStanzaId(10), "none");
}

TEST_F(SentRequestsTest, ARequestKnowsItsConversation) {
  sent_.add(1, {ConversationKind::kPrivate, "lobby", "op"}, SentRequests::Kind::kOther);
  const SentRequests::Request* request = sent_.find(1);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->kind(), PRISM_CONVERSATION_PRIVATE);
  EXPECT_FALSE(request->isMessage());
  EXPECT_TRUE(request->isFor("lobby"));
  EXPECT_FALSE(request->isFor("lobb") || request->isFor(""));
  EXPECT_TRUE(request->isForNickname("op"));
  EXPECT_FALSE(request->isForNickname(""));
}

TEST_F(SentRequestsTest, TheFirstNetworkIdStays) {
  add(1);
  SentRequests::Request* request = sent_.find(1);
  EXPECT_TRUE(request->canHave("n1"));
  EXPECT_FALSE(request->hasNetworkId());
  request->setNetworkId("n1");
  EXPECT_TRUE(request->hasNetworkId());
  EXPECT_TRUE(request->canHave("n1"));
  EXPECT_FALSE(request->canHave("n2"));
}

TEST_F(SentRequestsTest, StatesGoForwardOnly) {
  add(1);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED), Step::kNothingNew);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_ACCEPTED), Step::kNothingNew);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_FAILED), Step::kNothingNew) << "it has arrived";
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED), Step::kForward);
  EXPECT_FALSE(SentRequests::hasFailed(*sent_.find(1)));
}

TEST_F(SentRequestsTest, NothingComesAfterAFailure) {
  add(1);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_ACCEPTED), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_FAILED), Step::kForward);
  EXPECT_TRUE(SentRequests::hasFailed(*sent_.find(1)));
  EXPECT_EQ(advance(1, PRISM_RECEIPT_FAILED), Step::kNothingNew);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED), Step::kNothingNew);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED, "op"), Step::kNothingNew);
}

TEST_F(SentRequestsTest, EachReaderHasStatesOfItsOwn) {
  sent_.add(1, kRoom, SentRequests::Kind::kMessage);
  sent_.add(2, kRoom, SentRequests::Kind::kMessage);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, "op"), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, "carol"), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED, "op"), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, "op"), Step::kNothingNew);
  EXPECT_EQ(advance(2, PRISM_RECEIPT_DELIVERED, "op"), Step::kForward);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED), Step::kForward) << "the whole room";
  EXPECT_EQ(advance(2, PRISM_RECEIPT_FAILED), Step::kNothingNew) << "one reader has it";
}

TEST_F(SentRequestsTest, TheReadersOfAMessageAreBounded) {
  sent_.add(1, kRoom, SentRequests::Kind::kMessage);
  for (std::size_t i = 0; i < SentRequests::kMostReaders; ++i) {
    EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, std::to_string(i)), Step::kForward);
  }
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, "op"), Step::kTooManyReaders);
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DISPLAYED, "0"), Step::kForward);
}

TEST_F(SentRequestsTest, AllReadersAreBounded) {
  constexpr std::size_t kMessages = SentRequests::kMostReadersOfAll / SentRequests::kMostReaders;
  for (std::size_t i = 1; i <= kMessages + 1; ++i) {
    sent_.add(i, kRoom, SentRequests::Kind::kMessage);
    for (std::size_t j = 0; j < (i > kMessages ? 1 : SentRequests::kMostReaders); ++j) {
      ASSERT_EQ(advance(i, PRISM_RECEIPT_DELIVERED, std::to_string(j)), Step::kForward);
    }
  }
  EXPECT_EQ(advance(1, PRISM_RECEIPT_DELIVERED, "0"), Step::kForward) << "it is forgotten";
  EXPECT_EQ(advance(kMessages, PRISM_RECEIPT_DELIVERED, "0"), Step::kNothingNew);
}

TEST_F(SentRequestsTest, TheOlderHalfIsForgottenBeyondTheirNumber) {
  for (std::uint64_t i = 1; i <= SentRequests::kMost + 1; ++i) {
    EXPECT_FALSE(sent_.isForgotten(1));
    add(i, "c" + std::to_string(i));
  }
  for (std::uint64_t i = 1; i <= SentRequests::kMost + 1; ++i) {
    EXPECT_EQ(takeStanzaId(i), i <= SentRequests::kMost / 2 ? "none" : "c" + std::to_string(i));
    EXPECT_EQ(sent_.isForgotten(i), i <= SentRequests::kMost / 2);
  }
}

TEST_F(SentRequestsTest, TheOlderHalfIsForgottenBeyondTheirBytes) {
  const auto idOf = [](std::uint64_t i) { return std::to_string(i) + std::string(1000, 'x'); };
  for (std::uint64_t i = 1; i <= 100; ++i) {
    add(i, idOf(i));
    EXPECT_EQ(takeStanzaId(i == 1 ? 1 : i - 1), i == 1 ? idOf(1) : i == 2 ? "" : idOf(i - 1));
  }
  add(101, idOf(101));
  EXPECT_EQ(takeStanzaId(100), idOf(100));
}

}  // namespace
}  // namespace prism::host
