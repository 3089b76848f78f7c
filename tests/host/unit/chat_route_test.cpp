// SPDX-License-Identifier: MIT
// Which messages go as raw stanzas in the mode auto.
#include "host/chat/route.h"
#include <prism/chat.h>

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using enum ConversationKind;

const JidStyle kXep0106{"xmpp.test", false};
const JidStyle kUnescaped{"xmpp.test", true};

TEST(ChatRoute, NamesMustComeBackUnchanged) {
  const struct {
    const char* name;
    ConversationKind kind;
    bool escaped;    // raw with XEP-0106's escapes
    bool unescaped;  // raw with disable_jid_escaping=1
  } cases[] = {
      {"bob", kContact, true, true},
      {"bob.b-1", kContact, true, true},
      {"bob@example.org", kContact, true, true},
      {"b\u00FCro@example.org", kContact, true, true},
      {"+49@sms.example", kContact, true, true},
      {"#room@net", kContact, true, true},
      {"127.0.0.1", kContact, true, true},
      {"Bob", kContact, false, false},              // folded
      {"Bob@example.org", kContact, false, false},  // folded
      {"bob@Example.org", kContact, false, false},  // folded
      {"b\u00DC@example.org", kContact, false, false},
      {"bob@b\u00FCcher.example", kContact, false, false},  // encoded on the way
      {"b\u00FCro", kContact, false, false},
      {"bob.", kContact, false, false},
      {"xmpp.test", kContact, false, false},  // the transport itself
      {"49172", kContact, false, false},      // no JID: it would come from the transport
      {"+49172", kContact, false, false},
      {"1.2", kContact, false, false},
      {"Bob Cap", kContact, false, false},
      {"bob cap@example.org", kContact, false, false},
      {"my_name", kContact, false, false},
      {"#lobby", kContact, false, false},
      {"a@b@c", kContact, false, false},
      {"@b", kContact, false, false},
      {"a@", kContact, false, false},
      {"bob/phone", kContact, false, false},
      {"bob@example.org/phone", kContact, false, false},
      {"a%b@c", kContact, false, false},     // the wrong one would become '@' again
      {"a\\40b@c", kContact, false, false},  // an escape within a name
      {"o'neil@b", kContact, false, false},  // not in a JID's node
      {"", kContact, false, false},
      {"a..b", kContact, false, false},
      {".a", kContact, false, false},
      {"-a", kContact, false, false},
      {"a-.b", kContact, false, false},
      {"a.-b", kContact, false, false},
      {"a-b.c", kContact, true, true},
      {"bob@127.0.0.1", kContact, true, true},
      {"bob@127.0.0.256", kContact, false, false},
      {"b\u200Bob@example.org", kContact, false, false},  // prepared away
      {"lobby", kRoom, true, true},
      {"#room@net", kRoom, false, true},  // the client may have joined the one with \40
      {"room@conference.example.org", kRoom, false, true},
      {"#lobby", kRoom, false, false},
      {"#Room@net", kRoom, false, false},
      {"#a%b@net", kRoom, false, false},
      {"lobby", kPrivate, true, true},
      {"#room@net", kPrivate, false, true},
      {"#lobby", kPrivate, false, false},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(hasSameRawName({one.kind, one.name, "op"}, kXep0106), one.escaped) << one.name;
    EXPECT_EQ(hasSameRawName({one.kind, one.name, "op"}, kUnescaped), one.unescaped) << one.name;
  }
  const std::string label(63, 'a');
  EXPECT_TRUE(hasSameRawName({kContact, label}, kXep0106));
  EXPECT_FALSE(hasSameRawName({kContact, label + 'a'}, kXep0106));
  EXPECT_TRUE(hasSameRawName({kContact, label + '.' + label + '.' + label + '.' + label.substr(2)}, kXep0106));
  EXPECT_FALSE(hasSameRawName({kContact, label + '.' + label + '.' + label + '.' + label.substr(1)}, kXep0106));
  EXPECT_TRUE(hasSameRawName({kContact, std::string(1019, 'a') + "@b"}, kXep0106));
  EXPECT_FALSE(hasSameRawName({kContact, std::string(1020, 'a') + "@b"}, kXep0106)) << "1,024 bytes as one node";
  EXPECT_TRUE(hasSameRawName({kContact, std::string(1021, 'a') + "@b"}, kUnescaped));
  EXPECT_FALSE(hasSameRawName({kContact, std::string(1022, 'a') + "@b"}, kUnescaped));
}

