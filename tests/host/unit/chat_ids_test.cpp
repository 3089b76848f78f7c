// SPDX-License-Identifier: MIT
// The ids of stanzas for the ids of a network, and the keys of conversations.
#include "host/chat/conversation_name.h"
#include "host/chat/message_id.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace prism::host {
namespace {

TEST(ChatIds, AnOrdinaryIdStaysAsItIs) {
  for (const std::string& id :
       std::vector<std::string>{"1", "$abc:example.org", "true/false", "%n", "a.b-c_d", std::string(255, 'x')}) {
    EXPECT_EQ(stanzaIdOf(id), id);
    EXPECT_TRUE(isStanzaIdOf(id, id));
    EXPECT_EQ(networkIdOf(id), id);
  }
}

TEST(ChatIds, AnyOtherIdIsHashedAlwaysAlike) {
  for (const std::string& id : std::vector<std::string>{"a b", "a\nb", "<a>", "a&b", "a'b", "a\"b", "\u00FC", "prism-1",
                                                        "\x7F", std::string(256, 'x')}) {
    const std::string stanza_id = stanzaIdOf(id);
    EXPECT_EQ(stanza_id.size(), 38U) << id;
    EXPECT_TRUE(isPlainId(stanza_id)) << id;
    EXPECT_TRUE(isStanzaIdOf(stanza_id, id)) << id;
    EXPECT_FALSE(isStanzaIdOf(id, id)) << id;
    EXPECT_EQ(networkIdOf(stanza_id), std::nullopt) << id;
  }
  EXPECT_EQ(stanzaIdOf("a b"), "prism-e932d71afddc92588044f8a624582c4c") << "in every process and version";
  EXPECT_NE(stanzaIdOf("a b"), stanzaIdOf("a  b"));
}

TEST(ChatIds, FurtherPartsOfAMessageHaveIdsOfTheirOwn) {
  EXPECT_EQ(partIdOf("7", 0), "7");
  EXPECT_EQ(partIdOf("a b", 0), stanzaIdOf("a b"));
  EXPECT_EQ(partIdOf("a b", 2), "prism-e932d71afddc92588044f8a624582c4c-2") << "in every process and version";
  for (const std::string& id : std::vector<std::string>{"7", "a b", "prism-1", std::string(256, 'x')}) {
    const std::string part = partIdOf(id, 255);
    EXPECT_TRUE(isPlainId(part)) << id;
    EXPECT_TRUE(isStanzaIdOf(part, id)) << id;
    EXPECT_FALSE(isStanzaIdOf(part, "8")) << id;
    EXPECT_FALSE(isStanzaIdOf(part + "x", "8")) << id;
    EXPECT_EQ(networkIdOf(part), std::nullopt) << id;
    EXPECT_NE(part, partIdOf(id, 25)) << id;
  }
  const std::string hash = partIdOf("7", 1).substr(0, 38);
  EXPECT_FALSE(isStanzaIdOf(hash, "7")) << "the first part has the network's id";
  EXPECT_FALSE(isStanzaIdOf(hash + "x", "7"));
}

TEST(ChatIds, NothingIsNoId) {
  EXPECT_FALSE(isPlainId(""));
  EXPECT_FALSE(isStanzaIdOf("", ""));
  EXPECT_FALSE(isStanzaIdOf("1", ""));
  EXPECT_EQ(networkIdOf(""), std::nullopt);
}

std::string keyOf(const ConversationName& name) {
  std::string key = "left over";
  writeConversationKey(name, &key);
  return key;
}

TEST(ChatIds, AConversationHasOneKey) {
  using enum ConversationKind;
  EXPECT_EQ(keyOf({kContact, "Bob"}), keyOf({kContact, "bob"}));
  EXPECT_EQ(keyOf({kContact, "B\u00DC"}), keyOf({kContact, "b\u00FC"}));
  EXPECT_EQ(keyOf({kRoom, "#Lobby"}), keyOf({kRoom, "#lobby"}));
  EXPECT_EQ(keyOf({kPrivate, "#Lobby", "Bob"}), keyOf({kPrivate, "#lobby", "Bob"}));
  EXPECT_NE(keyOf({kPrivate, "#lobby", "Bob"}), keyOf({kPrivate, "#lobby", "bob"})) << "nicknames have case";
  EXPECT_NE(keyOf({kContact, "bob"}), keyOf({kRoom, "bob"}));
  EXPECT_NE(keyOf({kRoom, "a"}), keyOf({kPrivate, "a", ""}));
}

}  // namespace
}  // namespace prism::host
