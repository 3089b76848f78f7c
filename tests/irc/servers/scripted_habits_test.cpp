// SPDX-License-Identifier: MIT
// Habits of networks and of people's clients: encodings, lists, bots, strict transport, quotes.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedHabits : public ScriptedTest {
 protected:
  void enter(const std::string& more = "") {
    aliceLogsIn({}, more);
    aliceJoins("#lobby", "bob carol");
    awaitRoundTrip();
    dropKeptFrames();
  }
};

TEST_F(ScriptedHabits, EncodingOfEachParameter) {
  aliceLogsIn();
  aliceJoins(
      "#br\xC3\xBC"
      "cke");
  irc_->send(
      ":bob!b@h PRIVMSG #br\xC3\xBC"
      "cke :sch\xF6n");
  await(
      "CONV_MESSAGE .*buddyName=\"#br\xC3\xBC"
      "cke\" message=\"sch\xC3\xB6n\"");
}

TEST_F(ScriptedHabits, NamesKeepTheEncodingThatTheServerUses) {
  const std::string bridge =
      "#br\xC3\xBC"
      "cke";
  const std::string bear =
      "bj\xC3\xB8"
      "rn";
  aliceLogsIn({}, "encoding_out = ISO-8859-1\n");
  aliceJoins("#lobby");
  irc_->send(":alice!~alice@127.0.0.1 JOIN " + bridge);
  numeric("366", bridge + " :End");
  join("alice", bridge, "alice");
  awaitEntered("alice", bridge);
  for (int i = 0; i < 300; ++i) {  // more people than are remembered
    irc_->send(":tr\xC3\xB6ll" + std::to_string(i) + "!b@h PRIVMSG #lobby :hello");
  }
  irc_->send(":" + bear + "!b@h PRIVMSG alice :hello");
  await("CONV_MESSAGE .*buddyName=\"" + bear + "\" message=\"hello\"");
  for (const std::string& name : {bridge, bear, std::string("#lobby")}) {
    say("alice", name, "sch\xC3\xB6n");
    irc_->expect("^PRIVMSG " + name + " :?sch\xF6n$");
  }
}

TEST_F(ScriptedHabits, DotsAreForBots) {
  enter();
  say("alice", "#lobby", ".help");
  irc_->expect("^PRIVMSG #lobby :?.help$");
}

TEST_F(ScriptedHabits, DotsAreCommandsIfConfigured) {
  enter("dot_commands = 1\n");
  say("alice", "#lobby", ".topic");
  irc_->expect("^TOPIC #lobby$");
}

TEST_F(ScriptedHabits, ListIsNotRequestedUnasked) {
  launchIrc(serverAddress());
  startLogin();
  greet(accept());
  numeric("254", "12 :channels formed");
  await("^CONNECTED");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^LIST"), 0U);
}

TEST_F(ScriptedHabits, ListOfASmallNetworkIfConfigured) {
  launchIrc(serverAddress(), "room_list = 20\n");
  startLogin();
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->send(":irc.prism.test 001 alice :Welcome");
  numeric("254", "12 :channels formed");
  numeric("422", ":No MOTD");
  irc_->expect("^LIST$");
}

TEST_F(ScriptedHabits, RefusalThatNamesARecipientIsShownInItsConversation) {
  enter();
  say("alice", "bob", "hello");
  irc_->expect("^PRIVMSG bob");
  numeric("716", "bob :is in +g mode (server-side ignore.)");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"bob: is in \\+g mode");
  numeric("531", "bob :You are not permitted to send private messages to this user");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"bob: You are not permitted");
  irc_->send("FAIL PRIVMSG NEED_REGISTRATION bob :You must be registered");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"bob: You must be registered");
  irc_->send("FAIL PRIVMSG CANNOT_SEND #lobby :Only for members");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Only for members\"");
}

TEST_F(ScriptedHabits, HiddenKeyDoesNotReplaceTheKnownOne) {
  aliceLogsIn();
  join("alice", "#lobby", "alice", "sesame");
  awaitAndAnswerJoin("#lobby");
  irc_->send(":op!o@h MODE #lobby +k *");
  awaitRoundTrip();
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #lobby sesame$");
}

TEST_F(ScriptedHabits, OfferedFileIsMentioned) {
  enter();
  irc_->send(
      ":bob!b@h PRIVMSG alice :\x01"
      "DCC SEND photo.jpg 2130706433 1024 77\x01");
  await("CONV_MESSAGE .*message=\"bob offers a file by DCC, which cannot be taken here: photo.jpg");
}

// Spectrum 2 cannot write such a name into an address: the client would hear nothing of the room.
TEST_F(ScriptedHabits, RoomWithAnotherAddressIsNamed) {
  aliceLogsIn();
  join("alice", "#it's", "alice");
  await("CONV_MESSAGE .*message=\"The room #it's has another address here: it begins with #it=27s\"");
  join("alice", "#it=27s", "alice");
  irc_->expect("^JOIN #it's$");
}

// --- private messages

