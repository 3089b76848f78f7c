// SPDX-License-Identifier: MIT
// What a session remembers of messages with ids, and of lines with labels, within its limits.
#include "mapping/chat_offer.h"
#include "session/message_tags.h"
#include "session/recent_messages.h"
#include "session/sent_labels.h"
#include "tests/support/fake_host.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace irc {
namespace {

SentLine lineOf(const std::string& buddy, std::string whole_text = {}) {
  return {std::make_shared<Origin>(Origin{1, 1, buddy, {}, false}), 0, std::move(whole_text), false};
}

std::string takeBuddy(SentLabels& labels, std::string_view label) {
  const auto line = labels.take(label);
  return line ? line->origin->buddy : "none";
}

TEST(IrcSentLabels, AnAnswerIsTakenOnce) {
  SentLabels labels;
  const std::string first = labels.add(lineOf("1"));
  const std::string second = labels.add(lineOf("2"));
  EXPECT_NE(first, second);
  EXPECT_EQ(takeBuddy(labels, second), "2");
  EXPECT_EQ(takeBuddy(labels, second), "none");
  EXPECT_EQ(takeBuddy(labels, first), "1");
  EXPECT_EQ(labels.size(), 0U);
}

TEST(IrcSentLabels, LabelsThatNobodyHasGiven) {
  SentLabels labels;
  const std::string label = labels.add(lineOf("1"));
  for (const std::string& wrong : {std::string(), "0" + std::string(30, '9'), label + " ", "-" + label, "+" + label,
                                   label + "x", std::string("99"), std::string(8000, 'x')}) {
    EXPECT_EQ(takeBuddy(labels, wrong), "none") << wrong;
  }
  EXPECT_EQ(takeBuddy(labels, label), "1");
}

TEST(IrcSentLabels, ALineWhoseAnswerSaysNothingIsNotKept) {
  SentLabels labels;
  EXPECT_FALSE(labels.add({}).empty());
  EXPECT_EQ(labels.size(), 0U);
}

TEST(IrcSentLabels, TheOldestIsForgotten) {
  SentLabels labels;
  const std::string first = labels.add(lineOf("first"));
  const std::string second = labels.add(lineOf("second"));
  for (std::size_t i = 1; i < kMostSentLabels; ++i) {
    labels.add(lineOf("other"));
  }
  EXPECT_EQ(labels.size(), kMostSentLabels);
  EXPECT_EQ(takeBuddy(labels, first), "none");
  EXPECT_EQ(takeBuddy(labels, second), "second");
}

TEST(IrcSentLabels, TextsHaveALimit) {
  SentLabels labels;
  const std::string first = labels.add(lineOf("1", std::string(kMostSentText / 2, 'x')));
  const std::string second = labels.add(lineOf("2", std::string(kMostSentText / 2, 'x')));
  const std::string third = labels.add(lineOf("3", "x"));
  EXPECT_EQ(takeBuddy(labels, first), "none");
  EXPECT_EQ(takeBuddy(labels, second), "2");
  const std::string fourth = labels.add(lineOf("4", std::string(kMostSentText - 1, 'x')));
  EXPECT_EQ(labels.size(), 2U) << "the place of the second text is free again";
  labels.add(lineOf("5", std::string(kMostSentText + 1, 'x')));
  EXPECT_EQ(labels.size(), 0U);
  labels.clear();
  EXPECT_EQ(takeBuddy(labels, labels.add(lineOf("6", std::string(kMostSentText, 'x')))), "6");
}

class IrcRecentMessages : public ::testing::Test {
 protected:
  void add(const std::string& id, const std::string& author = "bob", const std::string& conversation = "#lobby") {
    messages_.add({conversation, id, author, false, 1000});
  }
  std::string authorOf(const std::string& id) const {
    const RecentMessage* const message = messages_.find(id);
    return message ? message->author + " in " + message->conversation : "nobody";
  }

