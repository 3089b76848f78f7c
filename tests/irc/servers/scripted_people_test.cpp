// SPDX-License-Identifier: MIT
// Contacts and participants who change or leave during a conversation.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedPeople : public ScriptedTest {
 protected:
  void enter(const Greeting& greeting = {}, const std::string& more = "") {
    aliceLogsIn(greeting, more);
    aliceJoins("#lobby", "@bob carol");
    awaitRoundTrip();
    dropKeptFrames();
  }

  // The server is left with both a message and a WHOIS to answer.
  void writeToDaveAndRequestHisVCard() {
    say("alice", "dave", "hello");
    irc_->expect("^PRIVMSG dave");
    requestVCard("alice", "dave", 1);
    irc_->expect("^WHOIS dave$");
  }
};

TEST_F(ScriptedPeople, ATalkInARoomGoesOnUnderANewNickname) {
  enter();
  say("alice", "#lobby/bob", "psst");
  irc_->expect("^PRIVMSG bob :?psst$");
  irc_->send(":bob!b@h NICK robert");
  irc_->send(":robert!b@h PRIVMSG alice :yes?");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"yes\\?\" nickname=\"robert\".* pm=true");
  // The next owner of the old nickname is a different user.
  irc_->send(":eve!e@h NICK bob");
  irc_->send(":bob!e@h PRIVMSG alice :hello");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"");
}

TEST_F(ScriptedPeople, ATalkInARoomThatWasLeftGoesOnOutside) {
  enter();
  say("alice", "#lobby/bob", "psst");
  irc_->expect("^PRIVMSG bob :?psst$");
  leave("alice", "#lobby");
  irc_->expect("^PART #lobby");
  irc_->send(":bob!b@h PRIVMSG alice :where are you?");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"where are you\\?\"");
}

TEST_F(ScriptedPeople, NobodyIsThere) {
  enter();
  say("alice", "nobody", "hello?");
  irc_->expect("^PRIVMSG nobody :?hello\\?$");
  numeric("401", "nobody :No such nick/channel");
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"nobody\" message=\"nobody: No such nick/channel\"");
  say("alice", "#lobby/bob", "psst");
  irc_->expect("^PRIVMSG bob :?psst$");
  numeric("401", "bob :No such nick/channel");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"bob: No such nick/channel\" nickname=\"bob\".* pm=true");
}

TEST_F(ScriptedPeople, RefusalIsShownInTheRoom) {
  enter();
  say("alice", "#lobby", "hello");
  irc_->expect("^PRIVMSG #lobby :?hello$");
  numeric("404", "#lobby :Cannot send to channel");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Cannot send to channel\" nickname=\"irc.prism.test\"");
  numeric("482", "#lobby :You're not channel operator");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"You're not channel operator\" nickname=\"irc.prism.test\"");
}

TEST_F(ScriptedPeople, AnAwayTextIsToldOnce) {
  enter();
  for (int i = 0; i < 3; ++i) {
    say("alice", "bob", "hello " + std::to_string(i));
    irc_->expect("^PRIVMSG bob :?hello");
    numeric("301", "bob :out for tea");
  }
  await("CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"bob is away: out for tea\"");
  awaitRoundTrip();
  EXPECT_EQ(count("out for tea"), 1U) << keptFrames();  // the one match is the presence in the room
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedPeople, OwnPresenceBeforeTheLoginIsOver) {
  launchIrc(serverAddress());
  startLogin();
  setPresence("alice", pbnetwork::STATUS_DND, "writing");
  greet(accept());
  irc_->expect("^AWAY :?writing$");
  setPresence("alice", pbnetwork::STATUS_ONLINE, "");
  irc_->expect("^AWAY$");
  // The same presence again sends nothing.
  setPresence("alice", pbnetwork::STATUS_ONLINE, "");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^AWAY"), 2U);
  // The presence is sent again after a reconnect.
  setPresence("alice", pbnetwork::STATUS_XA, "");
  irc_->expect("^AWAY ");
  irc_->close();
  greet(accept());
  irc_->expect("^AWAY ");
}

TEST_F(ScriptedPeople, ContactsAreMonitored) {
  launchIrc(serverAddress());
  startLogin();
  addContact("alice", "bob");
  greet(accept(), {.isupport = "CHANTYPES=# MONITOR=2"});
  irc_->expect("^MONITOR \\+ bob$");
  numeric("731", ":bob");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=5");
  numeric("730", ":Bob!b@h");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=0");
  irc_->expect("^USERHOST bob$");
  numeric("302", ":bob=-b@h");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=1");
  addContact("alice", "bob");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^MONITOR"), 1U) << "nothing is asked twice";
  removeContact("alice", "bob");
  irc_->expect("^MONITOR - bob$");
}

