// SPDX-License-Identifier: MIT
// Ids of messages, replies, receipts, and messages of several lines.
#include "tests/irc/servers/scripted_chat.h"

#include <string>
#include <vector>

namespace prism::tests {
namespace {

class ScriptedMessages : public ScriptedChat {};

TEST_F(ScriptedMessages, RepliesOfOthersReferToTheirMessage) {
  enter();
  bobWrites();
  irc_->send("@msgid=m2;+draft/reply=m1 :bob!b@h PRIVMSG alice :indeed");
  await("RAW_XML .*id='m2' from='bob/bot' .*<body>&gt; hello\nindeed</body>.*<reply [^>]*id='m1'/>");
  irc_->send("@msgid=m3;+draft/reply=unknown :bob!b@h PRIVMSG alice :well");
  await("RAW_XML .*id='m3' .*<body>well</body>");
}

TEST_F(ScriptedMessages, AReplyOfTheUserIsATag) {
  enter();
  bobWrites();
  say("alice", "bob", "> hello\nfine");
  irc_->expect("^@label=[0-9]+;\\+draft/reply=m1 PRIVMSG bob :?fine$");
}

// Most clients of IRC do not show what a message answers.
TEST_F(ScriptedMessages, AReplyInAChannelNamesTheAuthor) {
  enter();
  irc_->send("@msgid=c1 :bob!b@h PRIVMSG #lobby :coffee?");
  await("message=\"coffee\\?\" nickname=\"bob\"");
  say("alice", "#lobby", "> coffee?\nyes");
  irc_->expect("^@label=[0-9]+;\\+draft/reply=c1 PRIVMSG #lobby :bob: yes$");
  say("alice", "#lobby", "> coffee?\nbob, really?");
  irc_->expect("^@label=[0-9]+;\\+draft/reply=c1 PRIVMSG #lobby :bob, really\\?$");
}

TEST_F(ScriptedMessages, WithoutTagsAReplyHasAQuote) {
  enter("echo-message");
  irc_->send(":bob!b@h PRIVMSG #lobby :coffee?");
  await("message=\"coffee\\?\"");
  say("alice", "#lobby", "> coffee?\nyes");
  irc_->expect("^PRIVMSG #lobby :\"coffee\\?\" yes$");
}

TEST_F(ScriptedMessages, TagsThatTheServerDropsAreNotSent) {
  enter(kChatCapabilities, "CHANTYPES=# CLIENTTAGDENY=*,-draft/react");
  bobWrites();
  say("alice", "bob", "> hello\nfine");
  irc_->expect("PRIVMSG bob :\"hello\" fine$");
  say("alice", "bob", "/react +");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"Messages cannot be reacted to on this network.\"");
  setTyping("bob", pbnetwork::WrapperMessage::TYPE_BUDDY_TYPING);
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("TAGMSG|\\+draft|\\+typing"), 0U);
}

TEST_F(ScriptedMessages, AReceiptIsTheEcho) {
  enter();
  spectrum_->say("alice", "bob", "psst", "stanza-7");
  const std::string line = irc_->expect("PRIVMSG bob :?psst$");
  collect();
  EXPECT_EQ(count("CONV_MESSAGE_ACK"), 0U) << "the server does not have it yet";
  echo(line, "m9");
  await("CONV_MESSAGE_ACK .*buddyName=\"bob\".* id=\"stanza-7\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE |RAW_XML"), 0U) << keptFrames();
}

TEST_F(ScriptedMessages, WithoutEchoesAReceiptIsTheServersAck) {
  enter("message-tags batch labeled-response");
  spectrum_->say("alice", "bob", "psst", "stanza-7");
  irc_->send("@" + labelOf(irc_->expect("PRIVMSG bob :?psst$")) + " :irc.prism.test ACK");
  await("CONV_MESSAGE_ACK .*buddyName=\"bob\".* id=\"stanza-7\"");
}

TEST_F(ScriptedMessages, ARefusalConcernsItsMessage) {
  enter();
  say("alice", "bob", "psst");
  irc_->send("@" + labelOf(irc_->expect("PRIVMSG bob :?psst$")) +
             " :irc.prism.test 401 alice bob :No such nick/channel");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"Your message was not delivered: No such nick/channel\"");
  say("alice", "#lobby", "hello");
  irc_->send("@" + labelOf(irc_->expect("PRIVMSG #lobby :?hello$")) +
             " :irc.prism.test 404 alice #lobby :Cannot send to channel");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Your message was not delivered: Cannot send to channel\"");
  awaitRoundTrip();
  EXPECT_EQ(count("No such nick|Cannot send"), 0U) << keptFrames();
}

