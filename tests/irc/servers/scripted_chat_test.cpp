// SPDX-License-Identifier: MIT
// Reactions, retractions, read markers and typing, in both directions.
#include "tests/irc/servers/scripted_chat.h"

#include <string>
#include <utility>

namespace prism::tests {
namespace {

using Type = pbnetwork::WrapperMessage;

// Of a message of bob's.
const std::string kNoReactions = "<reactions xmlns='urn:xmpp:reactions:0' id='m1'(/>|></reactions>)";

TEST_F(ScriptedChat, OthersReact) {
  enter();
  bobWrites();
  irc_->send("@+draft/reply=m1;+draft/react=+1 :bob!b@h TAGMSG alice");
  await("RAW_XML .*from='bob/bot' .*<reactions [^>]*id='m1'><reaction>\\+1</reaction></reactions>");
  irc_->send("@+draft/reply=m1;+draft/react=\xE2\x98\x95 :bob!b@h TAGMSG alice");
  await("RAW_XML .*<reaction>\\+1</reaction><reaction>\xE2\x98\x95</reaction></reactions>");
  irc_->send("@+draft/reply=m1;+draft/unreact=+1 :bob!b@h TAGMSG alice");
  await("RAW_XML .*id='m1'><reaction>\xE2\x98\x95</reaction></reactions>");
  irc_->send("@+reply=m1;+unreact=\xE2\x98\x95 :bob!b@h TAGMSG alice");
  await("RAW_XML .*" + kNoReactions);
}

TEST_F(ScriptedChat, AReactionIsTakenBackByItsRedaction) {
  enter();
  bobWrites();
  irc_->send("@msgid=r1;+draft/reply=m1;+draft/react=+1 :bob!b@h TAGMSG alice");
  await("RAW_XML .*<reaction>\\+1</reaction>");
  irc_->send(":bob!b@h REDACT alice r1");
  await("RAW_XML .*" + kNoReactions);
}

TEST_F(ScriptedChat, ReactionsThatAreNone) {
  enter();
  bobWrites();
  for (const std::string& tags :
       {std::string("+draft/react=+"), std::string("+draft/reply=m1"), std::string("+draft/reply=m1;+draft/react"),
        std::string("+draft/reply=m1;+draft/react=a\\nb"), "+draft/reply=m1;+draft/react=" + std::string(65, 'x'),
        std::string("draft/reply=m1;draft/react=+")}) {
    irc_->send("@" + tags + " :bob!b@h TAGMSG alice");
  }
  irc_->send("@+draft/reply=m1;+draft/react=+ :bob!b@h TAGMSG carol");
  irc_->send("@+draft/reply=m1;+draft/react=+ :bob!b@h TAGMSG #elsewhere");
  irc_->send("@+draft/reply=m1;+draft/react=+ :irc.prism.test TAGMSG alice");
  irc_->send("@+draft/reply=m1;+draft/react=+ TAGMSG alice");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, TheUserReacts) {
  enter();
  bobWrites();
  say("alice", "bob", "/react +1");
  const std::string line = irc_->expect("^@label=[0-9]+;\\+draft/reply=m1;\\+draft/react=\\+1 TAGMSG bob$");
  echo(line, "r1");
  say("alice", "bob", "/react +1");
  irc_->expect("^@label=[0-9]+;\\+draft/reply=m1;\\+draft/unreact=\\+1 TAGMSG bob$");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, ReactionsInAnotherClientOfTheUserCount) {
  enter();
  bobWrites();
  irc_->send("@+draft/reply=m1;+draft/react=+1 :alice!~alice@127.0.0.1 TAGMSG bob");
  awaitRoundTrip();
  say("alice", "bob", "/react +1");
  irc_->expect("^@label=[0-9]+;\\+draft/reply=m1;\\+draft/unreact=\\+1 TAGMSG bob$");
}

TEST_F(ScriptedChat, OthersRetract) {
  enter();
  bobWrites();
  irc_->send(":bob!b@h REDACT alice m1 :oops");
  await("RAW_XML .*from='bob/bot' .*<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>");
  irc_->send(":bob!b@h REDACT alice unknown");
  await("RAW_XML .*from='bob/bot' .*<retract xmlns='urn:xmpp:message-retract:1' id='unknown'/>");
}

TEST_F(ScriptedChat, NobodyRetractsWhatAnotherHasWritten) {
  enter();
  aliceWrites("bob", "mine", "m5");
  bobWrites();
  irc_->send(":bob!b@h REDACT alice m5");
  irc_->send(":carol!c@h REDACT alice m1");
  irc_->send(":alice!~alice@127.0.0.1 REDACT bob m1");
  irc_->send("REDACT alice m1");
  irc_->send(":bob!b@h REDACT #elsewhere m1");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, InAChannelMessagesAreRetractedAndRemoved) {
  enter();
  irc_->send("@msgid=c1 :bob!b@h PRIVMSG #lobby :coffee");
  await("message=\"coffee\"");
  irc_->send("@msgid=c2 :bob!b@h PRIVMSG #lobby :tea");
  await("message=\"tea\"");
  aliceWrites("#lobby", "milk", "c3");
  irc_->send(":bob!b@h REDACT #lobby c1 :cold");
  await("CONV_MESSAGE .*message=\"\\(has retracted a message: .+coffee.+\\)\" nickname=\"bob\"");
  irc_->send(":op!o@h REDACT #lobby c2 :off topic");
  await("message=\"\\(op has removed a message: .+tea.+, because: off topic\\)\"");
  irc_->send(":op!o@h REDACT #lobby c3");
  await("message=\"\\(op has removed a message: .+milk.+\\)\"");
}

TEST_F(ScriptedChat, TheUserRetracts) {
  enter();
  say("alice", "bob", "hello");
  const std::string line = irc_->expect("PRIVMSG bob :?hello$");
  say("alice", "bob", "/retract");
  await("message=\"That was not possible: the network has not told how this message can be referred to\"");
  EXPECT_EQ(irc_->count("REDACT"), 0U);
  say("alice", "bob", "again");
  echo(line, "m8");
  echo(irc_->expect("PRIVMSG bob :?again$"), "m9");
  awaitRoundTrip();
  say("alice", "bob", "/retract");
  const std::string redact = irc_->expect("^@label=[0-9]+ REDACT bob m9$");
  irc_->send("@" + labelOf(redact) + " :irc.prism.test FAIL REDACT REDACT_FORBIDDEN bob m9 :You may not do that");
  await("message=\"That was not possible: You may not do that\"");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

// Without draft/multiline, each line of a text is a message on IRC, with an id of its own.
TEST_F(ScriptedChat, AllLinesOfATextAreOneMessage) {
  enter("message-tags batch labeled-response echo-message draft/message-redaction");
  spectrum_->say("alice", "bob", "one\ntwo\nthree", "stanza-7");
  const std::string one = irc_->expect("PRIVMSG bob :?one$");
  const std::string two = irc_->expect("PRIVMSG bob :?two$");
  const std::string three = irc_->expect("PRIVMSG bob :?three$");
  echo(one, "m7");
  echo(two, "m8");
  echo(three, "m9");
  await("CONV_MESSAGE_ACK .*id=\"stanza-7\"");
  irc_->send("@+draft/reply=m8;+draft/react=+1 :bob!b@h TAGMSG alice");
  await("RAW_XML .*from='bob/bot' .*<reactions [^>]*id='stanza-7'><reaction>\\+1</reaction>");
  irc_->send("@msgid=m10;+draft/reply=m9 :bob!b@h PRIVMSG alice :three?");
  await("<reply [^>]*id='stanza-7'/>");
  say("alice", "bob", "/retract");
  const std::string first = irc_->expect("REDACT bob m7$");
  for (const char* id : {"m8", "m9"}) {
    irc_->send("@" + labelOf(irc_->expect("REDACT bob " + std::string(id) + "$")) +
               " :irc.prism.test FAIL REDACT REDACT_FORBIDDEN bob " + id + " :You may not do that");
  }
  irc_->send("@" + labelOf(first) + " :irc.prism.test FAIL REDACT REDACT_FORBIDDEN bob m7 :You may not do that");
  await("message=\"That was not possible: You may not do that\"");
  awaitRoundTrip();
  EXPECT_EQ(count("RAW_XML|CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, WithoutCapabilitiesNothingCanBeReferredTo) {
  enter("echo-message");
  irc_->send("@msgid=m1 :bob!b@h PRIVMSG alice :hello");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"");
  say("alice", "bob", "/react +1");
  await("message=\"[^\"]+\"");
  say("alice", "bob", "/retract");
  await("message=\"[^\"]+\"");
  setTyping("bob", Type::TYPE_BUDDY_TYPING);
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("TAGMSG|REDACT|MARKREAD"), 0U);
}

TEST_F(ScriptedChat, CapabilitiesComeAndGo) {
  enter("message-tags labeled-response batch echo-message");
  bobWrites();
  aliceWrites("bob", "mine", "m5");
  say("alice", "bob", "/retract");
  await("message=\"Messages cannot be retracted on this network.\"");
  irc_->send(":irc.prism.test CAP alice NEW :draft/message-redaction");
  irc_->send("CAP alice ACK" + irc_->expect("^CAP REQ :?draft/message-redaction$").substr(7));
  awaitRoundTrip();
  say("alice", "bob", "/retract");
  irc_->expect("REDACT bob m5$");
  irc_->send(":irc.prism.test CAP alice DEL :draft/message-redaction");
  awaitRoundTrip();
  aliceWrites("bob", "more", "m6");
  say("alice", "bob", "/retract");
  await("message=\"Messages cannot be retracted on this network.\"");
}

TEST_F(ScriptedChat, WhatTheUserHasReadIsTold) {
  enter();
  bobWrites();
  say("alice", "bob", "fine");
  irc_->expect("^MARKREAD bob timestamp=2021-04-05T06:07:08.123Z$");
  // In another client, the user has read more.
  irc_->send(":irc.prism.test MARKREAD bob timestamp=2021-04-05T06:07:10.000Z");
  irc_->send("@msgid=m2;time=2021-04-05T06:07:09.000Z :bob!b@h PRIVMSG alice :and you?");
  await("RAW_XML .*id='m2'");
  say("alice", "bob", "well");
  irc_->expect("PRIVMSG bob :?well$");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("MARKREAD"), 1U);
  for (const char* line : {"MARKREAD bob *", "MARKREAD bob", "MARKREAD bob timestamp=x", "MARKREAD"}) {
    irc_->send(":irc.prism.test " + std::string(line));
  }
  irc_->send("FAIL MARKREAD INTERNAL_ERROR bob :The read timestamp could not be set");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE|RAW_XML"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, TheUserTypes) {
  enter();
  for (int i = 0; i < 20; ++i) {
    setTyping("bob", Type::TYPE_BUDDY_TYPING);
  }
  irc_->expect("^@label=[0-9]+;\\+typing=active TAGMSG bob$");
  setTyping("bob", Type::TYPE_BUDDY_TYPED);
  irc_->expect("^@label=[0-9]+;\\+typing=paused TAGMSG bob$");
  EXPECT_EQ(irc_->count("TAGMSG"), 2U) << "one in three seconds";
  setTyping("bob", Type::TYPE_BUDDY_TYPING);
  say("alice", "bob", "hello");
  irc_->expect("PRIVMSG bob :?hello$");
  setTyping("bob", Type::TYPE_BUDDY_STOPPED_TYPING);
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("TAGMSG"), 2U) << "the message has ended it";
}

TEST_F(ScriptedChat, WhoIsNotThereIsNotWrittenTo) {
  enter();
  setTyping("nobody", Type::TYPE_BUDDY_TYPING);
  irc_->send("@" + labelOf(irc_->expect("TAGMSG nobody$")) + " :irc.prism.test 401 alice nobody :No such nick");
  awaitRoundTrip();
  EXPECT_EQ(count("No such nick"), 0U) << keptFrames();
}

TEST_F(ScriptedChat, OthersType) {
  enter();
  irc_->send("@+typing=active :bob!b@h TAGMSG alice");
  await("BUDDY_TYPING .*buddyName=\"bob\"");
  irc_->send("@+typing=active :bob!b@h TAGMSG alice");
  irc_->send("@+typing=paused :bob!b@h TAGMSG alice");
  await("BUDDY_TYPED .*buddyName=\"bob\"");
  irc_->send("@+draft/typing=done :bob!b@h TAGMSG alice");
  await("BUDDY_STOPPED_TYPING .*buddyName=\"bob\"");
  irc_->send("@+typing=active :bob!b@h TAGMSG alice");
  await("BUDDY_TYPING .*buddyName=\"bob\"");
  await("BUDDY_STOPPED_TYPING .*buddyName=\"bob\"");  // six seconds later
  for (const char* line : {"@+typing=nonsense :bob!b@h TAGMSG alice", "@+typing=done :bob!b@h TAGMSG alice",
                           "@+typing=active :bob!b@h TAGMSG carol", "@typing=active :bob!b@h TAGMSG alice",
                           "@+typing=active :alice!~alice@127.0.0.1 TAGMSG bob"}) {
    irc_->send(line);
  }
  awaitRoundTrip();
  EXPECT_EQ(count("TYP"), 0U) << keptFrames();
}

// With the network in the names, rooms have a domain: their events are stanzas. The proxy is the server.
class ScriptedNetworks : public ScriptedChat {
 protected:
  void enterNetwork(const std::string& network, const std::string& capabilities) {
    join("alice", "#lobby@" + network, "alice");
    accept();
    irc_->expect("^CONNECT " + network + ":6667 ");
    irc_->expect("^$");
    irc_->send("HTTP/1.1 200 OK\r\n");
    greet(*irc_, {.capabilities = capabilities});
    awaitAndAnswerJoin("#lobby", "@bob");
    awaitEntered("alice", "#lobby@" + network);
  }
};

TEST_F(ScriptedNetworks, WhatTheUserHasReadElsewhereIsShownInRooms) {
  launchIrc("", "[proxy]\ntype = http\nhost = 127.0.0.1\nport = " + std::to_string(port()) + "\n" + kStrict);
  logIn("alice");
  enterNetwork("irc.prism.test", kChatCapabilities);
  irc_->send("@msgid=c1;time=2021-04-05T06:07:08.000Z :bob!b@h PRIVMSG #lobby :one");
  irc_->send("@msgid=c2;time=2021-04-05T06:07:10.000Z :bob!b@h PRIVMSG #lobby :two");
  await("RAW_XML .*id='c2'");
  irc_->send(":irc.prism.test MARKREAD #lobby timestamp=2021-04-05T06:07:09.000Z");
  await("RAW_XML .*from='#lobby@irc.prism.test/alice' .*<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>");
  irc_->send(":irc.prism.test MARKREAD #lobby timestamp=2021-04-05T06:07:10.000Z");
  await("RAW_XML .*from='#lobby@irc.prism.test/alice' .*<displayed xmlns='urn:xmpp:chat-markers:0' id='c2'/>");
  dropKeptFrames();
  irc_->send(":irc.prism.test MARKREAD #lobby timestamp=2021-04-05T06:07:10.000Z");
  awaitRoundTrip();
  say("alice", "#lobby@irc.prism.test", "fine");
  irc_->expect("PRIVMSG #lobby :?fine$");
  EXPECT_EQ(count("RAW_XML .*<displayed"), 0U) << "it is known already";
  EXPECT_EQ(irc_->count("MARKREAD"), 0U) << "the server has the mark";
}

TEST_F(ScriptedNetworks, WhoHasKickedTheUserIsTold) {
  launchIrc("", "[proxy]\ntype = http\nhost = 127.0.0.1\nport = " + std::to_string(port()) + "\n" + kStrict);
  logIn("alice");
  enterNetwork("irc.prism.test", kChatCapabilities);
  irc_->send(":bob!b@h KICK #lobby alice :out");
  await("RAW_XML .*from='#lobby@irc.prism.test/alice' .*<actor nick='bob'/><reason>bob: out</reason>.*code='307'");
}

TEST_F(ScriptedNetworks, EachHasItsOwnCapabilities) {
  launchIrc("", "[proxy]\ntype = http\nhost = 127.0.0.1\nport = " + std::to_string(port()) + "\n" + kStrict);
  logIn("alice");
  enterNetwork("irc.prism.test", kChatCapabilities);
  LineSocket modern = std::move(*irc_);
  enterNetwork("old.prism.test", "server-time");
  LineSocket old = std::move(*irc_);
  dropKeptFrames();

  modern.send("@msgid=c1;account=bobs :bob!b@h PRIVMSG #lobby :coffee?");
  await(
      "RAW_XML .*type='groupchat' id='c1' from='#lobby@irc.prism.test/bob' .*<body>coffee\\?</body>.*"
      "<stanza-id [^>]*id='c1'/><occupant-id [^>]*id='bobs'/>");
  modern.send("@+draft/reply=c1;+draft/react=+1;account=carols :carol!c@h TAGMSG #lobby");
  await("RAW_XML .*from='#lobby@irc.prism.test/carol' .*<reactions [^>]*id='c1'><reaction>\\+1<");
  say("alice", "#lobby@irc.prism.test", "/react !");
  modern.expect("\\+draft/react=! TAGMSG #lobby$");
  modern.send(":op!o@h REDACT #lobby c1 :off topic");
  await("RAW_XML .*from='#lobby@irc.prism.test' .*<retract xmlns='urn:xmpp:message-retract:1' id='c1'>");

  old.send("@msgid=d1 :bob!b@h PRIVMSG #lobby :tea?");
  await("CONV_MESSAGE .*buddyName=\"#lobby@old.prism.test\" message=\"tea\\?\" nickname=\"bob\"");
  say("alice", "#lobby@old.prism.test", "/react !");
  await("CONV_MESSAGE .*buddyName=\"#lobby@old.prism.test\" message=\"[^\"]+\"");
  EXPECT_EQ(old.count("TAGMSG"), 0U);

  modern.send("@msgid=p1 :bob!b@h PRIVMSG alice :psst");
  await("RAW_XML .*type='chat' id='p1' from='#lobby@irc.prism.test/bob' ");
  leave("alice", "#lobby@irc.prism.test");
  modern.expect("^PART #lobby");
  modern.send("@msgid=p2 :bob!b@h PRIVMSG alice :where are you?");
  await("RAW_XML .*type='chat' id='p2' from='bob@irc.prism.test/bot' ");
  say("alice", "bob@irc.prism.test", "/react ?");
  modern.expect("\\+draft/reply=p2;\\+draft/react=\\? TAGMSG bob$");
}

}  // namespace
}  // namespace prism::tests