  ProcessMemory process_;
  SessionMemory memory_{process_, "server"};
  RecentMessages messages_{memory_};
};

TEST_F(IrcRecentMessages, TheNewestAreKept) {
  add("first");
  for (std::size_t i = 1; i < kMostRecentMessages; ++i) {
    add("m" + std::to_string(i));
  }
  EXPECT_EQ(authorOf("first"), "bob in #lobby");
  const std::size_t used = memory_.used();
  add("last1");
  EXPECT_EQ(authorOf("first"), "nobody");
  EXPECT_EQ(authorOf("last1"), "bob in #lobby");
  EXPECT_EQ(memory_.used(), used) << "of the same size";
  messages_.clear();
  EXPECT_EQ(memory_.used(), 0U);
}

TEST_F(IrcRecentMessages, AnIdThatIsRepeatedIsThatOfTheLastOne) {
  add("x", "bob");
  add("x", "eve");
  EXPECT_EQ(authorOf("x"), "eve in #lobby");
}

TEST_F(IrcRecentMessages, NoIdAndLongNamesAreNotKept) {
  add("");
  add("x", std::string(kMostName + 1, 'n'));
  add("y", "bob", std::string(kMostName + 1, 'n'));
  EXPECT_EQ(messages_.size(), 0U);
  EXPECT_EQ(memory_.used(), 0U);
}

TEST_F(IrcRecentMessages, AuthorsAndConversationsAreRenamed) {
  const Isupport isupport;
  add("room", "Bob");
  add("private", "Bob", "bob");
  add("own", "alice", "bob");
  add("other", "carol");
  messages_.rename(isupport, "bob", "Robert[]");
  EXPECT_EQ(authorOf("room"), "Robert[] in #lobby");
  EXPECT_EQ(authorOf("private"), "Robert[] in robert{}");
  EXPECT_EQ(authorOf("own"), "alice in robert{}");
  EXPECT_EQ(authorOf("other"), "carol in #lobby");
  messages_.clear();
  EXPECT_EQ(memory_.used(), 0U) << "the new names are charged";
}

TEST_F(IrcRecentMessages, WithoutMemoryNothingIsKept) {
  ASSERT_TRUE(memory_.take(kSessionMemory));
  add("x");
  EXPECT_EQ(messages_.size(), 0U);
}

std::string idIn(const std::string& line) { return idOf(Message::parse(line)->tag("msgid")); }

TEST(IrcMessageTags, IdsThatALineCanReferTo) {
  EXPECT_EQ(idIn("@msgid=63E1033A051D4B41B1AB1FA3CF4B243E PRIVMSG #a :x"), "63E1033A051D4B41B1AB1FA3CF4B243E");
  EXPECT_EQ(idIn("PRIVMSG #a :x"), "");
  for (const char* id : {"", "a\\sb", ":a", "a\\nb", "a\x01", "a\x7F"}) {
    EXPECT_EQ(idIn("@msgid=" + std::string(id) + " PRIVMSG #a :x"), "") << id;
  }
  EXPECT_EQ(idIn("@msgid=" + std::string(kMostMessageId, 'x') + " A").size(), kMostMessageId);
  EXPECT_EQ(idIn("@msgid=" + std::string(kMostMessageId + 1, 'x') + " A"), "");
}

TEST(IrcMessageTags, AccountsAndDrafts) {
  const auto account = [](const std::string& tags) { return accountOf(*Message::parse("@" + tags + " A")); };
  EXPECT_EQ(account("account=bob"), "bob");
  EXPECT_EQ(account("account=*"), "");
  EXPECT_EQ(account("account"), "");
  EXPECT_EQ(account("account=" + std::string(kMostAccount + 1, 'x')), "");
  const auto reply = [](const std::string& tags) {
    return replyTagOf(*Message::parse("@" + tags + " A")).value_or("none");
  };
  EXPECT_EQ(reply("+draft/reply=x"), "x");
  EXPECT_EQ(reply("+draft/reply=x;+reply=y"), "y");
  EXPECT_EQ(reply("reply=x;draft/reply=x"), "none") << "a tag of the server";
}

TEST(IrcChatOffer, TheNetworksOfAUserShareALimit) {
  const prism::tests::FakeHost host;
  std::size_t announced = 0;
  {
    ChatOffer first(prism::Host(host.table()), "alice", true, announced, 20);
    ChatOffer second(prism::Host(host.table()), "alice", true, announced, 20);
    for (std::size_t i = 0; i < kMostChatNames; ++i) {
      first.openContact("nick" + std::to_string(i % 400) + "@irc.example.org");
      second.openRoom("#room" + std::to_string(i) + "@irc.example.net");
    }
    EXPECT_EQ(announced, kMostChatNames);
    second.closeRoom("#room0@irc.example.net");
    second.closeRoom("#room0@irc.example.net");
    EXPECT_EQ(announced, kMostChatNames - 2);
  }
  EXPECT_EQ(announced, 0U);
  ChatOffer single(prism::Host(host.table()), "alice", false, announced, 20);
  single.openContact("bob");
  EXPECT_EQ(announced, 0U) << "all conversations are announced in one go";
}

TEST(IrcChatOffer, AClosedConversationHasWhatAllOthersHave) {
  prism::tests::FakeHost host;
  std::size_t announced = 0;
  ChatOffer offer(prism::Host(host.table()), "alice", true, announced, 20);
  ChatFeatures features;
  features.replies = true;
  offer.set(features);
  offer.openContact("bob@irc.example.org");
  host.take();
  offer.closeContact("bob@irc.example.org");
  const std::string inherits = std::to_string(PRISM_CAPABILITIES_INHERIT);
  EXPECT_EQ(host.take(), (prism::tests::Lines{"chat.set_capabilities kind=1 flags=" + inherits,
                                              "history.set_capabilities 1 flags=" + inherits +
                                                  " user=alice buddy=bob@irc.example.org"}));
  EXPECT_EQ(announced, 0U);
}

}  // namespace
}  // namespace irc
