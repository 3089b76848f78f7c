// SPDX-License-Identifier: MIT
// Ids, replies, reactions, retractions, read markers, typing and messages of several lines with a real Ergo.
#include "tests/irc/servers/ergo_fixture.h"

#include <string>

namespace prism::tests {
namespace {

class ErgoChat : public ErgoFixture {
 protected:
  // alice and bob have accounts, which Ergo wants of those who retract messages. They are in #lobby, and bob is a
  // contact of alice's, too.
  void enter(const ErgoOptions& options = {}) {
    startServer(options);
    registerAccount(server_->port(), "alice", kCanary);
    registerAccount(server_->port(), "bob", kCanary);
    launchIrc(serverAddress(), "[prism]\nstrict = 1\n");
    connect("bob");
    bob_->join("#lobby");
    logIn("alice", kCanary);
    addContact("alice", "bob");
    joinAndWait("alice", "#lobby", "alice");
    bob_->expect(" JOIN :?#lobby");
    awaitRoundTrip(*bob_, "alice", "alice");
    dropKeptFrames();
  }

  // Connects bob, or another client of an account, with all that Ergo has.
  Client& connect(const std::string& account) {
    return bob_.emplace(server_->port(), account,
                        std::vector<std::string>{"PASS " + account + ":" + kCanary,
                                                 "CAP REQ :message-tags batch account-tag draft/multiline "
                                                 "draft/message-redaction draft/read-marker",
                                                 "CAP END"});
  }

  static std::string tagOf(const std::string& line, const std::string& name) {
    const auto groups = Expression("[@;]" + name + "=([^; ]+)").groupsIn(line);
    return groups.size() < 2 ? "" : groups[1];
  }

  // bob writes to alice. Returns the id that Ergo gives to the message.
  std::string bobWrites(const std::string& text) {
    bob_->send("PRIVMSG alice :" + text);
    const std::string stanza = await("RAW_XML .*from='bob/bot' to='alice'><body>" + text + "</body>");
    return Expression(" id='([^']+)'").groupsIn(stanza).at(1);
  }

  // alice writes. Returns the id that Ergo gives to the message.
  std::string aliceWrites(const std::string& to, const std::string& text, const std::string& stanza_id) {
    spectrum_->say("alice", to, text, stanza_id);
    const std::string id = tagOf(bob_->expect("^@\\S+ :alice!\\S+ PRIVMSG \\S+ :?" + text + "$"), "msgid");
    await("CONV_MESSAGE_ACK .*id=\"" + stanza_id + "\"");
    return id;
  }

  void TearDown() override {
    ErgoFixture::TearDown();
    if (spectrum_) {
      spectrum_->exit();
      spectrum_->expectExit(0);  // else a fault of the plugin is in the log
    }
  }
};

TEST_F(ErgoChat, RepliesInBothDirections) {
  enter();
  const std::string id = bobWrites("coffee");
  say("alice", "bob", "> coffee\nyes");
  const std::string line = bob_->expect(" PRIVMSG bob :?yes$");
  EXPECT_EQ(tagOf(line, "\\+draft/reply"), id) << line;
  EXPECT_EQ(tagOf(line, "account"), "alice");
  const std::string own = aliceWrites("bob", "with milk", "stanza-1");
  bob_->send("@+draft/reply=" + own + " PRIVMSG alice :no");
  await("RAW_XML .*<body>&gt; with milk\nno</body>.*<reply [^>]*to='alice' id='stanza-1'/>");
}

TEST_F(ErgoChat, ReactionsInBothDirections) {
  enter();
  const std::string id = bobWrites("coffee");
  say("alice", "bob", "/react \xE2\x98\x95");
  const std::string line = bob_->expect(" TAGMSG bob$");
  EXPECT_EQ(tagOf(line, "\\+draft/reply"), id) << line;
  EXPECT_EQ(tagOf(line, "\\+draft/react"), "\xE2\x98\x95") << line;
  say("alice", "bob", "/react \xE2\x98\x95");
  EXPECT_EQ(tagOf(bob_->expect(" TAGMSG bob$"), "\\+draft/unreact"), "\xE2\x98\x95");

  const std::string own = aliceWrites("bob", "tea", "stanza-1");
  bob_->send("@+draft/reply=" + own + ";+draft/react=+1 TAGMSG alice");
  await("RAW_XML .*from='bob/bot' .*<reactions [^>]*id='stanza-1'><reaction>\\+1</reaction></reactions>");
  bob_->send("@+draft/reply=" + own + ";+draft/unreact=+1 TAGMSG alice");
  await("RAW_XML .*from='bob/bot' .*<reactions [^>]*id='stanza-1'(/>|></reactions>)");

  const std::string in_room = aliceWrites("#lobby", "milk", "stanza-2");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"milk\" nickname=\"alice\"");
  bob_->send("@+draft/reply=" + in_room + ";+draft/react=+1 TAGMSG #lobby");
  await(
      "CONV_MESSAGE .*buddyName=\"#lobby\" message=\"\\(reacts with \\+1 to your message: .+milk.+\" nickname=\"bob\"");
}

TEST_F(ErgoChat, RetractionsInBothDirections) {
  enter();
  const std::string id = bobWrites("coffee");
  bob_->send("REDACT alice " + id + " :cold");
  await("RAW_XML .*from='bob/bot' .*<retract xmlns='urn:xmpp:message-retract:1' id='" + id + "'/>");
  const std::string own = aliceWrites("bob", "tea", "stanza-1");
  say("alice", "bob", "/retract");
  bob_->expect(" REDACT bob " + own);

  bob_->send("PRIVMSG #lobby :milk");
  await("message=\"milk\" nickname=\"bob\"");
  const std::string in_room = aliceWrites("#lobby", "sugar", "stanza-2");
  await("CONV_MESSAGE .*message=\"sugar\" nickname=\"alice\"");
  say("alice", "#lobby", "/retract");
  bob_->expect(" REDACT #lobby " + in_room);
  await("CONV_MESSAGE .*message=\"\\(has retracted a message.*\" nickname=\"alice\"");
}

TEST_F(ErgoChat, ARetractionThatTheServerRefuses) {
  startServer();
  launchIrc(serverAddress(), "[prism]\nstrict = 1\n");
  bob_.emplace(server_->port(), "bob", std::vector<std::string>{"CAP REQ :message-tags", "CAP END"});
  logIn("alice");  // without an account
  addContact("alice", "bob");
  aliceWrites("bob", "tea", "stanza-1");
  say("alice", "bob", "/retract");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"That was not possible: [^\"]+\"");
}