TEST_F(ScriptedPeople, MoreContactsThanTheServerMonitors) {
  launchIrc(serverAddress(), "nick_regain_interval = 1\n");
  startLogin();
  for (const char* nick : {"bob", "carol", "dave"}) {
    addContact("alice", nick);
  }
  greet(accept(), {.isupport = "CHANTYPES=# MONITOR=2"});
  irc_->expect("^MONITOR \\+ ");
  numeric("730", ":bob!b@h,carol!c@h");
  numeric("734", "2 dave :Monitor list is full");
  irc_->expect("^ISON .*dave");
  numeric("303", ":bob dave");
  await("BUDDY_CHANGED .*buddyName=\"dave\" .*status=0");
  await("BUDDY_CHANGED .*buddyName=\"carol\" .*status=5");
}

TEST_F(ScriptedPeople, ThePasswordForNickServIsNoMessageOfTheUsers) {
  launchIrc(serverAddress(), "sasl = off\n");
  startLogin(kCanary);
  greet(accept(), {.capabilities = "echo-message labeled-response batch message-tags"});
  const std::string line = irc_->expect("PRIVMSG NickServ :");
  const auto begin = line.find("PRIVMSG");
  irc_->send(line.substr(0, begin) + ":alice!~alice@127.0.0.1 " + line.substr(begin));
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedPeople, QueuedMessageIsNotShownTwiceAfterAReconnect) {
  const Greeting modern = {.capabilities = "echo-message labeled-response batch message-tags"};
  enter(modern);
  irc_->close();
  await("The connection is lost");
  say("alice", "bob", "are you there?");
  collect();
  greet(accept(), modern);
  awaitAndAnswerJoin("#lobby", "@bob carol");
  const std::string line = irc_->expect("PRIVMSG bob :are you there\\?$");
  const auto begin = line.find("PRIVMSG");
  irc_->send(line.substr(0, begin) + ":alice!~alice@127.0.0.1 " + line.substr(begin));
  awaitRoundTrip();
  EXPECT_EQ(count("are you there"), 0U) << keptFrames();
  // A server without message tags gets none.
  say("alice", "bob", "and now?");
  irc_->expect("^@label=[0-9]+ PRIVMSG bob :and now\\?$");
  irc_->close();
  await("The connection is lost");
  say("alice", "bob", "still here?");
  collect();
  greet(accept());
  awaitAndAnswerJoin("#lobby", "@bob carol");
  irc_->expect("^PRIVMSG bob :still here\\?$");
}

TEST_F(ScriptedPeople, VCardsByWhois) {
  enter();
  requestVCard("alice", "bob", 0);
  requestVCard("alice", "#lobby/bob", 1);
  requestVCard("alice", "ghost", 2);
  irc_->expect("^WHOIS bob$");
  irc_->expect("^WHOIS bob$");
  irc_->expect("^WHOIS ghost$");
  for (int i = 0; i < 2; ++i) {
    numeric("311", "bob b h * :Bob of the \x02Hill\x02");
    numeric("318", "bob :End of /WHOIS list");
  }
  numeric("401", "ghost :No such nick/channel");
  numeric("318", "ghost :End of /WHOIS list");
  await("VCARD userName=\"alice\" buddyName=\"bob\" id=0 fullname=\"Bob of the Hill\" nickname=\"bob\"");
  await("VCARD userName=\"alice\" buddyName=\"#lobby/bob\" id=1 fullname=\"Bob of the Hill\" nickname=\"bob\"");
  await("VCARD userName=\"alice\" buddyName=\"ghost\" id=2");
  awaitRoundTrip();
  EXPECT_EQ(count("VCARD"), 0U);
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << "a card that is asked for is no command: " << keptFrames();
}

TEST_F(ScriptedPeople, PingsOfAServerThatHasNotLetUsInYet) {
  launchIrc(serverAddress());
  startLogin();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("PING :cookie-42");
  irc.expect("^PONG :?cookie-42$");
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  welcome(irc);
  await("^CONNECTED");
}

// The user's messages go before queries about contacts, however many contacts there are.
class ScriptedContacts : public ScriptedPeople, public ::testing::WithParamInterface<const char*> {};

TEST_P(ScriptedContacts, DoNotKeepTheUserWaiting) {
  enter({.isupport = GetParam()}, "flood_burst = 5\nflood_interval = 50\n");
  for (int i = 0; i < 200; ++i) {
    addContact("alice", "contact" + std::to_string(i));
  }
  irc_->expect("^(MONITOR|ISON) ");
  say("alice", "#lobby", "hello");
  irc_->expect("^PRIVMSG #lobby :?hello$");
  EXPECT_EQ(irc_->count("^(MONITOR|ISON) .*contact99"), 0U);
  irc_->expect("^(MONITOR|ISON) .*contact99");
  EXPECT_LE(irc_->count("^(MONITOR|ISON)"), 20U) << "many are asked about together";
}