RouteQuestion usual() {
  return {.capabilities = PRISM_CHAT_CAN_EDIT, .conversation = {kContact, "bob"}, .has_id = true};
}

TEST(ChatRoute, OnlyAMessageThatCanBeReferredToIsRaw) {
  const auto with = [](auto change) {
    RouteQuestion question = usual();
    change(question);
    return routeOf(question, kUnescaped);
  };
  using Question = RouteQuestion&;
  EXPECT_EQ(with([](Question) {}), Route::kRaw);
  EXPECT_EQ(with([](Question q) { q.mode = ChatMode::kTyped; }), Route::kMode);
  EXPECT_EQ(with([](Question q) { q.capabilities = 0; }), Route::kNoUse);
  for (const auto use : {PRISM_CHAT_CAN_EDIT, PRISM_CHAT_CAN_RETRACT, PRISM_CHAT_CAN_REPLY, PRISM_CHAT_CAN_REACT,
                         PRISM_CHAT_CAN_THREAD, PRISM_CHAT_CAN_MARK, PRISM_CHAT_CAN_DELIVER}) {
    EXPECT_EQ(with([use](Question q) { q.capabilities = use; }), Route::kRaw) << use;
  }
  EXPECT_EQ(with([](Question q) { q.has_id = false; }), Route::kNoId);
  EXPECT_EQ(with([](Question q) { q.carbon = true; }), Route::kCarbon);
  EXPECT_EQ(with([](Question q) { q.headline = true; }), Route::kHeadline);
  EXPECT_EQ(with([](Question q) { q.conversation.name = "Bob Cap"; }), Route::kName);
}

TEST(ChatRoute, ANicknameMustBeAResource) {
  RouteQuestion question = usual();
  question.conversation = {kRoom, "#room@net"};
  question.nickname = "op with spaces";
  EXPECT_EQ(routeOf(question, kUnescaped), Route::kRaw);
  question.nickname = "a\tb";
  EXPECT_EQ(routeOf(question, kUnescaped), Route::kNickname);
  question.nickname = {};
  EXPECT_EQ(routeOf(question, kUnescaped), Route::kRaw) << "the room itself";
  question.conversation = {kPrivate, "#room@net", "a\tb"};
  EXPECT_EQ(routeOf(question, kUnescaped), Route::kNickname);
}

TEST(ChatRoute, AddressesAreThoseOfTypedMessages) {
  EXPECT_EQ(rawSender({kContact, "bob@example.org"}), "bob@example.org/bot");
  EXPECT_EQ(rawSender({kRoom, "#room@net"}, "op"), "#room@net/op");
  EXPECT_EQ(rawSender({kRoom, "#room@net"}), "#room@net");
  EXPECT_EQ(rawSender({kPrivate, "#room@net", "op"}), "#room@net/op");
  EXPECT_EQ(clientSender({kContact, "bob@example.org"}, kXep0106), "bob\\40example.org@xmpp.test/bot");
  EXPECT_EQ(clientSender({kContact, "bob@example.org"}, kUnescaped), "bob%example.org@xmpp.test/bot");
  EXPECT_EQ(clientSender({kRoom, "#room@net"}, kUnescaped, "op"), "#room%net@xmpp.test/op");
  EXPECT_EQ(clientSender({kRoom, "#room@net"}, kUnescaped), "#room%net@xmpp.test");
  EXPECT_EQ(clientSender({kPrivate, "lobby", "op"}, kXep0106), "lobby@xmpp.test/op");
}

}  // namespace
}  // namespace prism::host
