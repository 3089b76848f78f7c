// SPDX-License-Identifier: MIT
// Logins and nicknames where services are slow, away, or of another opinion.
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedServices : public ScriptedTest {
 protected:
  // Logs alice in with a password, on a server without SASL. Returns after the password has gone to NickServ.
  void aliceIdentifies(const std::string& more = "", const Greeting& greeting = {}) {
    launchIrc(serverAddress(), more);
    startLogin(kCanary);
    greet(accept(), greeting);
    irc_->expect("^PRIVMSG NickServ :identify ");
    await("^CONNECTED");
  }

  // Answers the capability negotiation up to AUTHENTICATE of this mechanism.
  void offerSasl(const std::string& mechanism = "PLAIN") {
    accept();
    irc_->expect("^USER ");
    irc_->send("CAP * LS :sasl=" + mechanism);
    irc_->expect("^CAP REQ :?sasl");
    irc_->send("CAP * ACK :sasl");
    irc_->expect("^AUTHENTICATE " + mechanism);
  }

  // Accepts the password, or refuses it, up to the welcome.
  void acceptSasl() {
    irc_->send("AUTHENTICATE +");
    irc_->expect("^AUTHENTICATE ");
    irc_->send(":irc.prism.test 903 alice :SASL authentication successful");
    irc_->expect("^CAP END$");
  }
  void refuseSasl(const std::string& text) {
    irc_->send("AUTHENTICATE +");
    irc_->expect("^AUTHENTICATE ");
    irc_->send(":irc.prism.test 904 alice :" + text);
    irc_->expect("^CAP END$");
  }

  // Logs alice in, and ends the connection. The next one refuses the password. Returns after NickServ is asked.
  void reconnectWhereSaslIsRefused() {
    launchIrc(serverAddress());
    startLogin(kCanary);
    offerSasl();
    acceptSasl();
    welcome(*irc_);
    await("^CONNECTED");
    irc_->close();
    offerSasl();
    refuseSasl("SASL authentication failed");
    welcome(*irc_);
    irc_->expect("^PRIVMSG NickServ :STATUS alice$");
  }
};

// --- SASL

TEST_F(ScriptedServices, LoginGoesOnWhereSaslIsNotAnswered) {
  launchIrc(serverAddress(), "sasl_timeout = 1\n");
  startLogin(kCanary);
  offerSasl();
  irc_->expect("^CAP END$");
  welcome(*irc_);
  irc_->expect("^PRIVMSG NickServ :identify ");
  await("^CONNECTED");
}

TEST_F(ScriptedServices, LoginFailsWhereConfiguredSaslIsNotAnswered) {
  launchIrc(serverAddress(), "sasl_timeout = 1\nsasl = plain\n");
  startLogin(kCanary);
  offerSasl();
  await("^DISCONNECTED user=\"alice\" error=0 message=\"The server does not answer the login \\(SASL\\)");
}

TEST_F(ScriptedServices, ServerPasswordAndSaslAreTwoThings) {
  launchIrc(serverAddress(), "server_password = open\n");
  startLogin(kCanary);
  offerSasl();
  EXPECT_EQ(irc_->count("^PASS open$"), 1U);
  acceptSasl();
  welcome(*irc_);
  await("^CONNECTED");
  EXPECT_EQ(irc_->count("^PRIVMSG NickServ"), 0U);
}

// --- guests: a password for a nickname that nobody has registered

TEST_F(ScriptedServices, GuestWhereTheServerSaysThatThereIsNoAccount) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  offerSasl();
  refuseSasl("SASL authentication failed: Account does not exist");
  welcome(*irc_);
  await("^CONNECTED");
  await("CONV_MESSAGE .*message=\"You are here without an account: .*Account does not exist");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^PRIVMSG NickServ"), 0U) << "the password is not for NickServ";
}

TEST_F(ScriptedServices, GuestWhereTheServicesDoNotKnowTheNickname) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  offerSasl();
  refuseSasl("SASL authentication failed");
  welcome(*irc_);
  irc_->expect("^PRIVMSG NickServ :ACC alice$");
  irc_->expect("^PRIVMSG NickServ :STATUS alice$");
  irc_->send(":mallory!m@h NOTICE alice :alice ACC 3");
  irc_->send(":NickServ!s@services NOTICE alice :Unknown command STATUS.");
  irc_->send(":NickServ!s@services NOTICE alice :alice ACC 0");
  await("^CONNECTED");
}

