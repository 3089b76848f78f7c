// SPDX-License-Identifier: MIT
#include "host/chat/plain_stanza.h"

#include "host/base/xml_text.h"
#include "tests/support/wire_frames.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::host {
namespace {

TEST(PlainStanza, IsTheUsualStanza) {
  wire::FrameWriter writer;
  for (const auto kind : {ConversationKind::kContact, ConversationKind::kPrivate}) {
    for (const bool markable : {false, true}) {
      StanzaHead head{.kind = kind, .from = "o'brien@x.org/bot", .to = "alice@example.org"};
      const PlainStanza plain(head, markable);
      for (const std::string_view text : {"hello", "<&>'\"", "one\ntwo\r\tthree", "\u00FC", "$id", ""}) {
        std::string usual;
        head.id = "$id";
        ASSERT_TRUE(appendTextStanza(head, {.text = text, .markable = markable}, 10'000, &usual));
        std::string escaped;
        appendEscaped(text, XmlPlace::kText, &escaped);
        plain.append("$id", escaped, &writer);
        const auto sent = tests::takeSent(&writer);
        ASSERT_EQ(sent.size(), 1U);
        EXPECT_EQ(sent[0].type, pbnetwork::WrapperMessage::TYPE_RAW_XML);
        EXPECT_EQ(sent[0].payload, usual);
      }
    }
  }
}

}  // namespace
}  // namespace prism::host
