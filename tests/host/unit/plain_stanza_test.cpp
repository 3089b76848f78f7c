// SPDX-License-Identifier: MIT
#include "host/chat/plain_stanza.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::host {
namespace {

TEST(PlainStanza, IsTheUsualStanza) {
  std::string plain_one;
  for (const auto kind : {ConversationKind::kContact, ConversationKind::kPrivate}) {
    for (const bool markable : {false, true}) {
      StanzaHead head{.kind = kind, .from = "o'brien@x.org/bot", .to = "alice@example.org"};
      const PlainStanza plain(head, markable);
      for (const std::string_view text : {"hello", "<&>'\"", "one\ntwo\r\tthree", "\u00FC", "$id", ""}) {
        std::string usual;
        head.id = "$id";
        ASSERT_TRUE(appendTextStanza(head, {.text = text, .markable = markable}, 10'000, &usual));
        plain.write("$id", text, &plain_one);
        EXPECT_EQ(plain_one, usual);
      }
      EXPECT_EQ(plain_one.size(), plain.size() + 3);
    }
  }
}

}  // namespace
}  // namespace prism::host
