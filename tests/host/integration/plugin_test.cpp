// SPDX-License-Identifier: MIT
// The services that the host offers, called by a real plugin.
#include "tests/support/host_test.h"

#include <csignal>

namespace prism::tests {
namespace {

class PluginTest : public HostTest {
 protected:
  void start(const std::string& more = "") {
    launch("probe", more);
    login("alice");
    spectrum_->expectMessage("alice", "probe", "logged in as alice");
  }

  void sendCommand(const std::string& command) { spectrum_->say("alice", "probe", command); }
  void expectAnswer(const std::string& text) { spectrum_->expectMessage("alice", "probe", text); }

  // Expects this line in the log, in the plugin's category.
  void expectLogged(const std::string& line) {
    EXPECT_NE(spectrum_->log().find(" Plugin.probe: " + line + "\n"), std::string::npos) << line << "\n"
                                                                                         << spectrum_->log();
  }

  void expectMisbehaviour(const std::string& line) { expectLogged("plugin misbehaving: probe: " + line); }
};

TEST_F(PluginTest, GetsTheLoginWithItsSettings) {
  launch("probe");
  spectrum_->login("alice", {.legacy_name = "alice99", .password = kCanary, .settings = {{"stay_connected", "1"}}});
  spectrum_->expectConnected("alice");
  expectAnswer("logged in as alice99 stay_connected=1");
}

TEST_F(PluginTest, MayRefuseALogin) {
  launch("probe");
  spectrum_->login("alice", {.password = "wrong"});
  const pbnetwork::Disconnected disconnected = spectrum_->expectDisconnected("alice");
  EXPECT_EQ(disconnected.error(), pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED);
  EXPECT_EQ(disconnected.message(), "the password is wrong");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
  EXPECT_EQ(spectrum_->log().find("logout alice"), std::string::npos) << "the session was over already";
}

TEST_F(PluginTest, ReadsTheConfiguration) {
  start("[irc]\nb = 2\na = 1\nb = 3\n[flags]\nyes = On\nno = false\nodd = perhaps\n");
  sendCommand("list irc.b");
  expectAnswer("2: 2 3");
  sendCommand("list irc.none");
  expectAnswer("0:");
  sendCommand("section irc");
  expectAnswer("3: a=1 b=2 b=3");
  sendCommand("bool flags.yes");
  expectAnswer("bool 1");
  sendCommand("bool flags.no");
  expectAnswer("bool 0");
  sendCommand("bool flags.none");
  expectAnswer("bool -1");
  sendCommand("bool flags.odd");
  expectAnswer("bool -1");
  expectLogged(spectrum_->configurationFile() +
               ": flags.odd must be 1 or 0 (true, false, yes, no, on, off), but is 'perhaps'; -1 is assumed");
}

TEST_F(PluginTest, ReadsNumbersOfTheConfiguration) {
  start("[numbers]\nfits = 42\nlow = -6\nhigh = 71\nodd = 70 or so\nlong = 99999999999999999999\n");
  sendCommand("int numbers.fits");
  expectAnswer("int 42");
  sendCommand("int numbers.none");
  expectAnswer("int -1");
  const auto expect = [this](const std::string& key, const std::string& assumed, const std::string& fault) {
    sendCommand("int numbers." + key);
    expectAnswer("int " + assumed);
    expectLogged(spectrum_->configurationFile() + ": numbers." + key + " must be " + fault + "; " + assumed +
                 " is assumed");
  };
  expect("low", "-5", "from -5 to 70, but is '-6'");
  expect("high", "70", "from -5 to 70, but is '71'");
  expect("odd", "-1", "a whole number, but is '70 or so'");
  expect("long", "-1", "a whole number, but is '99999999999999999999'");
}

TEST_F(PluginTest, TimersAreNotWithoutEnd) {
  start();
  sendCommand("timers-without-end");
  expectAnswer("1048576 timers, result -8");
  spectrum_->awaitLog("plugin misbehaving: probe: timer_add: there are too many timers already");
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
}

TEST_F(PluginTest, HasTheEventLoop) {
  start();
  sendCommand("timer 20");
  expectAnswer("timer");
  sendCommand("ticks 3");
  expectAnswer("tick");
  expectAnswer("tick");
  expectAnswer("tick");
  expectAnswer("result 0");
  sendCommand("watch");
  expectAnswer("read x events 1");
  expectAnswer("result 0");
  sendCommand("post");
  expectAnswer("posted");
  spectrum_->expectNothing();
}

TEST_F(PluginTest, HasNoServicesThatTheHostDoesNotKnow) {
  start();
  sendCommand("service prism.unknown/1");
  expectAnswer("not there");
}

TEST_F(PluginTest, ContributesToTheMemoryUsage) {
  start("[probe]\nmemory_kb = 123000000\n");
  const pbnetwork::Stats stats = spectrum_->ping();
  EXPECT_GT(stats.res(), 123000000);
  EXPECT_LT(stats.init_res(), 1000000);
}

TEST_F(PluginTest, ItsLogLinesCannotForgeOthers) {
  start();
  sendCommand("log first\n2026-01-01 forged");
  spectrum_->expectNothing();
  expectLogged("log first\\x0a2026-01-01 forged");
}

TEST_F(PluginTest, StartsNoProgramThatInheritsDescriptors) {
  start();
  sendCommand("inheritable");
  expectAnswer("inheritable:");
}

TEST_F(PluginTest, ItsExceptionsStopAtTheBoundary) {
  start();
  sendCommand("throw");
  expectAnswer("Your message was not delivered: There was a fault in the gateway.");
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
  expectMisbehaviour("message: exception 'thrown on request'");
}

TEST_F(PluginTest, ItsEventsForStrangersDoNotLeave) {
  start();
  sendCommand("write-to mallory");
  expectAnswer("result -3");
  expectMisbehaviour("message: user 'mallory' is not logged in");
}

TEST_F(PluginTest, ItsEventsAfterLogoutDoNotLeave) {
  start("[probe]\ntalks_after_logout = 1\n");
  spectrum_->logout("alice");
  spectrum_->expectNothing();
  expectMisbehaviour("message: user 'alice' is not logged in");
  login("alice");
  expectAnswer("logged in as alice");
  login("alice");
  expectAnswer("logged in as alice");
}

TEST_F(PluginTest, ItsTextIsMadeFitForXml) {
  start();
  sendCommand("bytes");
  expectAnswer("bell \xEF\xBF\xBD, half \xEF\xBF\xBD\xEF\xBF\xBD, latin \xEF\xBF\xBD");
}

TEST_F(PluginTest, ItsCallsOnOtherThreadsAreRefused) {
  start();
  sendCommand("off-thread");
  expectAnswer("result -4");
  expectMisbehaviour("connected: called on another thread than the main one");
}

TEST_F(PluginTest, ItsImpossibleWatchesAreRefused) {
  start();
  sendCommand("watch-nothing");
  expectAnswer("result -2");
  expectMisbehaviour("watch_add: ready is NULL");
}

TEST_F(PluginTest, EndsASession) {
  start();
  sendCommand("disconnect 17");
  const pbnetwork::Disconnected disconnected = spectrum_->expectDisconnected("alice");
  EXPECT_EQ(disconnected.error(), 16);
  EXPECT_EQ(disconnected.message(), "as you wish");
  sendCommand("get prism.plugin");
  spectrum_->expectNothing();
}

TEST_F(PluginTest, HasTimeToSayGoodbye) {
  start("[probe]\ngoodbye_ms = 300\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  expectLogged("logout alice");
  EXPECT_EQ(spectrum_->log().find("not done"), std::string::npos);
}

TEST_F(PluginTest, HasNotMoreThanTwoSecondsToSayGoodbye) {
  start("[probe]\ngoodbye_ms = never\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("WARN Host: plugin probe was still not done after 2000 ms\n"), std::string::npos)
      << spectrum_->log();
}

TEST_F(PluginTest, GetsNoRequestWhileItSaysGoodbye) {
  start("[probe]\ngoodbye_ms = 300\n");
  spectrum_->host().signal(SIGTERM);
  spectrum_->awaitLog("logout alice");
  spectrum_->login("bob", {.password = kCanary});
  spectrum_->expectClosed();
  spectrum_->expectExit(0);
}

TEST_F(PluginTest, CannotSayGoodbyeBeforeItIsAsked) {
  start("[probe]\ngoodbye_ms = 300\n");
  sendCommand("stopped");
  expectAnswer("result -5");
  expectMisbehaviour("stopped: stop() has not been called");
  const auto start = std::chrono::steady_clock::now();
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(300));
}

TEST_F(PluginTest, ALoginThatThrowsIsAnsweredWithoutTellingThePassword) {
  launch("probe", "[probe]\nlogin_throws = 1\n");
  spectrum_->login("alice", {.password = kCanary});
  EXPECT_EQ(spectrum_->expectDisconnected("alice").error(), 16);
  expectMisbehaviour("login: exception of the type std::invalid_argument");
}

TEST_F(PluginTest, ASecondSignalEndsTheGoodbye) {
  start("[probe]\ngoodbye_ms = never\n");
  spectrum_->host().signal(SIGTERM);
  spectrum_->awaitLog("logout alice");
  spectrum_->host().signal(SIGTERM);
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
