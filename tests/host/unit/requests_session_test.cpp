// SPDX-License-Identifier: MIT
// Logging in and out.
#include "host/base/quote.h"
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"
#include <prism/prompt.h>

namespace prism::tests {
namespace {

constexpr const char* kLogin = "login alice legacy_name=name password=word";

TEST_F(RequestsTest, LogsAUserInAndOut) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, loginOf("alice")), Lines{kLogin});
  EXPECT_NE(sessions_.find("alice"), nullptr);
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice")), Lines{"logout alice"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
  EXPECT_EQ(log_.take(), Lines{});
  EXPECT_EQ(takeFrames(), Lines{});
}

TEST_F(RequestsTest, TheLogTellsWhatBecomesOfAUser) {
  CapturedLog log("Host.Session");
  connect("alice");
  join("alice", "lobby");
  handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby"));
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  EXPECT_EQ(log.take(), (Lines{"'alice' is logged in as 'name'", "'alice' joins 'lobby' as 'me'",
                               "'alice' leaves 'lobby'", "'alice' has logged out"}));
}

TEST_F(RequestsTest, TheLogTellsWhyAUserIsNotLoggedIn) {
  CapturedLog log("Host.Session");
  logIn("alice");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, PRISM_STR("Wrong\npassword"));
  connect("bob");
  disconnected(guard_, PRISM_STR("bob"), PRISM_CONNECTION_ERROR_NETWORK, {});
  EXPECT_EQ(log.take(), (Lines{"'alice' cannot be logged in as 'name': 'Wrong\\x0apassword' (error 2)",
                               "'bob' is logged in as 'name'",
                               "'bob' is disconnected by the network: no reason is given (error 0)"}));
}

// The fingerprint at the end of a reason is to be copied into the configuration.
TEST_F(RequestsTest, TheLogHasAReasonWhole) {
  CapturedLog log("Host.Session");
  const std::string reason = "the certificate of " + std::string(253, 'h') +
                             " is signed by CN=" + std::string(300, 'c') +
                             ", which is not trusted here; its SHA-256 fingerprint is " + std::string(95, 'F');
  logIn("alice");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_CERT_UNTRUSTED, host::borrowed(reason));
  EXPECT_EQ(log.take(), Lines{"'alice' cannot be logged in as 'name': '" + reason + "' (error 9)"});
  logIn("bob");
  disconnected(guard_, PRISM_STR("bob"), PRISM_CONNECTION_ERROR_OTHER, host::borrowed(std::string(3000, 'x')));
  EXPECT_EQ(log.take(),
            Lines{"'bob' cannot be logged in as 'name': '" + std::string(host::kWholeText, 'x') + "...' (error 16)"})
      << "a network cannot fill the log with one line";
}

TEST_F(RequestsTest, TheLogTellsWhomTheEndOfTheBackendLogsOut) {
  connect("alice");
  logIn("bob");
  CapturedLog log("Host.Session");
  requests_->logoutAll();
  Lines lines = log.take();
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(lines,
            (Lines{"'alice' is logged out, since the backend ends", "'bob' is logged out, since the backend ends"}));
}

TEST_F(RequestsTest, TheLogTellsThatAUserIsAsked) {
  CapturedLog log("Host.Session");
  prompts_.start();
  logIn("alice");
  const auto ended = [](void*, prism_prompts_id, const prism_prompt_answer*) {};
  ask(PRISM_VALUE_TEXT, ended, PRISM_STR("canary"));
  ask(PRISM_VALUE_TEXT, ended, PRISM_STR("canary"));
  const std::string line = "'alice' is asked a question by the contact 'prism'";
  EXPECT_EQ(log.take(), Lines{line}) << "the second one waits";
  handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "prism", "cancel"));
  EXPECT_EQ(log.take(), Lines{line});
}

TEST_F(RequestsTest, HandsSettingsOver) {
  pbnetwork::Login login = loginOf("alice");
  (*login.mutable_settings()->mutable_value())["stay_connected"] = "1";
  (*login.mutable_settings()->mutable_value())["send_headlines"] = "0";
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login),
            Lines{std::string(kLogin) + " send_headlines=0 stay_connected=1"});
}