TEST_F(ScriptedServices, DialogueWithTheServicesIsNotShown) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :sasl=PLAIN echo-message");
  irc_->expect("^CAP REQ");
  irc_->send("CAP * ACK :sasl echo-message");
  irc_->expect("^AUTHENTICATE PLAIN");
  refuseSasl("SASL authentication failed");
  welcome(*irc_);
  irc_->expect("^PRIVMSG NickServ :STATUS alice$");
  irc_->send(":alice!~a@h PRIVMSG NickServ :ACC alice");
  irc_->send(":alice!~a@h PRIVMSG NickServ :STATUS alice");
  irc_->send(":NickServ!s@services NOTICE alice :alice ACC 0");
  await("^CONNECTED");
  irc_->send(":alice!~a@h PRIVMSG NickServ :hello from my phone");
  await("CONV_MESSAGE .*hello from my phone");
  EXPECT_EQ(count("CONV_MESSAGE .*(ACC|STATUS)"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, PasswordIsNotEchoed) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  greet(accept(), {.capabilities = "echo-message"});
  const std::string line = irc_->expect("^PRIVMSG NickServ :identify ");
  await("^CONNECTED");
  irc_->send(":alice!~a@h " + line);
  awaitRoundTrip();
  EXPECT_EQ(count("CONV_MESSAGE .*identify"), 0U);
}

TEST_F(ScriptedServices, WrongPasswordWhereTheServicesKnowTheNickname) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  offerSasl();
  refuseSasl("SASL authentication failed");
  welcome(*irc_);
  irc_->expect("^PRIVMSG NickServ :STATUS alice$");
  irc_->send(":NickServ!s@services NOTICE alice :STATUS alice 1");
  await("^DISCONNECTED user=\"alice\" error=2 message=\"SASL authentication failed\"");
}

TEST_F(ScriptedServices, WrongPasswordWhereTheNicknameIsReserved) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  offerSasl();
  refuseSasl("SASL authentication failed: Invalid account credentials");
  irc_->send(":irc.prism.test 433 * alice :Nickname is reserved by a different account");
  await("^DISCONNECTED user=\"alice\" error=2 message=\"SASL authentication failed: Invalid");
}

// --- reasons

TEST_F(ScriptedServices, FailBeforeTheLoginIsItsReason) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  accept();
  irc_->expect("^USER ");
  irc_->send("FAIL * ACCOUNT_REQUIRED :You must log in with SASL");
  irc_->close();
  await("^DISCONNECTED user=\"alice\" error=2 message=\"You must log in with SASL\"");
}

TEST_F(ScriptedServices, TemporaryFailIsTriedAgain) {
  launchIrc(serverAddress());
  startLogin();
  accept();
  irc_->expect("^USER ");
  irc_->send("FAIL * RATE_LIMITED :Come back later");
  irc_->close();
  await("^DISCONNECTED user=\"alice\" error=0 message=\".*Come back later");
}

TEST_F(ScriptedServices, NoticeAndACloseAreARefusal) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  accept();
  irc_->expect("^USER ");
  irc_->send(":irc.prism.test NOTICE * :*** Looking up your hostname...");
  irc_->send(":irc.prism.test NOTICE * :Login authentication failed");
  irc_->close();
  await("^DISCONNECTED user=\"alice\" error=2 message=\"Login authentication failed\"");
}

TEST_F(ScriptedServices, WordsOfErrorTellTheReason) {
  const std::pair<const char*, int> kinds[] = {
      {"Closing Link: h (Invalid password)", 2},
      {"Closing Link: h (SASL access only)", 2},
      {"Closing Link: h (You are banned from this server: no gateways)", 3},
      {"Closing Link: h (K-Lined)", 3},
      {"Closing Link: h (Throttled: Reconnecting too fast, banned for a minute)", 0},
      {"Closing Link: h (Server is full)", 0},
      {"Closing Link: alice[login.example.net] (Connection reset by peer)", 0},
      {"Closing Link: h (Autokilled: spam)", 3},
      {"Closing Link: h (Too many authentication failures)", 2},
      {"Closing Link: h (going down)", 0}};
  launchIrc(serverAddress());
  for (const auto& [words, error] : kinds) {
    startLogin();
    accept();
    irc_->expect("^USER ");
    irc_->send(std::string("ERROR :") + words);
    irc_->close();
    const std::string gone = await("^DISCONNECTED user=\"alice\"");
    EXPECT_NE(gone.find("error=" + std::to_string(error)), std::string::npos) << words << ": " << gone;
  }
}

// --- nicknames

