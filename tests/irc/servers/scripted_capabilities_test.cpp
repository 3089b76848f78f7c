// SPDX-License-Identifier: MIT
// IRCv3 capabilities, granted and withdrawn by a scripted server.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedCapabilities : public ScriptedTest {
 protected:
  void enter(const std::string& capabilities, const std::string& names = "@bob") {
    aliceLogsIn({.capabilities = capabilities});
    aliceJoins("#lobby", names);
    awaitRoundTrip();
    dropKeptFrames();
  }
};

TEST_F(ScriptedCapabilities, WithoutEchoOwnMessagesAreShownOnceSent) {
  enter("");
  say("alice", "#lobby", "hello");
  irc_->expect("^PRIVMSG #lobby :?hello$");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"#lobby\" message=\"hello\" nickname=\"alice\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedCapabilities, WithEchoOwnMessagesAreShownAsTheServerGivesThem) {
  enter("echo-message");
  say("alice", "#lobby", "darn");
  irc_->expect("^PRIVMSG #lobby :?darn$");
  collect();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
  irc_->send(":alice!~alice@127.0.0.1 PRIVMSG #lobby :d**n");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"d\\*\\*n\" nickname=\"alice\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedCapabilities, EchoOfAPrivateMessageIsNoMessage) {
  enter("echo-message labeled-response batch");
  say("alice", "bob", "psst");
  const std::string line = irc_->expect("PRIVMSG bob :?psst$");
  const std::string tags = line.starts_with("@") ? line.substr(0, line.find(' ') + 1) : "";
  irc_->send(tags + ":alice!~alice@127.0.0.1 PRIVMSG bob :psst");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedCapabilities, MessageFromAnotherClientOfTheUserIsACarbon) {
  enter("znc.in/self-message");
  irc_->send(":alice!~alice@127.0.0.1 PRIVMSG bob :from my telephone");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"from my telephone\".* carbon=true");
}

TEST_F(ScriptedCapabilities, NewOnesAreTakenAndDeletedOnesForgotten) {
  enter("");
  irc_->send(":irc.prism.test CAP alice NEW :echo-message example.org/other");
  irc_->send("CAP alice ACK" + irc_->expect("^CAP REQ :?echo-message$").substr(7));
  awaitRoundTrip();
  say("alice", "#lobby", "one");
  irc_->expect("^PRIVMSG #lobby :?one$");
  collect();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
  irc_->send(":alice!~alice@127.0.0.1 PRIVMSG #lobby :one");
  await("message=\"one\"");

  irc_->send(":irc.prism.test CAP alice DEL :echo-message");
  awaitRoundTrip();
  say("alice", "#lobby", "two");
  await("message=\"two\" nickname=\"alice\"");
}

TEST_F(ScriptedCapabilities, OldMessagesHaveTheirTime) {
  enter("server-time message-tags");
  irc_->send("@time=2021-04-05T06:07:08.123Z;+example=x\\sy :bob!b@h PRIVMSG #lobby :long ago");
  await("message=\"long ago\" nickname=\"bob\".* timestamp=\"20210405T060708\"");
  irc_->send("@time=nonsense :bob!b@h PRIVMSG #lobby :just now");
  const std::string message = await("message=\"just now\" nickname=\"bob\"");
  EXPECT_EQ(message.find("timestamp"), std::string::npos) << message;
}

