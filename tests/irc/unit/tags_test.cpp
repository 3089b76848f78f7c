// SPDX-License-Identifier: MIT
// The tags of lines to send.
#include "protocol/tags.h"

#include "protocol/message.h"

#include <gtest/gtest.h>

#include <string>

namespace irc {
namespace {

TEST(IrcTags, AreAppended) {
  std::string tags;
  EXPECT_EQ(withTags(tags, "PING x"), "PING x");
  EXPECT_TRUE(appendTag("label", "5", &tags));
  EXPECT_TRUE(appendTag("+draft/reply", "abc", &tags));
  EXPECT_TRUE(appendTag("draft/multiline-concat", "", &tags));
  EXPECT_EQ(tags, "label=5;+draft/reply=abc;draft/multiline-concat");
  EXPECT_EQ(withTags(tags, "TAGMSG #a"), "@label=5;+draft/reply=abc;draft/multiline-concat TAGMSG #a");
}

TEST(IrcTags, AnyValueComesBackAsItWas) {
  const std::string value = "a;b c\\d\re\nf\\s=\xE2\x82\xAC";
  std::string tags;
  ASSERT_TRUE(appendTag("+draft/react", value, &tags));
  EXPECT_EQ(tags.find_first_of(" \r\n"), std::string::npos) << tags;
  const std::string line = withTags(tags, "TAGMSG #a");
  const auto message = Message::parse(line);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->tag("+draft/react"), value);
  EXPECT_EQ((*message)[0], "#a");
}

TEST(IrcTags, NoNameCanPoseAsTwo) {
  for (const char* name : {"", "+", "a=b", "a;b", "a b", "a\nb", "+a+b", "\xC3\xA9"}) {
    std::string tags = "label=5";
    EXPECT_FALSE(appendTag(name, "x", &tags)) << name;
    EXPECT_EQ(tags, "label=5");
  }
}

TEST(IrcTags, NoMoreThanAServerTakes) {
  std::string tags;
  ASSERT_TRUE(appendTag("label", "5", &tags));
  const std::string before = tags;
  const std::size_t rest = kMostClientTags - tags.size() - std::string(";+a=").size();
  EXPECT_FALSE(appendTag("+a", std::string(rest + 1, 'x'), &tags));
  EXPECT_FALSE(appendTag("+a", std::string(rest / 2, ' ') + std::string(rest % 2 + 1, 'x'), &tags)) << "escaped";
  EXPECT_EQ(tags, before);
  EXPECT_TRUE(appendTag("+a", std::string(rest, 'x'), &tags));
  EXPECT_EQ(tags.size(), kMostClientTags);
}

}  // namespace
}  // namespace irc