TEST_F(ScriptedServices, NicknameThatServicesHoldGetsATailAndIsTriedAgain) {
  launchIrc(serverAddress(), "nick_regain_interval = 1\n");
  startLogin(kCanary);
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->send(":irc.prism.test 432 * alice :Nickname is held for its owner");
  irc_->expect("^NICK alice_$");
  welcome(*irc_, {.nick = "alice_"});
  await("^CONNECTED");
  irc_->expect("^PRIVMSG NickServ :identify ");
  irc_->expect("^NICK alice$");
  irc_->send(":irc.prism.test 432 alice_ alice :Nickname is held for its owner");
  irc_->expect("^NICK alice$");
  irc_->send(":alice_!~a@h NICK alice");
  irc_->expect("^PRIVMSG NickServ :identify ");  // the services did not know alice_
  collect();
  EXPECT_EQ(count("CONV_MESSAGE .*held"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, LongNicknameThatServicesHoldGetsATailToo) {
  launchIrc(serverAddress());
  spectrum_->login("alice", {.legacy_name = "alexander_g"});
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->send(":irc.prism.test 432 * alexander_g :Nickname is reserved for a registered user");
  irc_->expect("^NICK alexander__$");
}

TEST_F(ScriptedServices, NicknameThatTheServerReservesIsTriedAgainAfterTheIdentification) {
  launchIrc(serverAddress());
  startLogin(kCanary);
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->send(":irc.prism.test 433 * alice :Nickname is already in use");
  irc_->expect("^NICK alice_$");
  welcome(*irc_, {.nick = "alice_", .isupport = "MONITOR=100"});
  await("^CONNECTED");
  irc_->send(":irc.prism.test 731 alice_ :alice");  // nobody uses it any more
  irc_->expect("^NICK alice$");
  irc_->send("FAIL NICK NICKNAME_RESERVED alice :Nickname is reserved by a different account");
  irc_->send(":irc.prism.test 900 alice_ alice_!~a@h alice :You are now logged in as alice");
  irc_->expect("^NICK alice$", testing::Milliseconds(20'000));
  collect();
  EXPECT_EQ(count("CONV_MESSAGE .*reserved"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, EnforcedNicknameIsRegainedOnceTheUserIsIdentified) {
  aliceIdentifies();
  irc_->send(":alice!~a@h NICK Guest12345");
  irc_->send(":irc.prism.test 900 Guest12345 alice!~a@h alice :You are now logged in as alice");
  irc_->expect("^NICK alice$");
}

TEST_F(ScriptedServices, EnforcedNicknameIsRegainedAtTheWordOfTheServices) {
  aliceIdentifies();
  irc_->send(":alice!~a@h NICK Guest12345");
  irc_->send(":NickServ!s@services NOTICE Guest12345 :The nickname alice is released");
  irc_->expect("^NICK alice$");
}

TEST_F(ScriptedServices, BouncersNicknameIsLeftAlone) {
  aliceLogsIn({.nick = "Alicia", .isupport = "BOUNCER_NETID=1 MONITOR=100"}, "nick_regain_interval = 1\n");
  irc_->send(":Alicia!~a@h NICK Alison");
  for (int i = 0; i < 2; ++i) {
    awaitRoundTrip();
  }
  EXPECT_EQ(irc_->count("^NICK (?!alice$)|^MONITOR \\+ .*alice"), 0U);
  EXPECT_EQ(irc_->count("^NICK alice$"), 1U) << "that of the login";
}

TEST_F(ScriptedServices, NicknameThatABanForbidsGetsATail) {
  launchIrc(serverAddress());
  startLogin();
  accept();
  irc_->expect("^USER ");
  irc_->send("CAP * LS :");
  irc_->send(":irc.prism.test 435 * alice #lobby :Cannot change nickname while banned on channel");
  irc_->expect("^NICK alice_$");
  welcome(*irc_, {.nick = "alice_"});
  await("^CONNECTED");
}

// --- channels that want identified users

TEST_F(ScriptedServices, RefusedChannelIsTriedAgainAfterTheIdentification) {
  const char* const answers[] = {":irc.prism.test 900 alice alice!~a@h alice :You are now logged in as alice",
                                 ":NickServ MODE alice :+r", ":alice!~a@h ACCOUNT alice"};
  for (const char* answer : answers) {
    aliceIdentifies();
    join("alice", "#staff", "alice");
    irc_->expect("^JOIN #staff");
    numeric("477", "#staff :You need to be identified with services");
    awaitRoundTrip();
    EXPECT_EQ(count("PARTICIPANT_CHANGED"), 0U);
    irc_->send(answer);
    irc_->expect("^JOIN #staff");
    answerJoin("#staff");
    awaitEntered("alice", "#staff");
    spectrum_->exit();
    spectrum_->expectExit(0);
    dropKeptFrames();
  }
}

TEST_F(ScriptedServices, RefusedChannelFailsWithoutAnIdentification) {
  aliceIdentifies("identify_timeout = 1\n");
  join("alice", "#staff", "alice");
  irc_->expect("^JOIN #staff");
  numeric("473", "#staff :Cannot join channel (+i)");
  await("PARTICIPANT_CHANGED .*room=\"#staff\" nickname=\"alice\" flag=8 status=5 statusmessage=\"Cannot join channel");
}

TEST_F(ScriptedServices, UserStaysInARefusedChannelAfterAReconnect) {
  aliceIdentifies("identify_timeout = 1\n");
  aliceJoins("#staff");
  irc_->close();
  greet(accept());
  irc_->expect("^PRIVMSG NickServ :identify ");
  irc_->expect("^JOIN #staff");
  numeric("477", "#staff :You need to be identified with services");
  say("alice", "#staff", "still here?");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^PRIVMSG #staff"), 0U);
  irc_->send(":irc.prism.test 900 alice alice!~a@h alice :You are now logged in as alice");
  awaitAndAnswerJoin("#staff");
  irc_->expect("^PRIVMSG #staff :?still here\\?$");
  collect();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, ServicesThatComeBackGetThePassword) {
  aliceIdentifies();
  irc_->send(":irc.prism.test 401 alice NickServ :No such nick/channel");
  awaitRoundTrip();
  irc_->send(":NickServ!s@services NOTICE alice :This nickname is registered.");
  irc_->expect("^PRIVMSG NickServ :identify ");
  irc_->send(":NickServ!s@services NOTICE alice :Password accepted.");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("^PRIVMSG NickServ"), 2U) << "once at the login, once after the services are back";
}

TEST_F(ScriptedServices, UserOfABouncerStaysInARefusedChannelAfterAReconnect) {
  aliceLogsIn();
  aliceJoins("#staff");
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #staff");
  numeric("477", "#staff :You need to be identified with services");
  awaitRoundTrip();
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
  irc_->send(":irc.prism.test 900 alice alice!~a@h alice :You are now logged in as alice");
  awaitAndAnswerJoin("#staff");
}

TEST_F(ScriptedServices, ReconnectWhereServicesComeBackGoesOn) {
  reconnectWhereSaslIsRefused();
  irc_->send(":NickServ!s@services NOTICE alice :alice ACC 1");
  irc_->expect("^PRIVMSG NickServ :identify ");
  collect();
  EXPECT_EQ(count("DISCONNECTED"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, ReconnectWhereServicesAreAwayGoesOnWithoutThem) {
  reconnectWhereSaslIsRefused();
  irc_->expect("^PRIVMSG NickServ :identify ");
  collect();
  EXPECT_EQ(count("DISCONNECTED"), 0U) << keptFrames();
}

// A channel that takes few users at a time, after a server has lost them all.
TEST_F(ScriptedServices, UserStaysInAChannelThatIsLockedForAWhile) {
  aliceLogsIn();
  aliceJoins("#tea");
  irc_->close();
  greet(accept());
  irc_->expect("^JOIN #tea");
  numeric("437", "#tea :This channel is temporarily unavailable (+j is set)");
  irc_->expect("^JOIN #tea", testing::Milliseconds(40'000));
  answerJoin("#tea", "bob");
  await("PARTICIPANT_CHANGED .*nickname=\"bob\"");
  EXPECT_EQ(count("PARTICIPANT_CHANGED .*nickname=\"alice\" .*status=5"), 0U) << keptFrames();
}

TEST_F(ScriptedServices, JoinsThatCameTooSoonAreTriedAgain) {
  aliceLogsIn();
  for (const char* number : {"437", "439", "480", "500"}) {
    const std::string room = "#late" + std::string(number);
    join("alice", room, "alice");
    irc_->expect("^JOIN " + room);
    numeric(number, room + " :Please wait");
    await("CONV_MESSAGE .*message=\"" + room + ": Please wait .it will be tried again.\"");
  }
  irc_->expect("^JOIN (.*,)?#late500$", testing::Milliseconds(40'000));
}

TEST_F(ScriptedServices, FailOfJoinIsItsAnswer) {
  aliceLogsIn();
  join("alice", "#staff", "alice");
  irc_->expect("^JOIN #staff");
  irc_->send("FAIL JOIN ACCOUNT_REQUIRED #staff :You must be logged in to join");
  await("PARTICIPANT_CHANGED .*room=\"#staff\" .*flag=8 status=5 statusmessage=\"You must be logged in to join\"");
}

// Some servers make a client wait for a message to nobody.
TEST_F(ScriptedServices, WithoutAMessageForThemTheServicesAreNotTold) {
  launchIrc(serverAddress(), "[service]\nirc_identify =\n");
  startLogin(kCanary);
  greet(accept());
  await("^CONNECTED");
  awaitRoundTrip();
  EXPECT_EQ(irc_->count("PRIVMSG"), 0U);
}

}  // namespace
}  // namespace prism::tests
