// What people do while one talks with them.
#include "scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedPeople : public ScriptedTest {
 protected:
  void enter(const Greeting& greeting = {}, const std::string& more = "") {
    aliceLogsIn(greeting, more);
    aliceJoins("#lobby", "@bob carol");
    settle();
    forget();
  }

  void watch(const std::string& nick) {
    pbnetwork::Buddy contact;
    contact.set_username("alice");
    contact.set_buddyname(nick);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_CHANGED, contact);
  }

  void show(pbnetwork::StatusType type, const std::string& text) {
    pbnetwork::Status status;
    status.set_username("alice");
    status.set_status(type);
    status.set_statusmessage(text);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_STATUS_CHANGED, status);
  }
};

TEST_F(ScriptedPeople, ATalkInARoomGoesOnUnderANewNickname) {
  enter();
  say("alice", "#lobby/bob", "psst");
  irc_->expect("^PRIVMSG bob :?psst$");
  irc_->send(":bob!b@h NICK robert");
  irc_->send(":robert!b@h PRIVMSG alice :yes?");
  await("CONV_MESSAGE .*buddyName=\"#lobby\" message=\"yes\\?\" nickname=\"robert\".* pm=true");
  // Whoever takes the old nickname is somebody else.
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

TEST_F(ScriptedPeople, WhatMayNotBeSaidIsToldInTheRoom) {
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
  settle();
  EXPECT_EQ(count("out for tea"), 1U) << kept();  // and the presence in the room
  EXPECT_EQ(count("CONV_MESSAGE"), 0U);
}

TEST_F(ScriptedPeople, OwnPresenceBeforeTheLoginIsOver) {
  launchIrc(here());
  logInOnly();
  show(pbnetwork::STATUS_DND, "writing");
  greet(accept());
  irc_->expect("^AWAY :?writing$");
  show(pbnetwork::STATUS_ONLINE, "");
  irc_->expect("^AWAY$");
  // The same twice is nothing new.
  show(pbnetwork::STATUS_ONLINE, "");
  settle();
  EXPECT_EQ(irc_->count("^AWAY"), 2U);
  // And it counts on the next connection.
  show(pbnetwork::STATUS_XA, "");
  irc_->expect("^AWAY ");
  irc_->close();
  greet(accept());
  irc_->expect("^AWAY ");
}

TEST_F(ScriptedPeople, ContactsAreMonitored) {
  launchIrc(here());
  logInOnly();
  watch("bob");
  greet(accept(), {.isupport = "CHANTYPES=# MONITOR=2"});
  irc_->expect("^MONITOR \\+ bob$");
  numeric("731", ":bob");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=5");
  numeric("730", ":Bob!b@h");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=0");
  irc_->expect("^USERHOST bob$");
  numeric("302", ":bob=-b@h");
  await("BUDDY_CHANGED .*buddyName=\"bob\" .*status=1");
  watch("bob");
  settle();
  EXPECT_EQ(irc_->count("^MONITOR"), 1U) << "nothing is asked twice";
  pbnetwork::Buddy contact;
  contact.set_username("alice");
  contact.set_buddyname("bob");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_REMOVED, contact);
  irc_->expect("^MONITOR - bob$");
}

TEST_F(ScriptedPeople, MoreContactsThanTheServerMonitors) {
  launchIrc(here(), "nick_regain_interval = 1\n");
  logInOnly();
  for (const char* nick : {"bob", "carol", "dave"}) {
    watch(nick);
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
  launchIrc(here(), "sasl = off\n");
  logInOnly(kCanary);
  greet(accept(), {.capabilities = "echo-message labeled-response batch message-tags"});
  const std::string line = irc_->expect("PRIVMSG NickServ :");
  const auto begin = line.find("PRIVMSG");
  irc_->send(line.substr(0, begin) + ":alice!~alice@127.0.0.1 " + line.substr(begin));
  settle();
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << kept();
}

TEST_F(ScriptedPeople, WhatWaitedForTheConnectionIsNotShownTwice) {
  const Greeting modern = {.capabilities = "echo-message labeled-response batch message-tags"};
  enter(modern);
  irc_->close();
  await("The connection is lost");
  say("alice", "bob", "are you there?");
  collect();
  greet(accept(), modern);
  letIn("#lobby", "@bob carol");
  const std::string line = irc_->expect("PRIVMSG bob :are you there\\?$");
  const auto begin = line.find("PRIVMSG");
  irc_->send(line.substr(0, begin) + ":alice!~alice@127.0.0.1 " + line.substr(begin));
  settle();
  EXPECT_EQ(count("are you there"), 0U) << kept();
  // Nor does a server get tags that knows none.
  say("alice", "bob", "and now?");
  irc_->expect("^@label=[0-9]+ PRIVMSG bob :and now\\?$");
  irc_->close();
  await("The connection is lost");
  say("alice", "bob", "still here?");
  collect();
  greet(accept());
  letIn("#lobby", "@bob carol");
  irc_->expect("^PRIVMSG bob :still here\\?$");
}

TEST_F(ScriptedPeople, VCardsByWhois) {
  enter();
  const auto ask = [&](const std::string& buddy, int id) {
    pbnetwork::VCard card;
    card.set_username("alice");
    card.set_buddyname(buddy);
    card.set_id(id);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_VCARD, card);
  };
  ask("bob", 0);
  ask("#lobby/bob", 1);
  ask("ghost", 2);
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
  settle();
  EXPECT_EQ(count("VCARD"), 0U);
  EXPECT_EQ(count("CONV_MESSAGE"), 0U) << "a card that is asked for is no command: " << kept();
}

TEST_F(ScriptedPeople, PingsOfAServerThatHasNotLetUsInYet) {
  launchIrc(here());
  logInOnly();
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("PING :cookie-42");
  irc.expect("^PONG :?cookie-42$");
  irc.send("CAP * LS :");
  irc.expect("^CAP END$");
  welcome(irc);
  await("^CONNECTED");
}

}  // namespace
}  // namespace prism::tests