TEST_F(RequestsTest, ASettingThatIsNoTextIsLeftOut) {
  pbnetwork::Login login = loginOf("alice");
  (*login.mutable_settings()->mutable_value())["token"] = "canary\x01";
  (*login.mutable_settings()->mutable_value())["other"] = "1";
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login), Lines{std::string(kLogin) + " other=1"});
  EXPECT_EQ(log_.take(), Lines{"from Spectrum: a setting in a LOGIN with characters that are no text is ignored"});
}

TEST_F(RequestsTest, AnEmptyPasswordIsOne) {
  pbnetwork::Login login = loginOf("alice");
  login.set_password("");
  login.set_legacyname("");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login), Lines{"login alice"});
}

TEST_F(RequestsTest, AnEmptyUserIsNobody) {
  expectIgnored(WrapperMessage::TYPE_LOGIN, loginOf(""), "a LOGIN with an empty user is ignored");
}

TEST_F(RequestsTest, ASecondLoginIsAFreshOne) {
  connect("alice");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, loginOf("alice")), (Lines{"logout alice", kLogin}));
  EXPECT_FALSE(sessions_.find("alice")->login.isConnected());
  EXPECT_EQ(tests::connected(guard_, PRISM_STR("alice")), PRISM_OK) << "it has to be answered anew";
}

TEST_F(RequestsTest, ASecondLoginForgetsRoomsAndContacts) {
  connect("alice");
  join("alice", "lobby");
  handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob"));
  connect("alice");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby")), Lines{});
  EXPECT_EQ(handle(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "bob")), Lines{"buddy_changed alice bob"});
}

TEST_F(RequestsTest, NothingOfTheOldSessionLeavesWhileItIsLoggedOutForTheNew) {
  connect("alice");
  fake_.onNextCall("logout", [this] {
    EXPECT_EQ(disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_NETWORK, {}), PRISM_ERR_NO_USER);
  });
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, loginOf("alice")), (Lines{"logout alice", kLogin}));
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: disconnected: user 'alice' is not logged in"});
  EXPECT_NE(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, APluginMayWantASecondLoginAsItIs) {
  setFeatures(PRISM_FEATURE_RELOGIN);
  connect("alice");
  join("alice", "lobby");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, loginOf("alice")), Lines{kLogin});
  EXPECT_EQ(tests::connected(guard_, PRISM_STR("alice")), PRISM_OK);
  EXPECT_EQ(handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby")), Lines{"leave alice lobby"})
      << "the session goes on";
}

TEST_F(RequestsTest, ALogoutOfAStrangerIsNoFault) { expectSilence(WrapperMessage::TYPE_LOGOUT, logoutOf("alice")); }

TEST_F(RequestsTest, NothingLeavesAfterLogout) {
  connect("alice");
  fake_.onNextCall("logout", [this] { EXPECT_EQ(tests::connected(guard_, PRISM_STR("alice")), PRISM_ERR_NO_USER); });
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  EXPECT_EQ(disconnected(guard_, PRISM_STR("alice"), 1, {}), PRISM_ERR_NO_USER);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), (Lines{"plugin misbehaving: fake: connected: user 'alice' is not logged in",
                                "plugin misbehaving: fake: disconnected: user 'alice' is not logged in"}));
}

TEST_F(RequestsTest, NothingReachesThePluginAfterItHasEndedTheSession) {
  connect("alice");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, {});
  takeFrames();
  expectSilence(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  expectIgnored(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", "hi"),
                "a CONV_MESSAGE for 'alice', who is not logged in, is ignored");
}

