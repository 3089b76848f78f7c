// Whatever a user sends, a line ends where the plugin says so.
#include "scripted_test.h"

namespace prism::tests {
namespace {

// With every way to end a line that some server knows. (NUL comes no further than the host: no XML can have it.)
std::string injecting(const std::string& text) { return text + "\r\nEVIL 1 2 3\nEVIL 1 2 3\rEVIL 1 2 3\n\rEVIL 1 2 3"; }

class ScriptedInjection : public ScriptedTest {
 protected:
  void expectNoInjection(const std::string& place) {
    settle();
    for (const std::string& line : irc_->lines()) {
      EXPECT_NE(line.substr(0, 4), "EVIL") << place;
      EXPECT_EQ(line.find_first_of(std::string("\r\0", 2)), std::string::npos) << place << ": " << line;
    }
  }

  void sendSubject(const std::string& room, const std::string& text) {
    pbnetwork::ConversationMessage subject;
    subject.set_username("alice");
    subject.set_buddyname(room);
    subject.set_message(text);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, subject);
  }

  void sendStatus(const std::string& text) {
    pbnetwork::Status status;
    status.set_username("alice");
    status.set_status(pbnetwork::STATUS_AWAY);
    status.set_statusmessage(text);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_STATUS_CHANGED, status);
  }

  void sendContact(const std::string& name) {
    pbnetwork::Buddy buddy;
    buddy.set_username("alice");
    buddy.set_buddyname(name);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_CHANGED, buddy);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_REMOVED, buddy);
  }

  void askForCard(const std::string& name) {
    pbnetwork::VCard card;
    card.set_username("alice");
    card.set_buddyname(name);
    card.set_id(1);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_VCARD, card);
  }
};

TEST_F(ScriptedInjection, ThroughAnythingThatIsSent) {
  aliceLogsIn({.isupport = "CHANTYPES=# PREFIX=(ov)@+ MONITOR=100"});
  aliceJoins("#lobby", "@bob");
  say("alice", "#lobby", injecting("text"));
  irc_->expect("^PRIVMSG #lobby :?text$");
  expectNoInjection("a message's text");
  say("alice", injecting("bob"), "text");
  say("alice", injecting("#lobby"), "text");
  say("alice", "#lobby/" + injecting("bob"), "text");
  expectNoInjection("whom a message is for");
  sendSubject("#lobby", injecting("topic"));
  irc_->expect("^TOPIC #lobby :?topic");
  sendSubject(injecting("#lobby"), "topic");
  expectNoInjection("a subject");
  sendStatus(injecting("away"));
  irc_->expect("^AWAY :?away");
  expectNoInjection("an away text");
  join("alice", injecting("#other"), "alice");
  join("alice", "#keyed", injecting("nick"), injecting("key"));
  leave("alice", injecting("#other"));
  expectNoInjection("a room");
  sendContact(injecting("bob"));
  askForCard(injecting("bob"));
  askForCard("#lobby/" + injecting("bob"));
  expectNoInjection("a contact");
}

TEST_F(ScriptedInjection, ThroughCommands) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  for (const char* command : {"/me ",         "/msg bob ", "/msg ",     "/query ",       "/query bob ",    "/notice ",
                              "/notice bob ", "/whois ",   "/nick ",    "/topic ",       "/topic #lobby ", "/kick ",
                              "/kick bob ",   "/ban ",     "/unban ",   "/op ",          "/deop ",         "/voice ",
                              "/devoice ",    "/mode ",    "/mode +k ", "/invite ",      "/invite bob ",   "/list ",
                              "/names ",      "/away ",    "/join ",    "/join #other ", "/part #other ",  "/part ",
                              "/quote ",      "/help ",    "/"}) {
    say("alice", "#lobby", command + injecting("x"));
    expectNoInjection(command);
  }
}

TEST_F(ScriptedInjection, ThroughTheLogin) {
  const std::string evil = injecting("x");
  launchIrc(here(), "[service]\nirc_send_pass = 1\n");
  spectrum_->login("alice", {.legacy_name = injecting("alice"),
                             .password = evil,
                             .settings = {{"irc.username", evil}, {"irc.realname", evil}, {"irc.quit_message", evil}}});
  greet(accept());
  await("^CONNECTED");
  aliceJoins("#lobby");
  expectNoInjection("the login");
  spectrum_->logout("alice", "alice");
  irc_->expect("^QUIT :?x");
  irc_->expectEnd();
  EXPECT_EQ(irc_->count("^EVIL"), 0U);
}

TEST_F(ScriptedInjection, ThroughSettingsAndThePasswordForNickServ) {
  const std::string evil = injecting("x");
  launchIrc(here(), "sasl = off\n");
  spectrum_->login("alice", {.legacy_name = "alice",
                             .password = evil,
                             .settings = {{"irc.nickname", injecting("queen")},
                                          {"irc.identify", "NickServ identify $password\r\nEVIL 1"},
                                          {"irc.sasl_account", evil}}});
  greet(accept());
  await("^CONNECTED");
  irc_->expect("^PRIVMSG NickServ :?identify x");
  EXPECT_EQ(irc_->count("^NICK queen"), 1U);
  expectNoInjection("the settings");
}

// Words may stand in several lines: each is one parameter still.
TEST_F(ScriptedInjection, WordsInSeveralLines) {
  aliceLogsIn();
  aliceJoins("#lobby", "@bob");
  say("alice", "#lobby", "/op bob\ncarol");
  irc_->expect("^MODE #lobby \\+oo bob carol$");
  say("alice", "#lobby", "/kick bob\nfor reasons");
  irc_->expect("^KICK #lobby bob :for reasons$");
}

}  // namespace
}  // namespace prism::tests
