// SPDX-License-Identifier: MIT
// The stanzas of modern chat, whole, and their sizes.
#include "host/chat/chat_stanza.h"

#include "host/chat/quote.h"
#include "host/stanza/xml_check.h"

#include <gtest/gtest.h>

#include <functional>

namespace prism::host {
namespace {

using enum ConversationKind;

using Append = std::function<bool(std::size_t max_size, std::string* out)>;

const StanzaHead kBob{.kind = kContact, .from = "bob@example.org/bot", .to = "alice@xmpp.test", .id = "17"};
const StanzaHead kRoomHead{.kind = kRoom,
                           .from = "#room@net/op",
                           .to = "alice@xmpp.test",
                           .id = "17",
                           .room_jid = "#room%net@gw.test",
                           .stanza_id = "17",
                           .occupant_id = "op-1"};
const StanzaHead kPrivateHead{.kind = kPrivate, .from = "#room@net/op", .to = "alice@xmpp.test", .id = "17"};

bool isAccepted(const std::string& stanza, std::size_t max_size) {
  Stanza ignored;
  return !rejectStanzaToSpectrum(stanza, max_size, &ignored);
}

// Returns the lowest size for which `holds` is true.
std::size_t lowest(const std::function<bool(std::size_t)>& holds) {
  std::size_t low = 0, high = 1'000'000;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    (holds(middle) ? high : low) = holds(middle) ? middle : middle + 1;
  }
  return low;
}

// Builds a stanza without a limit. Its size is counted as the check of raw stanzas counts it.
std::string build(const Append& append, bool has_markup = false) {
  std::string stanza = "before";
  EXPECT_TRUE(append(1'000'000, &stanza));
  EXPECT_TRUE(stanza.starts_with("before"));
  stanza.erase(0, 6);
  const std::size_t checked = lowest([&](std::size_t size) { return isAccepted(stanza, size); });
  const std::size_t counted = lowest([&](std::size_t size) {
    std::string same;
    return append(size, &same) && same == stanza;
  });
  if (has_markup) {
    EXPECT_GE(counted, checked) << stanza;
  } else {
    EXPECT_EQ(counted, checked) << stanza;
  }
  std::string untouched = "before";
  EXPECT_FALSE(append(100, &untouched)) << "too large for any text";
  EXPECT_EQ(untouched, "before");
  return stanza;
}

std::string text(const StanzaHead& head, const TextStanza& parts) {
  return build([&](std::size_t size, std::string* out) { return appendTextStanza(head, parts, size, out); },
               !parts.markup.empty());
}

TEST(ChatStanza, AText) {
  EXPECT_EQ(text(kBob, {.text = "hi"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>"
            "</message>");
  EXPECT_EQ(text(kBob, {.text = "hi", .markable = true}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
            "<markable xmlns='urn:xmpp:chat-markers:0'/><store xmlns='urn:xmpp:hints'/></message>");
  EXPECT_EQ(text(kRoomHead, {.text = "hi"}),
            "<message xmlns='jabber:client' type='groupchat' id='17' from='#room@net/op' to='alice@xmpp.test'>"
            "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
            "<stanza-id xmlns='urn:xmpp:sid:0' by='#room%net@gw.test' id='17'/>"
            "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='op-1'/></message>");
  EXPECT_EQ(text(kPrivateHead, {.text = "hi"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='#room@net/op' to='alice@xmpp.test'>"
            "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>"
            "<x xmlns='http://jabber.org/protocol/muc#user'/></message>");
}

TEST(ChatStanza, ATextOfThePast) {
  StanzaHead head = kBob;
  head.time = 1'031'699'305'042;
  EXPECT_EQ(text(head, {.text = "hi"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>hi</body><active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>"
            "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25.042Z'/></message>");
}

TEST(ChatStanza, EverythingIsEscaped) {
  const StanzaHead head{.kind = kRoom,
                        .from = "#room@net/<'op'>",
                        .to = "alice@xmpp.test/<\"&",
                        .id = "1",
                        .room_jid = "#room%net@gw.test",
                        .stanza_id = "1",
                        .occupant_id = "\"&<"};
  EXPECT_EQ(text(head, {.text = "</body>&'\"\r\n", .thread = "<t>"}),
            "<message xmlns='jabber:client' type='groupchat' id='1' from='#room@net/&lt;&apos;op&apos;&gt;' "
            "to='alice@xmpp.test/&lt;&quot;&amp;'><body>&lt;/body&gt;&amp;'\"&#13;\n</body><thread>&lt;t&gt;</thread>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/>"
            "<stanza-id xmlns='urn:xmpp:sid:0' by='#room%net@gw.test' id='1'/>"
            "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='&quot;&amp;&lt;'/></message>");
}

TEST(ChatStanza, MarkUpStandsBesideTheText) {
  EXPECT_EQ(text(kBob, {.text = "hi", .markup = "<em>hi</em><br/>"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>hi</body><html xmlns='http://jabber.org/protocol/xhtml-im'>"
            "<body xmlns='http://www.w3.org/1999/xhtml'><em>hi</em><br/></body></html>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, MarkUpThatDoesNotFitIsLeftOut) {
  const std::string markup = "<em>" + std::string(500, 'x') + "</em>";
  std::string stanza;
  EXPECT_TRUE(appendTextStanza(kBob, {.text = "hi", .markup = markup}, 600, &stanza));
  EXPECT_EQ(stanza, text(kBob, {.text = "hi"}));
}

TEST(ChatStanza, AnEdit) {
  EXPECT_EQ(text(kBob, {.text = "hello", .replaces = "16"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>hello</body><replace xmlns='urn:xmpp:message-correct:0' id='16'/>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, AnEditIsCutWhereATextIsRefused) {
  const std::string longest(1000, 'x');
  std::string stanza;
  EXPECT_FALSE(appendTextStanza(kBob, {.text = longest}, 800, &stanza));
  EXPECT_EQ(stanza, "");
  EXPECT_TRUE(appendTextStanza(kBob, {.text = longest, .replaces = "16"}, 800, &stanza));
  EXPECT_TRUE(isAccepted(stanza, 800));
  EXPECT_FALSE(isAccepted(stanza, 790)) << "there is no room left";
  EXPECT_NE(stanza.find("xx [...]</body>"), std::string::npos);
}

TEST(ChatStanza, AReply) {
  const std::string quote = quoteOf("\U0001F44D <b>\ntwo");
  EXPECT_EQ(text(kRoomHead, {.text = "yes",
                             .markup = "<em>yes</em>",
                             .reply_id = "16",
                             .reply_author = "#room%net@gw.test/op",
                             .quote = quote}),
            "<message xmlns='jabber:client' type='groupchat' id='17' from='#room@net/op' to='alice@xmpp.test'>"
            "<body>&gt; \U0001F44D &lt;b&gt;\n&gt; two\nyes</body>"
            "<reply xmlns='urn:xmpp:reply:0' to='#room%net@gw.test/op' id='16'/>"
            "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='14'/></fallback>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/>"
            "<stanza-id xmlns='urn:xmpp:sid:0' by='#room%net@gw.test' id='17'/>"
            "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='op-1'/></message>")
      << "the range counts code points, not bytes or escapes";
  EXPECT_EQ(codePoints(quote), 14U);
}

TEST(ChatStanza, AReplyToATextThatNobodyRemembers) {
  EXPECT_EQ(text(kBob, {.text = "yes", .reply_id = "16", .reply_author = "alice@xmpp.test"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>yes</body><reply xmlns='urn:xmpp:reply:0' to='alice@xmpp.test' id='16'/>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, AFile) {
  const FileStanza file{.url = "https://files.test/a?b=1&c=2",
                        .name = "summit.jpg",
                        .mime_type = "image/jpeg",
                        .description = "A mountain",
                        .size = 3'032'449};
  EXPECT_EQ(build([&](std::size_t size, std::string* out) { return appendFileStanza(kBob, file, size, out); }),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>https://files.test/a?b=1&amp;c=2</body>"
            "<x xmlns='jabber:x:oob'><url>https://files.test/a?b=1&amp;c=2</url></x>"
            "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'>"
            "<media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size><desc>A mountain</desc>"
            "</file><sources><url-data xmlns='http://jabber.org/protocol/url-data' "
            "target='https://files.test/a?b=1&amp;c=2'/></sources></file-sharing>"
            "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>");
  const FileStanza bare{.url = "https://files.test/a", .thread = "t"};
  EXPECT_EQ(build([&](std::size_t size, std::string* out) { return appendFileStanza(kBob, bare, size, out); }),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<body>https://files.test/a</body><x xmlns='jabber:x:oob'><url>https://files.test/a</url></x>"
            "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'/>"
            "<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://files.test/a'/></sources>"
            "</file-sharing><thread>t</thread><active xmlns='http://jabber.org/protocol/chatstates'/>"
            "<store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, Reactions) {
  const auto reactions = [](const StanzaHead& head, const ReactionSet& set) {
    return build([&](std::size_t size, std::string* out) { return appendReactionStanza(head, "16", set, size, out); });
  };
  EXPECT_EQ(reactions(kBob, {"\U0001F44D", "<3"}),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<reactions xmlns='urn:xmpp:reactions:0' id='16'><reaction>\U0001F44D</reaction>"
            "<reaction>&lt;3</reaction></reactions><store xmlns='urn:xmpp:hints'/></message>");
  EXPECT_EQ(reactions(kRoomHead, {}),
            "<message xmlns='jabber:client' type='groupchat' id='17' from='#room@net/op' to='alice@xmpp.test'>"
            "<reactions xmlns='urn:xmpp:reactions:0' id='16'/><store xmlns='urn:xmpp:hints'/>"
            "<stanza-id xmlns='urn:xmpp:sid:0' by='#room%net@gw.test' id='17'/>"
            "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='op-1'/></message>")
      << "none are left";
}

TEST(ChatStanza, ARetraction) {
  EXPECT_EQ(
      build([](std::size_t size, std::string* out) { return appendRetractionStanza(kBob, "16", true, size, out); }),
      "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
      "<body>(A message has been retracted. Your client does not show which one.)</body>"
      "<retract xmlns='urn:xmpp:message-retract:1' id='16'/>"
      "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
      "<store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, AModerationInBothForms) {
  const StanzaHead room{
      .kind = kRoom, .from = "#room@net", .to = "alice@xmpp.test", .id = "18", .room_jid = "#room%net@gw.test"};
  const auto moderation = [&](const ModerationStanza& what) {
    return build([&](std::size_t size, std::string* out) { return appendModerationStanza(room, what, size, out); });
  };
  EXPECT_EQ(
      moderation({.target = "16", .moderator = "#room%net@gw.test/op", .moderator_name = "op", .reason = "No <spam>"}),
      "<message xmlns='jabber:client' type='groupchat' id='18' from='#room@net' to='alice@xmpp.test'>"
      "<body>(op has removed a message: No &lt;spam&gt;. Your client does not show which one.)</body>"
      "<retract xmlns='urn:xmpp:message-retract:1' id='16'>"
      "<moderated xmlns='urn:xmpp:message-moderate:1' by='#room%net@gw.test/op'/>"
      "<reason>No &lt;spam&gt;</reason></retract>"
      "<apply-to xmlns='urn:xmpp:fasten:0' id='16'>"
      "<moderated xmlns='urn:xmpp:message-moderate:0' by='#room%net@gw.test/op'>"
      "<retract xmlns='urn:xmpp:message-retract:0'/><reason>No &lt;spam&gt;</reason></moderated></apply-to>"
      "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
      "<store xmlns='urn:xmpp:hints'/></message>");
  EXPECT_EQ(moderation({.target = "16"}),
            "<message xmlns='jabber:client' type='groupchat' id='18' from='#room@net' to='alice@xmpp.test'>"
            "<body>(A moderator has removed a message. Your client does not show which one.)</body>"
            "<retract xmlns='urn:xmpp:message-retract:1' id='16'>"
            "<moderated xmlns='urn:xmpp:message-moderate:1' by='#room%net@gw.test'/></retract>"
            "<apply-to xmlns='urn:xmpp:fasten:0' id='16'>"
            "<moderated xmlns='urn:xmpp:message-moderate:0' by='#room%net@gw.test'>"
            "<retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>"
            "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
            "<store xmlns='urn:xmpp:hints'/></message>");
  std::string stanza;
  const std::string reason(10'000, '\'');
  EXPECT_TRUE(appendModerationStanza(room, {.target = "16", .reason = reason}, 4000, &stanza));
  EXPECT_TRUE(isAccepted(stanza, 4000));
  EXPECT_FALSE(isAccepted(stanza, 3900));
}

TEST(ChatStanza, MarkersAndReceipts) {
  EXPECT_EQ(build([](std::size_t size, std::string* out) { return appendDisplayedStanza(kBob, "c1", size, out); }),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/><store xmlns='urn:xmpp:hints'/></message>");
  EXPECT_EQ(build([](std::size_t size, std::string* out) { return appendReceivedStanza(kBob, "c1", size, out); }),
            "<message xmlns='jabber:client' type='chat' id='17' from='bob@example.org/bot' to='alice@xmpp.test'>"
            "<received xmlns='urn:xmpp:receipts' id='c1'/><store xmlns='urn:xmpp:hints'/></message>");
}

TEST(ChatStanza, AFailure) {
  const StanzaHead head{.from = "bob@example.org/bot", .to = "alice@xmpp.test/phone", .id = "c1"};
  const auto error = [&](ErrorCondition condition, std::string_view why) {
    return build(
        [&](std::size_t size, std::string* out) { return appendErrorStanza(head, condition, why, size, out); });
  };
  EXPECT_EQ(error(ErrorCondition::kUndefined, "Bob has blocked you."),
            "<message xmlns='jabber:client' type='error' id='c1' from='bob@example.org/bot' "
            "to='alice@xmpp.test/phone'><error type='cancel'>"
            "<undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Bob has blocked you.</text></error></message>");
  EXPECT_EQ(error(ErrorCondition::kNotImplemented, {}),
            "<message xmlns='jabber:client' type='error' id='c1' from='bob@example.org/bot' "
            "to='alice@xmpp.test/phone'><error type='cancel'>"
            "<feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
  EXPECT_NE(error(ErrorCondition::kNotAllowed, "x").find("<not-allowed "), std::string::npos);
  EXPECT_NE(error(ErrorCondition::kItemNotFound, "x").find("<item-not-found "), std::string::npos);
  std::string stanza;
  const std::string why(10'000, '<');
  EXPECT_TRUE(appendErrorStanza(head, ErrorCondition::kUndefined, why, 2000, &stanza));
  EXPECT_TRUE(isAccepted(stanza, 2000));
}

// Stringprep can make a name eleven times as long.
TEST(ChatStanza, SizesAreThoseOfPreparedNames) {
  StanzaHead head = kRoomHead;
  head.from = "#room@net/\uFDFA\uFDFA";
  text(head, {.text = "hi", .reply_id = "16", .reply_author = "#room%net@gw.test/\uFDFA"});
}

}  // namespace
}  // namespace prism::host
