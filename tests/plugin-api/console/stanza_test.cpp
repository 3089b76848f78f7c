// SPDX-License-Identifier: MIT
// The lines for raw stanzas. The stanzas are those of tests/host/unit/chat_stanza_test.cpp.
#include "console/stanza.h"

#include <gtest/gtest.h>

namespace prism::console {
namespace {

constexpr const char* kFromBob = "type='chat' id='17' from='bob@example.org/bot' to='you'";

std::string message(const std::string& attributes, const std::string& content) {
  return "<message xmlns='jabber:client' " + attributes + ">" + content + "</message>";
}

// Returns the line of a stanza, "raw" if there is none.
std::string lineOf(const std::string& stanza) {
  const auto line = describeStanza(stanza);
  return line ? line->text : "raw";
}

std::string fromBob(const std::string& content) { return lineOf(message(kFromBob, content)); }

TEST(DescribeStanza, Texts) {
  EXPECT_EQ(fromBob("<body>hi &amp; ho</body><active xmlns='http://jabber.org/protocol/chatstates'/>"),
            "bob@example.org → you: hi & ho (id 17)");
  EXPECT_EQ(fromBob("<body>one\ntwo</body>"), "bob@example.org → you: one\n    two (id 17)");
  EXPECT_EQ(lineOf(message("type='groupchat' id='17' from='#room@net/op' to='you'", "<body>hi</body>")),
            "#room@net/op → you: hi (id 17)");
  EXPECT_EQ(lineOf(message("type='chat' id='17' from='#room@net/op' to='you'",
                           "<body>hi</body><x xmlns='http://jabber.org/protocol/muc#user'/>")),
            "#room@net/op → you: hi (in private) (id 17)");
  EXPECT_EQ(fromBob("<body>hi</body><delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25.042Z'/>"),
            "[2002-09-10 23:08:25 UTC] bob@example.org → you: hi (id 17)");
}

TEST(DescribeStanza, EditsAndReplies) {
  EXPECT_EQ(fromBob("<body>hello</body><replace xmlns='urn:xmpp:message-correct:0' id='16'/>"),
            "bob@example.org → you: hello (edits 16) (id 17)");
  EXPECT_EQ(fromBob("<body>&gt; one\nyes</body><reply xmlns='urn:xmpp:reply:0' to='you' id='16'/>"),
            "bob@example.org → you: > one\n    yes (answers 16) (id 17)");
}

TEST(DescribeStanza, Files) {
  const std::string file =
      "<body>https://files.test/a</body><x xmlns='jabber:x:oob'><url>https://files.test/a</url></x>";
  EXPECT_EQ(fromBob(file + "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>"
                           "<media-type>image/jpeg</media-type><desc>A mountain</desc></file></file-sharing>"),
            "bob@example.org → you: \n    attachment https://files.test/a (image/jpeg): A mountain (id 17)");
  EXPECT_EQ(fromBob(file), "bob@example.org → you: https://files.test/a (id 17)");
}

TEST(DescribeStanza, ReactionsAndRetractions) {
  EXPECT_EQ(fromBob("<reactions xmlns='urn:xmpp:reactions:0' id='16'><reaction>+1</reaction>"
                    "<reaction>&lt;3</reaction></reactions>"),
            "* bob@example.org reacts to 16 with +1 <3");
  EXPECT_EQ(fromBob("<reactions xmlns='urn:xmpp:reactions:0' id='16'/>"),
            "* bob@example.org has no reaction to 16 any more");
  EXPECT_EQ(
      fromBob("<body>(A message has been retracted.)</body><retract xmlns='urn:xmpp:message-retract:1' id='16'/>"),
      "* bob@example.org has retracted 16");
  const std::string moderated = "<moderated xmlns='urn:xmpp:message-moderate:1' by='#room%net@gw.test/op'/>";
  const std::string head = "type='groupchat' id='18' from='#room@net' to='you'";
  EXPECT_EQ(lineOf(message(head, "<retract xmlns='urn:xmpp:message-retract:1' id='16'>" + moderated +
                                     "<reason>No &lt;spam&gt;</reason></retract>")),
            "* op has removed 16 from #room@net: No <spam>");
  EXPECT_EQ(lineOf(message(head, "<retract xmlns='urn:xmpp:message-retract:1' id='16'>" + moderated + "</retract>")),
            "* op has removed 16 from #room@net");
}

TEST(DescribeStanza, MarkersReceiptsAndFailures) {
  EXPECT_EQ(fromBob("<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"), "✓ bob@example.org has read up to c1");
  EXPECT_EQ(fromBob("<received xmlns='urn:xmpp:receipts' id='c1'/>"), "✓ bob@example.org has c1");
  const std::string head = "type='error' id='c1' from='bob/bot' to='you'";
  const std::string errors = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'";
  EXPECT_EQ(lineOf(message(head, "<error type='cancel'><not-allowed " + errors + "/><text " + errors +
                                     ">Bob has blocked you.</text></error>")),
            "! bob has not got c1: Bob has blocked you.");
  EXPECT_EQ(lineOf(message(head, "<error type='cancel'><not-allowed " + errors + "/></error>")),
            "! bob has not got c1");
}

TEST(DescribeStanza, AnyTextIsSafeToShow) {
  EXPECT_EQ(lineOf(message("id='&#9;' from='b\u202Eob/bot'", "<body>\u202E</body>")),
            "b\\u202eob → you: \\u202e (id  )");
}

TEST(DescribeStanza, OtherStanzasStayRaw) {
  EXPECT_EQ(lineOf("<presence xmlns='jabber:client' from='prism/bot' to='you'/>"), "raw");
  EXPECT_EQ(fromBob("<x xmlns='jabber:x:conference' jid='room@gw.test'/>"), "raw");
  EXPECT_EQ(lineOf("<message from='bob' id='1'><body>of no namespace</body></message>"), "raw");
  EXPECT_EQ(lineOf(message("from='bob'", "<body>without an id</body>")), "raw");
  EXPECT_EQ(lineOf(message(kFromBob, "<body>unfinished")), "raw");
  EXPECT_EQ(lineOf("<!DOCTYPE message>" + message(kFromBob, "<body>hi</body>")), "raw");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<a>";
  }
  EXPECT_EQ(lineOf(deep), "raw");
  EXPECT_EQ(lineOf(""), "raw");
}

}  // namespace
}  // namespace prism::console