INSTANTIATE_TEST_SUITE_P(By, ScriptedContacts, ::testing::Values("CHANTYPES=# MONITOR=1000", "CHANTYPES=#"));

TEST_F(ScriptedPeople, ContactsThatComeOnlineTogetherShareAUserhost) {
  launchIrc(serverAddress());
  startLogin();
  std::string online;
  for (int i = 0; i < 10; ++i) {
    addContact("alice", "bob" + std::to_string(i));
    online += (i == 0 ? "" : ",") + ("bob" + std::to_string(i)) + "!b@h";
  }
  greet(accept(), {.isupport = "CHANTYPES=# MONITOR=100"});
  irc_->expect("^MONITOR \\+ bob0,");
  numeric("730", ":" + online);
  irc_->expect("^USERHOST bob0 bob1 bob2 bob3 bob4$");
  irc_->expect("^USERHOST bob5 bob6 bob7 bob8 bob9$");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^USERHOST"), 2U);
}

TEST_F(ScriptedPeople, AnAnswerThatIsMissingDoesNotShiftTheOthers) {
  enter();
  addContact("alice", "bob");
  irc_->expect("^ISON bob$");  // stays unanswered
  addContact("alice", "carol");
  irc_->expect("^ISON carol$");
  numeric("303", ":Carol");
  await("BUDDY_CHANGED .*buddyName=\"carol\" .*status=0");
  say("alice", "#lobby", "/quote ison dave carol");
  irc_->expect("^ison dave carol$");
  numeric("303", ":Dave");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"Online: Dave\"");
  await("BUDDY_CHANGED .*buddyName=\"carol\" .*status=5");
  awaitRoundTrip();
  EXPECT_EQ(count("BUDDY_CHANGED"), 0U) << keptFrames();
}

TEST_F(ScriptedPeople, ANicknameThatCannotBeHadIsNotTheWantedOne) {
  enter();
  say("alice", "#lobby", "/nick bob");
  irc_->expect("^NICK bob$");
  numeric("433", "bob :Nickname is already in use");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"bob: Nickname is already in use\"");
  irc_->close();
  accept().expect("^NICK alice$");
}

TEST_F(ScriptedPeople, ANicknameThatWasHadIsTheWantedOne) {
  enter();
  say("alice", "#lobby", "/nick queen");
  irc_->expect("^NICK queen$");
  irc_->send(":alice!~alice@127.0.0.1 NICK queen");
  await("ROOM_NICKNAME_CHANGED .*nickname=\"queen\"");
  irc_->close();
  accept().expect("^NICK queen$");
}

// Spectrum 2 names the contacts that it keeps after each login.
TEST_F(ScriptedPeople, ContactsOfEarlierSessionsAreWatched) {
  aliceLogsIn({.isupport = "MONITOR=100"});
  pbnetwork::Buddies contacts;
  for (const char* nick : {"bob", "carol"}) {
    pbnetwork::Buddy& contact = *contacts.add_buddy();
    contact.set_username("alice");
    contact.set_buddyname(nick);
  }
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDIES, contacts);
  irc_->expect("^MONITOR \\+ :?bob,carol$");
  numeric("730", ":bob!b@h");
  await("BUDDY_CHANGED userName=\"alice\" buddyName=\"bob\" .*status=0");
}

TEST_F(ScriptedPeople, RefusedNicknameIsAnsweredWhereItWasTyped) {
  enter();
  say("alice", "bob", "hello");
  irc_->expect("^PRIVMSG bob");
  say("alice", "#lobby", "/nick bob");
  irc_->expect("^NICK bob$");
  numeric("433", "bob :Nickname is already in use");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"bob: Nickname is already in use\"");
}

TEST_F(ScriptedPeople, FailedNicknameRegainIsNotShown) {
  launchIrc(serverAddress(), "nick_regain_interval = 1\n");
  startLogin();
  accept().expect("^USER ");
  irc_->send(":irc.prism.test 433 * alice :Nickname is already in use");
  irc_->send("CAP * LS :");
  irc_->expect("^CAP END$");
  welcome(*irc_, {.nick = "alice_"});
  await("^CONNECTED");
  irc_->send(":irc.prism.test NOTICE alice_ :hi");
  say("alice", "irc.prism.test", "/names #x");
  irc_->expect("^ISON alice$");
  irc_->send(":irc.prism.test 303 alice_ :");
  irc_->expect("^NICK alice$");
  irc_->send(":irc.prism.test 437 alice_ alice :Nick/channel is temporarily unavailable");
  awaitRoundTrip();
  EXPECT_EQ(count("temporarily"), 0U) << keptFrames();
  // The answer to the user's own command is shown.
  say("alice", "irc.prism.test", "/nick alice");
  irc_->expect("^NICK alice$");
  irc_->send(":irc.prism.test 437 alice_ alice :Nick/channel is temporarily unavailable");
  await("CONV_MESSAGE .*message=\"alice: Nick/channel is temporarily unavailable\"");
}

