// SPDX-License-Identifier: MIT
// No text of a user can inject a further IRC line.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

// Appends every line end that some server accepts. NUL is missing, since XML cannot carry it.
std::string withInjection(const std::string& text) {
  return text + "\r\nEVIL 1 2 3\nEVIL 1 2 3\rEVIL 1 2 3\n\rEVIL 1 2 3";
}

class ScriptedInjection : public ScriptedTest {
 protected:
  void expectNoInjection(const std::string& place) {
    awaitRoundTrip();
    for (const std::string& line : irc_->lines()) {
      EXPECT_NE(line.substr(0, 4), "EVIL") << place;
      EXPECT_EQ(line.find_first_of(std::string("\r\0", 2)), std::string::npos) << place << ": " << line;
    }
  }
};

TEST_F(ScriptedInjection, ThroughAnythingThatIsSent) {
  aliceLogsIn({.isupport = "CHANTYPES=# PREFIX=(ov)@+ MONITOR=100"});
  aliceJoins("#lobby", "@bob");
  say("alice", "#lobby", withInjection("text"));
  irc_->expect("^PRIVMSG #lobby :?text$");
  expectNoInjection("a message's text");
  say("alice", withInjection("bob"), "text");
  say("alice", withInjection("#lobby"), "text");
  say("alice", "#lobby/" + withInjection("bob"), "text");
  expectNoInjection("whom a message is for");
  setSubject("alice", "#lobby", withInjection("topic"));
  irc_->expect("^TOPIC #lobby :?topic");
  setSubject("alice", withInjection("#lobby"), "topic");
  expectNoInjection("a subject");
  setPresence("alice", pbnetwork::STATUS_AWAY, withInjection("away"));
  irc_->expect("^AWAY :?away");
  expectNoInjection("an away text");
  join("alice", withInjection("#other"), "alice");
  join("alice", "#keyed", withInjection("nick"), withInjection("key"));
  leave("alice", withInjection("#other"));
  expectNoInjection("a room");
  addContact("alice", withInjection("bob"));
  removeContact("alice", withInjection("bob"));
  requestVCard("alice", withInjection("bob"), 1);
  requestVCard("alice", "#lobby/" + withInjection("bob"), 1);
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
    say("alice", "#lobby", command + withInjection("x"));
    expectNoInjection(command);
  }
}

TEST_F(ScriptedInjection, ThroughTheLogin) {
  const std::string evil = withInjection("x");
  launchIrc(serverAddress(), "[service]\nirc_send_pass = 1\n");
  spectrum_->login("alice", {.legacy_name = withInjection("alice"),
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
  const std::string evil = withInjection("x");
  launchIrc(serverAddress(), "sasl = off\n");
  spectrum_->login("alice", {.legacy_name = "alice",
                             .password = evil,
                             .settings = {{"irc.nickname", withInjection("queen")},
                                          {"irc.identify", "NickServ identify $password\r\nEVIL 1"},
                                          {"irc.sasl_account", evil}}});
  greet(accept());
  await("^CONNECTED");
  irc_->expect("^PRIVMSG NickServ :?identify x");
  EXPECT_EQ(irc_->count("^NICK queen"), 1U);
  expectNoInjection("the settings");
}

// Line breaks between words separate parameters like blanks.
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
