// SPDX-License-Identifier: MIT
// Outgoing lines as values, and their wire form.
#include "protocol/outgoing_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace irc {
namespace {

using Kind = OutgoingLine::Kind;

TEST(IrcOutgoingLine, ChatMessages) {
  EXPECT_EQ(OutgoingLine::chat(Kind::kMessage, "#lobby", "hello all").wire(), "PRIVMSG #lobby :hello all");
  EXPECT_EQ(OutgoingLine::chat(Kind::kMessage, "bob", "hi").wire(), "PRIVMSG bob hi");
  EXPECT_EQ(OutgoingLine::chat(Kind::kNotice, "bob", ":)").wire(), "NOTICE bob ::)");
  EXPECT_EQ(OutgoingLine::chat(Kind::kAction, "#lobby", "waves").wire(),
            "PRIVMSG #lobby :\x01"
            "ACTION waves\x01");
  EXPECT_TRUE(OutgoingLine::chat(Kind::kAction, "#lobby", "waves").isChat());
  EXPECT_FALSE(OutgoingLine::join("#lobby").isChat());
}

TEST(IrcOutgoingLine, NoTextEndsTheLine) {
  const OutgoingLine line = OutgoingLine::chat(Kind::kMessage, "bob", "a\r\nQUIT");
  EXPECT_EQ(line.wire(), "PRIVMSG bob :a  QUIT");
  EXPECT_EQ(line.text, "a  QUIT") << "as it is echoed";
  EXPECT_EQ(OutgoingLine::part("#lobby", "bye\nQUIT").wire(), "PART #lobby :bye QUIT");
  EXPECT_EQ(OutgoingLine::raw("JOIN #a\nQUIT").wire(), "JOIN #a QUIT");
}

TEST(IrcOutgoingLine, Commands) {
  EXPECT_EQ(OutgoingLine::join("#a,#b").wire(), "JOIN #a,#b");
  EXPECT_EQ(OutgoingLine::join("#a", "key").wire(), "JOIN #a key");
  EXPECT_EQ(OutgoingLine::part("#a", "").wire(), "PART #a");
  EXPECT_EQ(OutgoingLine::ison("bob carol").wire(), "ISON bob carol");
  EXPECT_EQ(OutgoingLine::ison("bob carol").nicks(), "bob carol");
  EXPECT_EQ(OutgoingLine::list("").wire(), "LIST");
  EXPECT_EQ(OutgoingLine::list("#a*").wire(), "LIST #a*");
  EXPECT_EQ(OutgoingLine::command("TOPIC", {"#a", "on topic"}).wire(), "TOPIC #a :on topic");
}

TEST(IrcOutgoingLine, TagsAlone) {
  const OutgoingLine line = OutgoingLine::onlyTags("#lobby", "+typing=active");
  EXPECT_EQ(line.wire(), "TAGMSG #lobby");
  EXPECT_EQ(line.tags, "+typing=active");
  EXPECT_TRUE(line.isChat()) << "it waits while the channel is not entered";
  EXPECT_FALSE(line.isMessage());
}

TEST(IrcOutgoingLine, SeveralLinesAreABatch) {
  const OutgoingLine line = OutgoingLine::multiline(Kind::kMessage, "#lobby",
                                                    {{"one", false}, {" more", true}, {"", false}, {":two", false}});
  EXPECT_EQ(line.text, "one more\n\n:two") << "as it is echoed";
  EXPECT_TRUE(line.isMessage());
  EXPECT_EQ(
      line.wireBatch("3", "label=5;+draft/reply=x"),
      (std::vector<std::string>{"@label=5;+draft/reply=x BATCH +3 draft/multiline #lobby",
                                "@batch=3 PRIVMSG #lobby one", "@batch=3;draft/multiline-concat PRIVMSG #lobby : more",
                                "@batch=3 PRIVMSG #lobby :", "@batch=3 PRIVMSG #lobby ::two", "BATCH -3"}));
  EXPECT_EQ(OutgoingLine::multiline(Kind::kNotice, "bob", {{"x", false}, {"a\r\nQUIT", false}}).wireBatch("1", ""),
            (std::vector<std::string>{"BATCH +1 draft/multiline bob", "@batch=1 NOTICE bob x",
                                      "@batch=1 NOTICE bob :a  QUIT", "BATCH -1"}));
}

TEST(IrcOutgoingLine, ALineThatWasTypedHasItsKind) {
  const OutgoingLine ison = OutgoingLine::raw("ison bob carol");
  EXPECT_EQ(ison.kind, Kind::kIson);
  EXPECT_EQ(ison.nicks(), "bob carol");
  EXPECT_EQ(ison.wire(), "ison bob carol");
  EXPECT_EQ(OutgoingLine::raw("ISON").kind, Kind::kOther);
  EXPECT_EQ(OutgoingLine::raw("list").kind, Kind::kList);
  EXPECT_EQ(OutgoingLine::raw("LIST #a* 10").wire(), "LIST #a* 10");
  EXPECT_EQ(OutgoingLine::raw("JOIN #a key").kind, Kind::kJoin);
  EXPECT_EQ(OutgoingLine::raw("JOIN #a key").wire(), "JOIN #a key");
  EXPECT_EQ(OutgoingLine::raw("PART #a").kind, Kind::kPart);
  EXPECT_EQ(OutgoingLine::raw("LIST\n>100").kind, Kind::kList) << "a line feed is sent as a space";
  EXPECT_EQ(OutgoingLine::raw("PRIVMSG #a :hello").kind, Kind::kOther) << "the user sees what the server answers";
  EXPECT_EQ(OutgoingLine::raw("PRIVMSG #a :hello").wire(), "PRIVMSG #a :hello");
  EXPECT_EQ(OutgoingLine::raw("").wire(), "");
}

}  // namespace
}  // namespace irc