TEST_F(ScriptedMessages, LabelsThatNobodyHasGiven) {
  enter();
  irc_->send("@label=77777 :irc.prism.test 401 alice bob :No such nick/channel");
  irc_->send("@label=77777 :irc.prism.test ACK");
  irc_->send("@label=x :irc.prism.test BATCH +l labeled-response");
  irc_->send("@batch=l :irc.prism.test 404 alice #lobby :Cannot send to channel");
  irc_->send("BATCH -l");
  await("message=\"Cannot send to channel\"");
  irc_->send("@label=9;msgid=z :alice!~alice@127.0.0.1 PRIVMSG #lobby :mine");
  await("CONV_MESSAGE .*message=\"mine\" nickname=\"alice\"");
}

TEST_F(ScriptedMessages, AnIdThatIsRepeatedHidesNothing) {
  enter();
  bobWrites();
  irc_->send("@msgid=m1 :bob!b@h PRIVMSG alice :again");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"again\"");
  irc_->send("@msgid=m1 :bob!b@h PRIVMSG #lobby :elsewhere");
  await("message=\"elsewhere\" nickname=\"bob\"");
  aliceWrites("bob", "mine", "m1");
  aliceWrites("#lobby", "ours", "m1");
  irc_->send("@+draft/reply=m1;+draft/react=+ :bob!b@h TAGMSG alice");
  irc_->send("@+draft/reply=m1;+draft/react=+ :bob!b@h TAGMSG #lobby");
  irc_->send(":bob!b@h REDACT alice m1");
  irc_->send(":bob!b@h REDACT #lobby m1");
  awaitRoundTrip();
}

TEST_F(ScriptedMessages, IdsThatAreNone) {
  enter();
  for (const std::string& id : {std::string("a\\sb"), std::string(4000, 'x'), std::string("\x01"), std::string()}) {
    irc_->send("@msgid=" + id + ";+draft/reply=" + id + ";account=" + id + " :bob!b@h PRIVMSG alice :hi");
    await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hi\"");
    irc_->send("@msgid=" + id + ";+draft/reply=" + id + ";+draft/react=x :bob!b@h TAGMSG alice");
  }
  for (const std::string& id : {std::string("a b"), std::string(4000, 'x'), std::string("\x01"), std::string()}) {
    irc_->send(":bob!b@h REDACT alice :" + id);
  }
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