TEST_F(ErgoChat, SeveralLinesInBothDirections) {
  enter();
  const std::string text = "one\n\n" + std::string(300, 'x') + " " + std::string(300, 'y');
  say("alice", "#lobby", text);
  bob_->expect("^@\\S*msgid=\\S* :alice!\\S+ BATCH \\+\\S+ draft/multiline :?#lobby$");
  bob_->expect(" PRIVMSG #lobby :?one$");
  bob_->expect(" PRIVMSG #lobby :$");
  bob_->expect("PRIVMSG #lobby :x+ $");
  bob_->expect("draft/multiline-concat.* PRIVMSG #lobby :?y+$");
  bob_->expect(" BATCH :?-");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"one.n.nx+.* nickname=\"alice\"");

  bob_->send("BATCH +1 draft/multiline alice");
  bob_->send("@batch=1 PRIVMSG alice :first");
  bob_->send("@batch=1 PRIVMSG alice :second");
  bob_->send("@batch=1;draft/multiline-concat PRIVMSG alice : half");
  bob_->send("BATCH -1");
  await("RAW_XML .*from='bob/bot' to='alice'><body>first\nsecond half</body>");
  awaitRoundTrip(*bob_, "alice", "alice");
  EXPECT_EQ(count("one|second"), 0U) << keptFrames();
}

TEST_F(ErgoChat, TypingInBothDirections) {
  enter();
  pbnetwork::Buddy typing;
  typing.set_username("alice");
  typing.set_buddyname("bob");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_TYPING, typing);
  EXPECT_EQ(tagOf(bob_->expect(" TAGMSG bob$"), "\\+typing"), "active");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, typing);
  EXPECT_EQ(tagOf(bob_->expect(" TAGMSG bob$"), "\\+typing"), "done");
  bob_->send("@+typing=active TAGMSG alice");
  await("BUDDY_TYPING userName=\"alice\" buddyName=\"bob\"");
  bob_->send("@+typing=done TAGMSG alice");
  await("BUDDY_STOPPED_TYPING userName=\"alice\" buddyName=\"bob\"");
}

TEST_F(ErgoChat, WhatTheUserHasReadIsToldToTheOtherClients) {
  enter({.several_clients = true});
  bob_->send("PRIVMSG alice :coffee");
  await("RAW_XML .*<body>coffee</body>");
  Client telephone(server_->port(), "alice",
                   {"PASS alice:" + std::string(kCanary), "CAP REQ :message-tags draft/read-marker", "CAP END"});
  say("alice", "bob", "yes");
  telephone.expect(" MARKREAD bob timestamp=[0-9]{4}-");
  // What is written there is shown here, and can be referred to.
  telephone.send("PRIVMSG bob :with milk");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"with milk\".* carbon=true");
  const std::string own = tagOf(bob_->expect(" PRIVMSG bob :with milk$"), "msgid");
  say("alice", "bob", "/retract");
  bob_->expect(" REDACT bob " + own);
}

TEST_F(ErgoChat, HistoryHasReactions) {
  startServer();
  registerAccount(server_->port(), "alice", kCanary);
  registerAccount(server_->port(), "bob", kCanary);
  connect("bob");
  bob_->join("#lobby");
  Client carol(server_->port(), "carol", {"CAP REQ :message-tags", "CAP END"});
  carol.join("#lobby");
  bob_->send("PRIVMSG #lobby :coffee");
  const std::string id = tagOf(carol.expect(" PRIVMSG #lobby :coffee$"), "msgid");
  carol.send("@+draft/reply=" + id + ";+draft/react=+1 TAGMSG #lobby");
  bob_->expect(" TAGMSG #lobby$");
  launchIrc(serverAddress(), "[prism]\nstrict = 1\n");
  logIn("alice", kCanary);
  joinAndWait("alice", "#lobby", "alice");
  await("message=\"coffee\" nickname=\"bob\".* timestamp=\"[0-9]{8}T[0-9]{6}\"");
  // carol has it already, so it is bob's that is added.
  say("alice", "#lobby", "/react +1");
  EXPECT_EQ(tagOf(bob_->expect(" TAGMSG #lobby$"), "\\+draft/reply"), id);
}

}  // namespace
}  // namespace prism::tests
