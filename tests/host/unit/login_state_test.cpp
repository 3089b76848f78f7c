// SPDX-License-Identifier: MIT
// The transitions of a login, those that are possible and those that are refused.
#include "host/session/login_state.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Phase = LoginState::Phase;

const Presence kAway{4, "out"};
const Presence kOnline{1, ""};

TEST(LoginState, StartsPending) {
  const LoginState login;
  EXPECT_EQ(login.phase(), Phase::kPending);
  EXPECT_FALSE(login.isConnected());
  EXPECT_FALSE(login.isAnswered());
  EXPECT_FALSE(login.hasClient());
  EXPECT_FALSE(login.mayHaveClient());
  EXPECT_EQ(login.backlog(), nullptr);
  EXPECT_FALSE(login.hasNewPresence());
}

TEST(LoginState, ThePluginConnectsAPendingLogin) {
  LoginState login;
  EXPECT_TRUE(login.connect());
  EXPECT_EQ(login.phase(), Phase::kConnected);
  EXPECT_TRUE(login.isConnected());
  EXPECT_TRUE(login.isAnswered());
}

TEST(LoginState, TheHostConnectsAPendingLoginForAPrompt) {
  LoginState login;
  EXPECT_TRUE(login.connectForPrompt());
  EXPECT_EQ(login.phase(), Phase::kPromptable);
  EXPECT_TRUE(login.isConnected());
  EXPECT_FALSE(login.isAnswered());
}

TEST(LoginState, ThePluginConnectsAPromptableLogin) {
  LoginState login;
  login.connectForPrompt();
  EXPECT_TRUE(login.connect());
  EXPECT_EQ(login.phase(), Phase::kConnected);
}

TEST(LoginState, APromptableLoginIsNotMadePromptableAgain) {
  LoginState login;
  login.connectForPrompt();
  EXPECT_FALSE(login.connectForPrompt());
  EXPECT_EQ(login.phase(), Phase::kPromptable);
}

TEST(LoginState, AConnectedLoginIsNotConnectedAgain) {
  LoginState login;
  login.connect();
  EXPECT_FALSE(login.connect());
  EXPECT_EQ(login.phase(), Phase::kConnected);
  EXPECT_FALSE(login.connectForPrompt());
  EXPECT_EQ(login.phase(), Phase::kConnected);
}

TEST(LoginState, BeginsAnewInEachPhase) {
  for (const Phase phase : {Phase::kPending, Phase::kPromptable, Phase::kConnected}) {
    LoginState login;
    login.begin(6, "alice", {kAway, true}, true);
    if (phase == Phase::kPromptable) {
      login.connectForPrompt();
    } else if (phase == Phase::kConnected) {
      login.connect();
    }
    login.endQuestion();
    ASSERT_EQ(login.phase(), phase);
    login.begin(7, "alice", {}, false);
    EXPECT_EQ(login.phase(), Phase::kPending);
    EXPECT_EQ(login.number(), 7U);
    EXPECT_FALSE(login.hasClient());
    EXPECT_FALSE(login.takeEndedQuestion());
    EXPECT_FALSE(login.hasNewPresence());
    EXPECT_EQ(login.backlog(), nullptr);
  }
}

TEST(LoginState, TakesOverWhatIsKnownOfTheUser) {
  LoginState login;
  login.begin(1, "alice", {kAway, true}, false);
  EXPECT_TRUE(login.hasClient());
  EXPECT_TRUE(login.hasNewPresence());
  EXPECT_EQ(login.userPresence().presence, kAway);
  EXPECT_TRUE(login.userPresence().client_is_there);
}

TEST(LoginState, TellsOfAnEndedQuestionOnce) {
  LoginState login;
  EXPECT_FALSE(login.takeEndedQuestion());
  login.endQuestion();
  login.endQuestion();
  EXPECT_TRUE(login.takeEndedQuestion());
  EXPECT_FALSE(login.takeEndedQuestion());
}

TEST(LoginState, TheFirstPresenceAfterConnectedIsNoProofOfAClient) {
  LoginState login;
  login.connect();
  login.notePresence();
  EXPECT_FALSE(login.hasClient());
  EXPECT_TRUE(login.mayHaveClient());
  login.notePresence();
  EXPECT_TRUE(login.hasClient());
  EXPECT_TRUE(login.mayHaveClient());
}

TEST(LoginState, PresencesBeforeConnectedAreSpectrumsOwn) {
  LoginState login;
  login.notePresence();
  login.notePresence();
  EXPECT_FALSE(login.mayHaveClient());
  login.connectForPrompt();
  EXPECT_FALSE(login.mayHaveClient());
  login.notePresence();
  EXPECT_TRUE(login.hasClient()) << "Spectrum's own has arrived before";
}

TEST(LoginState, AMessageIsProofOfAClientInEachPhase) {
  LoginState login;
  login.noteRequest();
  EXPECT_TRUE(login.hasClient());
  login.notePresence();
  EXPECT_TRUE(login.hasClient());
  login.connect();
  login.notePresence();
  EXPECT_TRUE(login.hasClient());
}

TEST(LoginState, ANewLoginForgetsSpectrumsOwnPresence) {
  LoginState login;
  login.notePresence();
  login.begin(2, "alice", {}, false);
  login.connect();
  login.notePresence();
  EXPECT_FALSE(login.hasClient());
}

TEST(LoginState, TheBacklogIsKeptUntilItIsDropped) {
  LoginState login;
  login.dropBacklog();
  EXPECT_EQ(login.backlog(), nullptr) << "there is none without begin()";
  login.begin(1, "alice", {}, true);
  wire::FrameWriter* const backlog = login.backlog();
  ASSERT_NE(backlog, nullptr);
  login.connectForPrompt();
  EXPECT_EQ(login.backlog(), backlog);
  login.connect();
  EXPECT_EQ(login.backlog(), backlog);
  login.dropBacklog();
  EXPECT_EQ(login.backlog(), nullptr);
}

TEST(LoginState, APresenceIsToldOnce) {
  LoginState login;
  EXPECT_EQ(login.takeNewPresence(), std::nullopt);
  EXPECT_TRUE(login.changePresence(kAway));
  EXPECT_TRUE(login.hasNewPresence());
  EXPECT_TRUE(login.changePresence(kAway)) << "the plugin has not been told";
  EXPECT_EQ(login.takeNewPresence(), kAway);
  EXPECT_FALSE(login.hasNewPresence());
  EXPECT_EQ(login.takeNewPresence(), std::nullopt);
  EXPECT_FALSE(login.changePresence(kAway));
  EXPECT_FALSE(login.hasNewPresence());
  EXPECT_TRUE(login.changePresence(kOnline));
  EXPECT_EQ(login.takeNewPresence(), kOnline);
  EXPECT_EQ(login.userPresence().presence, kOnline);
}

TEST(LoginState, APresenceIsToldAnewAfterANewLogin) {
  LoginState login;
  login.changePresence(kAway);
  login.takeNewPresence();
  login.begin(2, "alice", login.userPresence(), false);
  EXPECT_EQ(login.takeNewPresence(), kAway);
}

}  // namespace
}  // namespace prism::host