// Without draft/multiline, each line is a message of its own on IRC. The user's client has sent one.
TEST_F(ScriptedMessages, ATextOfSeveralLinesIsShownWhole) {
  enter("message-tags batch labeled-response echo-message");
  spectrum_->say("alice", "#lobby", "one\ntwo\nthree", "stanza-7");
  std::vector<std::string> lines;
  for (const char* text : {"one", "two", "three"}) {
    lines.push_back(irc_->expect("PRIVMSG #lobby :?" + std::string(text) + "$"));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    echo(lines[i], "m" + std::to_string(i));
  }
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"one.ntwo.nthree\" nickname=\"alice\"");
  await("CONV_MESSAGE_ACK .*id=\"stanza-7\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedMessages, TheRefusalOfALongTextIsToldOnce) {
  enter("message-tags batch labeled-response echo-message");
  say("alice", "#lobby", "one\ntwo\nthree");
  for (const char* text : {"one", "two", "three"}) {
    irc_->send("@" + labelOf(irc_->expect("PRIVMSG #lobby :?" + std::string(text) + "$")) +
               " :irc.prism.test 404 alice #lobby :Cannot send to channel");
  }
  await("message=\"Your message was not delivered: Cannot send to channel\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedMessages, ATextOfSeveralLinesIsABatch) {
  enter();
  say("alice", "#lobby", "one\n\n" + std::string(600, 'x'));
  const std::string begin = irc_->expect("BATCH \\+");
  EXPECT_TRUE(Expression("^@label=[0-9]+ BATCH \\+1 draft/multiline #lobby$").matches(begin)) << begin;
  irc_->expect("^@batch=1 PRIVMSG #lobby :?one$");
  irc_->expect("^@batch=1 PRIVMSG #lobby :$");
  irc_->expect("^@batch=1 PRIVMSG #lobby :?x+$");
  irc_->expect("^@batch=1;draft/multiline-concat PRIVMSG #lobby :?x+$");
  irc_->expect("^BATCH -1$");
  irc_->send("@" + labelOf(begin) + ";msgid=m9 :alice!~alice@127.0.0.1 BATCH +e draft/multiline #lobby");
  irc_->send("@batch=e :alice!~alice@127.0.0.1 PRIVMSG #lobby :one");
  irc_->send("@batch=e :alice!~alice@127.0.0.1 PRIVMSG #lobby :two ");
  irc_->send("@batch=e;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #lobby :words");
  irc_->send(":irc.prism.test BATCH -e");
  await("CONV_MESSAGE .*message=\"one.ntwo words\" nickname=\"alice\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
  say("alice", "#lobby", "/me waves\nand smiles");
  irc_->expect(
      "PRIVMSG #lobby :\x01"
      "ACTION waves\x01$");
}

TEST_F(ScriptedMessages, OthersWriteSeveralLines) {
  enter();
  irc_->send("@msgid=m1;account=bobs :bob!b@h BATCH +b draft/multiline alice");
  irc_->send(
      "@batch=b :bob!b@h PRIVMSG alice :\x02"
      "bold\x02 one");
  irc_->send(":carol!c@h PRIVMSG alice :meanwhile");
  irc_->send("@batch=b :bob!b@h TAGMSG alice");
  irc_->send("@batch=b :bob!b@h PRIVMSG alice :");
  irc_->send("@batch=b :bob!b@h PRIVMSG alice :three");
  irc_->send(":irc.prism.test BATCH -b");
  await("CONV_MESSAGE .*buddyName=\"carol\" message=\"meanwhile\"");
  await("RAW_XML .*id='m1' from='bob/bot' to='alice'><body>bold one\n\nthree</body>");
  // A batch of nothing, one that never ends, one to nobody, and an end without a beginning.
  irc_->send(":bob!b@h BATCH +c draft/multiline alice");
  irc_->send("BATCH -c");
  irc_->send(":bob!b@h BATCH +d draft/multiline alice");
  irc_->send("@batch=d :bob!b@h PRIVMSG alice :never");
  irc_->send(":bob!b@h BATCH +f draft/multiline");
  irc_->send("@batch=f :bob!b@h PRIVMSG alice :nobody");
  irc_->send("BATCH -f");
  irc_->send("BATCH -g");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE|RAW_XML"), 0U) << keptFrames();
}

TEST_F(ScriptedMessages, ALongMessageOfOthersIsCut) {
  enter();
  irc_->send("@msgid=m1 :bob!b@h BATCH +b draft/multiline #lobby");
  for (int i = 0; i < 80; ++i) {
    irc_->send("@batch=b :bob!b@h PRIVMSG #lobby :" + std::string(1000, 'x'));
  }
  irc_->send("BATCH -b");
  await("CONV_MESSAGE .*nickname=\"bob\"");
  awaitRoundTrip();
}

TEST_F(ScriptedMessages, HistoryHasIdsAndSeveralLines) {
  aliceLogsIn({.capabilities = std::string(kChatCapabilities) + " draft/chathistory draft/event-playback"}, kStrict);
  aliceJoins("#lobby", "@bob");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* [0-9]+$");
  irc_->send(":irc.prism.test BATCH +h chathistory #lobby");
  irc_->send("@batch=h;msgid=o1;time=2021-04-05T06:07:08.000Z :bob!b@h PRIVMSG #lobby :first");
  irc_->send("@batch=h;msgid=o2;time=2021-04-05T06:07:09.000Z :alice!~a@h BATCH +m draft/multiline #lobby");
  irc_->send("@batch=m :alice!~a@h PRIVMSG #lobby :one");
  irc_->send("@batch=m :alice!~a@h PRIVMSG #lobby :two");
  irc_->send(":irc.prism.test BATCH -m");
  irc_->send("@batch=h;time=2021-04-05T06:07:10.000Z;+draft/reply=o2;+draft/react=+ :bob!b@h TAGMSG #lobby");
  irc_->send("@batch=h;time=2021-04-05T06:07:11.000Z :bob!b@h REDACT #lobby o1 :oops");
  irc_->send(":irc.prism.test BATCH -h");
  await("message=\"first\" nickname=\"bob\".* timestamp=\"20210405T060708\"");
  await("message=\"one.ntwo\" nickname=\"alice\".* timestamp=\"20210405T060709\"");
  await("message=\"\\(reacts with \\+ to your message: .+one two.+\\)\" nickname=\"bob\"");
  await("message=\"\\(has retracted a message: .+first.+\\)\" nickname=\"bob\"");
}

}  // namespace
}  // namespace prism::tests