TEST_F(ScriptedHabits, PrivateMessageOfAParticipantComesFromTheRoom) {
  enter();
  irc_->send(":bob!b@h PRIVMSG alice :psst");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"psst\" nickname=\"bob\".* pm=true");
  say("alice", "#lobby/bob", "yes?");
  irc_->expect("^PRIVMSG bob :?yes\\?$");
  irc_->send(":dave!d@h PRIVMSG alice :not in a room");
  await("CONV_MESSAGE .*buddyName=\"dave\" message=\"not in a room\"");
}

TEST_F(ScriptedHabits, PrivateMessageComesFromThePersonWhereAConversationIsOpen) {
  enter();
  say("alice", "bob", "hello");
  irc_->expect("^PRIVMSG bob");
  addContact("alice", "carol");
  awaitRoundTrip();
  for (const char* nick : {"bob", "carol"}) {
    irc_->send(":" + std::string(nick) + "!x@h PRIVMSG alice :hi");
    await("CONV_MESSAGE .*buddyName=\"" + std::string(nick) + "\" message=\"hi\"");
  }
}

TEST_F(ScriptedHabits, PrivateMessagesComeFromContactsIfConfigured) {
  enter("private_messages = contact\n");
  irc_->send(":bob!b@h PRIVMSG alice :psst");
  await("CONV_MESSAGE .*buddyName=\"bob\" message=\"psst\"");
}

TEST_F(ScriptedHabits, PrivateMessagesComeFromTheRoomIfConfigured) {
  enter("private_messages = room\n");
  say("alice", "bob", "hello");
  irc_->expect("^PRIVMSG bob");
  irc_->send(":bob!b@h PRIVMSG alice :hi");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"hi\" nickname=\"bob\".* pm=true");
}

// --- commands

TEST_F(ScriptedHabits, CommandsForServicesAndRequests) {
  enter();
  const std::pair<const char*, const char*> commands[] = {{"/ns info bob", "^PRIVMSG NickServ :info bob$"},
                                                          {"/cs info #lobby", "^PRIVMSG ChanServ :info #lobby$"},
                                                          {"/ctcp bob version", "^PRIVMSG bob :?\x01VERSION\x01$"},
                                                          {"/raw WHO bob", "^WHO bob$"}};
  for (const auto& [typed, sent] : commands) {
    say("alice", "#lobby", typed);
    irc_->expect(sent);
  }
}

TEST_F(ScriptedHabits, RawLinesCanBeForbidden) {
  enter("raw = 0\n");
  for (const char* typed : {"/raw WHO bob", "/quote WHO bob"}) {
    say("alice", "#lobby", typed);
    await("CONV_MESSAGE .*message=\"The administrator of this gateway does not allow it\"");
  }
  EXPECT_EQ(irc_->count("^WHO"), 0U);
}

TEST_F(ScriptedHabits, IgnoredPeopleAreNotShown) {
  enter();
  say("alice", "#lobby", "/ignore bob");
  await("CONV_MESSAGE .*message=\"You see nothing of bob");
  irc_->send(":bob!b@h PRIVMSG #lobby :spam");
  irc_->send(":bob!b@h PRIVMSG alice :spam");
  irc_->send(":bob!b@h INVITE alice #spam");
  irc_->send(":bob!b@h NICK rob");
  irc_->send(":rob!b@h PRIVMSG #lobby :spam");
  irc_->send(":carol!c@h PRIVMSG #lobby :hello");
  await("CONV_MESSAGE .*message=\"hello\"");
  EXPECT_EQ(count("spam"), 0U) << keptFrames();
  say("alice", "#lobby", "/ignore");
  await("CONV_MESSAGE .*message=\"You ignore: rob\"");
  say("alice", "#lobby", "/unignore rob");
  await("CONV_MESSAGE .*message=\"You see rob again\"");
  irc_->send(":rob!b@h PRIVMSG #lobby :sorry");
  await("CONV_MESSAGE .*message=\"sorry\"");
}

// --- texts of XMPP clients

TEST_F(ScriptedHabits, QuoteOfAReplyIsShortened) {
  enter();
  say("alice", "#lobby",
      "> bob wrote:\n> How are you, and how is everybody else in that large and lovely family of yours?\n> x\nFine");
  irc_->expect("^PRIVMSG #lobby :\"How are you, and how is everybody else in that large and lov\xE2\x80\xA6\" Fine$");
}

TEST_F(ScriptedHabits, FallbackTextsAreNotSentAsTheyAre) {
  enter();
  say("alice", "#lobby",
      "I sent you an OMEMO encrypted message but your client doesn\xE2\x80\x99t seem to support that.");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Your message was not sent: it is encrypted");
  say("alice", "#lobby", "/me retracted a previous message, but it's unsupported by your client.");
  irc_->expect(
      "^PRIVMSG #lobby :\x01"
      "ACTION takes back an earlier message\x01$");
  EXPECT_EQ(irc_->count("OMEMO"), 0U);
}

// --- netsplits