TEST_F(RequestsTest, APluginMayAnswerALoginAtOnce) {
  fake_.onNextCall("login", [this] { tests::connected(guard_, PRISM_STR("alice")); });
  logIn("alice");
  EXPECT_EQ(takeFrames(), Lines{"CONNECTED user=\"alice\""});
  fake_.onNextCall("login", [this] { disconnected(guard_, PRISM_STR("bob"), 3, PRISM_STR("no")); });
  logIn("bob");
  EXPECT_EQ(takeFrames(), Lines{"DISCONNECTED user=\"bob\" error=2 message=\"no\""});
  EXPECT_EQ(sessions_.find("bob"), nullptr);
}

TEST_F(RequestsTest, LogsEverybodyOut) {
  connect("alice");
  logIn("bob");
  requests_->logoutAll();
  Lines requests = fake_.take();
  std::sort(requests.begin(), requests.end());
  EXPECT_EQ(requests, (Lines{"logout alice", "logout bob"}));
  EXPECT_EQ(sessions_.size(), 0U);
}

TEST_F(RequestsTest, ALoginThatCannotBePassedOnIsAnswered) {
  pbnetwork::Login bell = loginOf("alice");
  bell.set_password("bell\a");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, bell), Lines{});
  EXPECT_EQ(takeFrames(),
            Lines{"DISCONNECTED user=\"alice\" error=2 message=\"The name or the password contains characters "
                  "that no network can take.\""});
  EXPECT_EQ(log_.take(), Lines{"from Spectrum: a LOGIN with characters that are no text is ignored"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, ALoginThatThrowsIsAnsweredAndItsTextIsNotLogged) {
  fake_.onNextCall("login", [] { throw std::runtime_error("cannot parse 'word'"); });
  logIn("alice");
  EXPECT_EQ(takeFrames(),
            Lines{"DISCONNECTED user=\"alice\" error=16 message=\"The login has failed because of a fault in "
                  "the gateway.\""});
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: login: exception of the type std::runtime_error"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, ALoginThatThrowsAfterItsAnswerStands) {
  fake_.onNextCall("login", [this] {
    tests::connected(guard_, PRISM_STR("alice"));
    throw 42;
  });
  logIn("alice");
  EXPECT_EQ(takeFrames(), Lines{"CONNECTED user=\"alice\""});
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: login: exception of an unknown type"});
  EXPECT_NE(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, ASessionThatAFailedReloginEndsIsLoggedOut) {
  setFeatures(PRISM_FEATURE_RELOGIN);
  connect("alice");
  pbnetwork::Login bell = loginOf("alice");
  bell.set_password("bell\a");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, bell), Lines{"logout alice"});
  connect("alice");
  fake_.onNextCall("login", [] { throw 42; });
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, loginOf("alice")), (Lines{kLogin, "logout alice"}));
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

class LoginTimeoutTest : public RequestsTest {
 protected:
  LoginTimeoutTest() { setLoginTimeoutToZero(); }
};

TEST_F(LoginTimeoutTest, ALoginWithoutAnswerIsAnsweredByTheHost) {
  logIn("alice");
  runTimers();
  EXPECT_EQ(takeFrames(),
            Lines{"DISCONNECTED user=\"alice\" error=0 message=\"The network has not answered within 0 seconds.\""});
  EXPECT_EQ(fake_.take(), Lines{"logout alice"});
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: login: user 'alice' has got no answer within 0 s"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(LoginTimeoutTest, AnAnswerInTimeEndsTheWaiting) {
  logIn("alice");
  tests::connected(guard_, PRISM_STR("alice"));
  logIn("bob");
  disconnected(guard_, PRISM_STR("bob"), 3, {});
  logIn("carol");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("carol"));
  takeFrames();
  runTimers();
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(fake_.take(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RequestsTest, TheTimeOfAnEarlierLoginDoesNotCountForALaterOne) {
  setLoginTimeoutToZero();
  logIn("alice");
  host::LoginState& login = sessions_.find("alice")->login;
  login.begin(login.number() + 1, "name", {}, false);
  runTimers();
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(RequestsTest, ALoginHasTimeToBeAnswered) {
  logIn("alice");
  runTimers();
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_NE(sessions_.find("alice"), nullptr);
}

}  // namespace
}  // namespace prism::tests
