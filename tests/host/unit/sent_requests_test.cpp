// SPDX-License-Identifier: MIT
// The numbers of users' requests, and what the host remembers of them.
#include "host/session/sent_requests.h"

#include "host/base/abi.h"
#include "host/session/request_numbers.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace prism::host {
namespace {

TEST(RequestNumbers, AreWrittenAsTheyAreCounted) {
  RequestNumbers numbers;
  EXPECT_EQ(numbers.last(), 0U);
  for (std::uint64_t i = 1; i <= 10'100; ++i) {
    ASSERT_EQ(numbers.next(), i);
    ASSERT_EQ(view(numbers.text()), std::to_string(i));
    ASSERT_EQ(numbers.text().data[numbers.text().size], '\0');
    ASSERT_EQ(requestNumberOf(view(numbers.text())), i);
  }
}

TEST(RequestNumbers, OnlyTheirOwnFormIsRead) {
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(requestNumberOf(std::to_string(kMost)), kMost);
  for (const char* text : {"", "0", "01", "-1", "+1", " 1", "1 ", "1.0", "0x1", "c1", "18446744073709551616"}) {
    EXPECT_EQ(requestNumberOf(text), std::nullopt) << text;
  }
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