TEST_F(ScriptedHabits, InterleavedNetsplitsAreOneNoteEach) {
  enter();
  for (const char* nick : {"dave", "erin", "frank"}) {
    irc_->send(":" + std::string(nick) + "!x@h JOIN #lobby");
  }
  irc_->send(":bob!x@h QUIT :hub.example.org one.example.org");
  irc_->send(":carol!x@h QUIT :hub.example.org two.example.org");
  irc_->send(":dave!x@h QUIT :hub.example.org one.example.org");
  irc_->send(":erin!x@h QUIT :hub.example.org two.example.org");
  await("message=\"Netsplit: hub.example.org and one.example.org .* 2 people");
  await("message=\"Netsplit: hub.example.org and two.example.org .* 2 people");
}

TEST_F(ScriptedHabits, NetsplitIsAnnouncedBeforePeopleAreBack) {
  enter();
  irc_->send(":bob!x@h QUIT :hub.example.org one.example.org");
  irc_->send(":bob!x@h JOIN #lobby");
  await("nickname=\"bob\" flag=0 status=0");
  EXPECT_EQ(count("message=\"Netsplit: .* 1 person"), 1U) << keptFrames();
}

// --- strict transport security

TEST_F(ScriptedHabits, ServerThatWantsTlsGetsNoPasswordInTheClear) {
  launchIrc(serverAddress(), "send_pass = 0\n");
  startLogin(kCanary);
  ScriptedServer secure;
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :sasl=PLAIN sts=port=" + std::to_string(secure.port()));
  irc_->expectEnd();
  EXPECT_EQ(irc_->count("AUTHENTICATE|CAP (REQ|END)"), 0U);
  LineSocket tls = secure.accept();
  tls.close();  // it speaks no TLS
  await("^DISCONNECTED user=\"alice\" error=0");
  startLogin(kCanary);
  secure.accept().close();  // no attempt without TLS any more
  await("^DISCONNECTED user=\"alice\" error=0");
}

// --- the last room

TEST_F(ScriptedHabits, ConnectionEndsAfterTheLastRoomAndComesBackWithTheNextJoin) {
  enter("idle_disconnect = 1\n");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  irc_->expect("^QUIT ");
  irc_->close();
  collect();
  EXPECT_EQ(count("DISCONNECTED"), 0U);
  join("alice", "#other", "alicia");
  accept();
  irc_->expect("^NICK alicia$");
  greet(*irc_, {.nick = "alicia"});
  irc_->expect("^JOIN #other");
}

// Of a user whom Spectrum does not log out, the last presence may be that of a client that has gone.
TEST_F(ScriptedHabits, ConnectionThatComesBackIsThatOfAUserWhoIsBack) {
  enter("idle_disconnect = 1\n");
  setPresence("alice", pbnetwork::STATUS_AWAY, "lunch");
  irc_->expect("^AWAY :?lunch");
  leave("alice", "#lobby");
  irc_->expect("^QUIT ");
  irc_->close();
  join("alice", "#other", "alice");
  greet(accept());
  irc_->expect("^JOIN #other");
  setPresence("alice", pbnetwork::STATUS_AWAY, "tea");
  irc_->expect("^AWAY :?tea");
  EXPECT_EQ(irc_->count("^AWAY "), 1U);
}

TEST_F(ScriptedHabits, ConnectionStaysForContacts) {
  enter("idle_disconnect = 1\n");
  addContact("alice", "dave");
  irc_->expect("^(ISON|MONITOR) .*dave");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  EXPECT_THROW(irc_->expect("^QUIT ", testing::Milliseconds(1500)), testing::Failure);
}

TEST_F(ScriptedHabits, ConnectionStaysForConversations) {
  enter("idle_disconnect = 1\n");
  say("alice", "dave", "hello");
  irc_->expect("^PRIVMSG dave");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  EXPECT_THROW(irc_->expect("^QUIT ", testing::Milliseconds(1500)), testing::Failure);
}

// Of the users of gateway mode, whom Spectrum does not log out.
TEST_F(ScriptedHabits, ConnectionThatAMessageHasOpenedEndsToo) {
  enter("idle_disconnect = 1\n");
  leave("alice", "#lobby");
  irc_->expect("^QUIT ");
  irc_->close();
  addContact("alice", "dave");
  greet(accept());
  removeContact("alice", "dave");
  irc_->expect("^QUIT ");
}

TEST_F(ScriptedHabits, JoinDuringAReconnectBringsItsNickname) {
  enter("idle_disconnect = 60\n");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  irc_->send(":alice!~alice@127.0.0.1 PART #lobby");
  irc_->close();
  accept().expect("^USER ");
  join("alice", "#other", "alicia");
  collect();
  irc_->close();
  accept().expect("^NICK alicia$");
}

TEST_F(ScriptedHabits, NextJoinBringsItsNickname) {
  enter("idle_disconnect = 60\n");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  join("alice", "#other", "alicia");
  irc_->expect("^NICK alicia$");
  irc_->expect("^JOIN #other");
}

}  // namespace
}  // namespace prism::tests
