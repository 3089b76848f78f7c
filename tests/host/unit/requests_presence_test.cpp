// SPDX-License-Identifier: MIT
// The user's own presence: handed to the plugin once, and again after a new login, when Spectrum does not repeat it.
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

class PresenceTest : public RequestsTest {
 protected:
  Lines sendPresence(pbnetwork::StatusType status, const std::optional<std::string>& text = {}) {
    return handle(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", status, text));
  }

  // Answers the login with CONNECTED, and returns the calls of the plugin that follow.
  Lines answerLogin() {
    tests::connected(guard_, PRISM_STR("alice"));
    requests_->afterTurn();
    return fake_.take();
  }

  // Ends the session with an error. Spectrum logs out and in again.
  void failAndRetry(std::uint32_t error) {
    disconnected(guard_, PRISM_STR("alice"), error, {});
    handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
    logIn("alice");
  }
};

TEST_F(PresenceTest, IsHandedOverWithItsText) {
  logIn("alice");
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_ONLINE), Lines{"status_changed alice status=1"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "out"), Lines{"status_changed alice status=2 text=out"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_FFC), Lines{"status_changed alice status=3"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_XA), Lines{"status_changed alice status=4"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_DND), Lines{"status_changed alice status=5"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_NONE), Lines{"status_changed alice status=6"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_INVISIBLE), Lines{"status_changed alice status=7"});
}

TEST_F(PresenceTest, RepeatedPresenceIsDropped) {
  logIn("alice");
  sendPresence(pbnetwork::STATUS_AWAY, "out");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "out"), Lines{});
  }
  EXPECT_EQ(answerLogin(), Lines{}) << "it has been told before";
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "out"), Lines{});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "far out"), Lines{"status_changed alice status=2 text=far out"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_ONLINE), Lines{"status_changed alice status=1"});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_ONLINE, ""), Lines{}) << "an empty text is none";
}

TEST_F(PresenceTest, IsNotMadeUp) {
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{});
}

TEST_F(PresenceTest, IsGivenAgainAfterARetry) {
  for (const std::uint32_t error : {PRISM_CONNECTION_ERROR_NETWORK, PRISM_CONNECTION_ERROR_OTHER}) {
    connect("alice");
    sendPresence(pbnetwork::STATUS_DND, "busy");
    failAndRetry(error);
    EXPECT_EQ(fake_.take(), Lines{}) << "not before the user is connected";
    EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=5 text=busy"}) << error;
    requests_->afterTurn();
    EXPECT_EQ(fake_.take(), Lines{}) << "once";
    EXPECT_EQ(sendPresence(pbnetwork::STATUS_DND, "busy"), Lines{}) << "and it is the last one from then on";
    handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  }
}

TEST_F(PresenceTest, IsHeardWhileNobodyIsLoggedIn) {
  // Spectrum sends the presence right after LOGIN. If that fails at once, Spectrum does not repeat the presence with
  // the next LOGIN.
  logIn("alice");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_NETWORK, {});
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "out"), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=2 text=out"});
}

TEST_F(PresenceTest, SurvivesSeveralRetries) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  failAndRetry(PRISM_CONNECTION_ERROR_NETWORK);
  failAndRetry(PRISM_CONNECTION_ERROR_OTHER);
  failAndRetry(PRISM_CONNECTION_ERROR_NETWORK);
  EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=2"});
}

TEST_F(PresenceTest, IsNotGivenAgainIfSpectrumSaysIt) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  failAndRetry(PRISM_CONNECTION_ERROR_NETWORK);
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY), Lines{"status_changed alice status=2"})
      << "the same, but to a new session";
  EXPECT_EQ(answerLogin(), Lines{});
}

TEST_F(PresenceTest, IsForgottenAfterAFinalError) {
  for (std::uint32_t error = PRISM_CONNECTION_ERROR_INVALID_USERNAME; error < PRISM_CONNECTION_ERROR_OTHER; ++error) {
    connect("alice");
    sendPresence(pbnetwork::STATUS_AWAY);
    failAndRetry(error);
    EXPECT_EQ(answerLogin(), Lines{}) << error;
    handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  }
}

TEST_F(PresenceTest, IsForgottenAfterALogout) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{});
}

TEST_F(PresenceTest, IsGivenAgainAfterALoginOfSomebodyWhoHasASession) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=2"});
}

TEST_F(PresenceTest, IsGivenAgainAfterALoginThatComesAsItIs) {
  setFeatures(PRISM_FEATURE_RELOGIN);
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=2"});
}

TEST_F(PresenceTest, IsGivenAgainAfterALoginThatTimedOut) {
  setLoginTimeoutToZero();
  logIn("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  runTimers();
  fake_.take();
  logIn("alice");
  EXPECT_EQ(answerLogin(), Lines{"status_changed alice status=2"});
}

TEST_F(PresenceTest, OfSomebodyWhoIsGoneByThenIsNotGiven) {
  connect("alice");
  sendPresence(pbnetwork::STATUS_AWAY);
  failAndRetry(PRISM_CONNECTION_ERROR_NETWORK);
  tests::connected(guard_, PRISM_STR("alice"));
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_NETWORK, {});
  requests_->afterTurn();
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(PresenceTest, MayEndTheSession) {
  connect("alice");
  fake_.onNextCall("status_changed", [this] { disconnected(guard_, PRISM_STR("alice"), 3, {}); });
  EXPECT_EQ(sendPresence(pbnetwork::STATUS_AWAY, "out"), Lines{"status_changed alice status=2 text=out"});
  EXPECT_EQ(takeFrames(), Lines{"DISCONNECTED user=\"alice\" error=2 message=\"\""});
}

}  // namespace
}  // namespace prism::tests