TEST_F(ScriptedPeople, ATalkWithOneself) {
  enter({.capabilities = "echo-message labeled-response batch message-tags"});
  say("alice", "alice", "remember the milk");
  const std::string line = irc_->expect("PRIVMSG alice :remember the milk$");
  const std::string label = line.substr(0, line.find(' '));
  irc_->send(label + " :alice!~alice@127.0.0.1 PRIVMSG alice :remember the milk");
  irc_->send(":alice!~alice@127.0.0.1 PRIVMSG alice :remember the milk");
  const std::string message = await("CONV_MESSAGE .*buddyName=\"alice\" message=\"remember the milk\"");
  EXPECT_EQ(message.find("carbon"), std::string::npos) << message;
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedPeople, ServerSpecificWhoisNumericsAreNoAnswerToACommand) {
  enter();
  say("alice", "#lobby", "/quote TIME");
  irc_->expect("^TIME$");
  requestVCard("alice", "bob", 1);
  irc_->expect("^WHOIS bob$");
  numeric("311", "bob b h * :Bob");
  numeric("276", "bob :has client certificate fingerprint 00");
  numeric("335", "bob :is a bot");
  numeric("318", "bob :End of /WHOIS list");
  await("VCARD .*fullname=\"Bob\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

// Clients request the vCard of somebody when they open a conversation.
TEST_F(ScriptedPeople, RefusalOfAMessageIsShownWhileAVCardIsRequested) {
  for (const auto& [answer, text] :
       {std::pair("401", "No such nick"), std::pair("716", "is in .g mode"), std::pair("799", "wants no messages")}) {
    enter();
    writeToDaveAndRequestHisVCard();
    numeric(answer, "dave :" + std::string(text));
    numeric("318", "dave :End of /WHOIS list");
    await("CONV_MESSAGE .*buddyName=\"dave\" message=\".*" + std::string(text));
    spectrum_->exit();
    spectrum_->expectExit(0);
    dropKeptFrames();
  }
}

TEST_F(ScriptedPeople, ExtensionsOfAWhoisAreNoRefusals) {
  enter();
  writeToDaveAndRequestHisVCard();
  numeric("311", "dave d h * :Dave");
  numeric("672", "dave 127.0.0.1 :is using this address");
  numeric("760", "dave homepage * :https://example.org");
  numeric("318", "dave :End of /WHOIS list");
  await("VCARD .*fullname=\"Dave\"");
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << keptFrames();
}

TEST_F(ScriptedPeople, NobodyIsOnlineWithoutAConnection) {
  enter();
  addContact("alice", "dave");
  irc_->expect("^(ISON|MONITOR).*dave");
  numeric("303", ":dave");
  await("BUDDY_CHANGED .*buddyName=\"dave\".*status=0");
  irc_->close();
  await("BUDDY_CHANGED .*buddyName=\"dave\".*status=5");
}

TEST_F(ScriptedPeople, WhoisNeedsAConnection) {
  aliceLogsIn({}, "reconnect_delay = 20000\nreconnect_max_delay = 20000\n");
  aliceJoins("#lobby", "bob");
  irc_->close();
  await("CONV_MESSAGE .*message=\"The connection is lost");
  say("alice", "#lobby", "/whois bob");
  await("CONV_MESSAGE .*message=\"There is no connection to the network now");
}

TEST_F(ScriptedPeople, AWhoisThatIsLostWithTheConnection) {
  enter();
  requestVCard("alice", "bob", 1);
  irc_->expect("^WHOIS bob$");
  irc_->close();
  await("VCARD userName=\"alice\" buddyName=\"bob\" id=1");
}

// With networks in names, the server's contact is named by the network, not by the name that the server gives itself.
TEST_F(ScriptedPeople, TheServerOfANetworkInNames) {
  launchIrc("");
  spectrum_->login("alice", {.legacy_name = "alice"});
  await("^CONNECTED");
  const std::string server = escapedAddress(port());
  say("alice", server, "/quote TIME");
  greet(accept());
  irc_->expect("^TIME$");
  numeric("391", "irc.prism.test :noon");
  await("CONV_MESSAGE .*buddyName=\"" + server + "\" message=\"irc.prism.test noon\"");
  irc_->send(":irc.prism.test NOTICE alice :hello");
  await("CONV_MESSAGE .*buddyName=\"" + server + "\" message=\"hello\"");
}

}  // namespace
}  // namespace prism::tests