TEST_F(ScriptedCapabilities, HistoryInBatches) {
  aliceLogsIn({.capabilities = "batch server-time message-tags draft/chathistory labeled-response"});
  aliceJoins("#lobby", "@bob");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* 20$");
  irc_->send("@label=7 :irc.prism.test BATCH +outer labeled-response");
  irc_->send("@batch=outer :irc.prism.test BATCH +h chathistory #lobby");
  irc_->send("@batch=h;time=2021-04-05T06:07:08.000Z :bob!b@h PRIVMSG #lobby :first");
  irc_->send("@batch=h;time=2021-04-05T06:07:09.000Z :alice!~alice@127.0.0.1 PRIVMSG #lobby :second, one's own");
  irc_->send(
      "@batch=h;time=2021-04-05T06:07:10.000Z :carol!c@h PRIVMSG #lobby :\x01"
      "ACTION waves\x01");
  irc_->send("@batch=h;time=2021-04-05T06:07:11.000Z :carol!c@h PRIVMSG #lobby :\x01VERSION\x01");
  irc_->send(":irc.prism.test BATCH -h");
  irc_->send(":irc.prism.test BATCH -outer");
  await("message=\"first\" nickname=\"bob\".* timestamp=\"20210405T060708\"");
  await("message=\"second, one's own\" nickname=\"alice\".* timestamp=\"20210405T060709\"");
  await("message=\"/me waves\" nickname=\"carol\".* timestamp=\"20210405T060710\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
  EXPECT_EQ(irc_->count("^NOTICE"), 0U) << "old CTCP requests are not answered";
}

TEST_F(ScriptedCapabilities, AfterAReconnectionOnlyNewHistory) {
  const std::string capabilities = "batch server-time message-tags draft/chathistory";
  aliceLogsIn({.capabilities = capabilities});
  aliceJoins("#lobby", "@bob");
  irc_->expect("^CHATHISTORY LATEST #lobby \\* 20$");
  irc_->send(":irc.prism.test BATCH +n chathistory #lobby");
  irc_->send(":irc.prism.test BATCH -n");
  irc_->send("@time=2021-04-05T06:07:08.123Z :bob!b@h PRIVMSG #lobby :seen");
  await("message=\"seen\"");
  irc_->close();
  greet(accept(), {.capabilities = capabilities});
  awaitAndAnswerJoin("#lobby", "@bob");
  irc_->expect("^CHATHISTORY LATEST #lobby timestamp=2021-04-05T06:07:08.122Z 20$");
  irc_->send(":irc.prism.test BATCH +h chathistory #lobby");
  irc_->send("@batch=h;time=2021-04-05T06:07:08.123Z :bob!b@h PRIVMSG #lobby :seen");
  irc_->send("@batch=h;time=2021-04-05T06:07:09.000Z :bob!b@h PRIVMSG #lobby :missed");
  irc_->send(":irc.prism.test BATCH -h");
  await("message=\"missed\" nickname=\"bob\".* timestamp=\"20210405T060709\"");
  awaitRoundTrip();
  EXPECT_EQ(count("message=\"seen\""), 0U);
}

TEST_F(ScriptedCapabilities, PeopleWithMoreToTellAboutThem) {
  enter("extended-join userhost-in-names multi-prefix away-notify chghost setname account-notify message-tags");
  irc_->send(":carol!c@h JOIN #lobby carols-account :Carol of Somewhere");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 status=0");
  irc_->send(":carol!c@h AWAY :tea");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 status=1 statusmessage=\"tea\"");
  irc_->send(":carol!c@h AWAY");
  await("PARTICIPANT_CHANGED .*nickname=\"carol\" flag=0 status=0");
  irc_->send(":carol!c@h CHGHOST c2 other.example.org");
  irc_->send(":carol!c2@other.example.org SETNAME :Carol the Second");
  irc_->send(":carol!c2@other.example.org ACCOUNT *");
  irc_->send("@+typing=active :carol!c2@other.example.org TAGMSG #lobby");
  awaitRoundTrip();
  EXPECT_EQ(count("."), 0U);
  join("alice", "#hall", "alice");
  irc_->expect("^JOIN #hall");
  irc_->send(":alice!~alice@127.0.0.1 JOIN #hall * :alice");
  numeric("353", "= #hall :@+dave!d@h +erin!e@h alice!~alice@127.0.0.1");
  numeric("366", "#hall :End");
  await("PARTICIPANT_CHANGED .*room=\"#hall\" nickname=\"dave\" flag=1 ");
  await("PARTICIPANT_CHANGED .*room=\"#hall\" nickname=\"erin\" flag=0 ");
  await("PARTICIPANT_CHANGED .*room=\"#hall\" nickname=\"alice\" flag=16 ");
}

TEST_F(ScriptedCapabilities, InvitationsOfOthersAreMentioned) {
  enter("invite-notify");
  irc_->send(":bob!b@h INVITE carol #lobby");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"bob has invited carol\" nickname=\"irc.prism.test\"");
}

TEST_F(ScriptedCapabilities, StandardRepliesAreShown) {
  enter("standard-replies");
  say("alice", "#lobby", "/quote REHASH");
  irc_->expect("^REHASH$");
  irc_->send("FAIL REHASH CONFIG_BAD :Could not reload config from disk");
  await("CONV_MESSAGE .*message=\"Could not reload config from disk\"");
}

// For an absent recipient the echo comes with RPL_AWAY in a batch: the batch has the label, its lines have none.
TEST_F(ScriptedCapabilities, EchoInABatchIsNoMessage) {
  enter("echo-message labeled-response batch");
  say("alice", "bob", "psst");
  const std::string line = irc_->expect("PRIVMSG bob :?psst$");
  irc_->send(line.substr(0, line.find(' ')) + " :irc.prism.test BATCH +x labeled-response");
  irc_->send("@batch=x :irc.prism.test 301 alice bob :out for tea");
  irc_->send("@batch=x :alice!~alice@127.0.0.1 PRIVMSG bob :psst");
  irc_->send(":irc.prism.test BATCH -x");
  await("CONV_MESSAGE .*message=\"bob is away: out for tea\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedCapabilities, AHistoryThatIsNotThereIsNobodysFault) {
  aliceLogsIn({.capabilities = "batch server-time message-tags draft/chathistory"});
  say("alice", "irc.prism.test", "/quote TIME");
  aliceJoins("#lobby", "@bob");
  irc_->expect("^CHATHISTORY ");
  irc_->send("FAIL CHATHISTORY MESSAGE_ERROR #lobby :Messages could not be retrieved");
  awaitRoundTrip();
  EXPECT_EQ(count("could not be retrieved"), 0U);
}

}  // namespace
}  // namespace prism::tests
