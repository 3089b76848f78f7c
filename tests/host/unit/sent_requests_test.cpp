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

TEST(SentRequests, AReceiptIsTakenOnce) {
  SentRequests sent;
  sent.addMessage(3, "c3");
  sent.addOther(5);
  sent.addMessage(8, "c8");
  EXPECT_EQ(sent.takeStanzaId(4), "");
  EXPECT_EQ(sent.takeStanzaId(5), "") << "an edit has no receipt";
  EXPECT_TRUE(sent.isOther(5));
  EXPECT_FALSE(sent.isOther(3) || sent.isOther(4) || sent.isOther(9));
  EXPECT_EQ(sent.takeStanzaId(3), "c3");
  EXPECT_EQ(sent.takeStanzaId(3), "");
  EXPECT_EQ(sent.takeStanzaId(8), "c8");
  sent.addMessage(9, "c9");
  EXPECT_EQ(sent.takeStanzaId(8), "");
  EXPECT_EQ(sent.takeStanzaId(9), "c9");
}

TEST(SentRequests, TheOlderHalfIsForgottenBeyondTheirNumber) {
  SentRequests sent;
  for (std::uint64_t i = 1; i <= SentRequests::kMost + 1; ++i) {
    sent.addMessage(i, "c" + std::to_string(i));
  }
  for (std::uint64_t i = 1; i <= SentRequests::kMost + 1; ++i) {
    EXPECT_EQ(sent.takeStanzaId(i), i <= SentRequests::kMost / 2 ? "" : "c" + std::to_string(i));
  }
}

TEST(SentRequests, TheOlderHalfIsForgottenBeyondTheirBytes) {
  SentRequests sent;
  const auto idOf = [](std::uint64_t i) { return std::to_string(i) + std::string(1000, 'x'); };
  for (std::uint64_t i = 1; i <= 100; ++i) {
    sent.addMessage(i, idOf(i));
    EXPECT_EQ(sent.takeStanzaId(i == 1 ? 1 : i - 1), i == 1 ? idOf(1) : i == 2 ? "" : idOf(i - 1));
  }
  sent.addMessage(101, idOf(101));
  EXPECT_EQ(sent.takeStanzaId(100), idOf(100));
}

}  // namespace
}  // namespace prism::host
