// SPDX-License-Identifier: MIT
// Prompts during a login, for instance for a second factor.
#include "tests/host/integration/prompt_test.h"
#include <prism/plugin.h>

namespace prism::tests {
namespace {

constexpr const char* kCode = "canary-123456";

class PromptLoginTest : public PromptTest {
 protected:
  // Starts the host and begins alice's login, without waiting for its end. A wrong code fails it with `error`.
  void startLogin(const std::string& more = "", std::uint32_t error = PRISM_CONNECTION_ERROR_OTHER) {
    launch("probe", fmt::format("[probe]\nprompts = 1\nsecond_factor = {}\ncode = {}\n{}", error, kCode, more));
    logIn();
  }
  void logIn() { spectrum_->login("alice", {.legacy_name = "alice", .password = kCanary}); }

  // Alice's client comes online. Spectrum sends a presence of its own before the client's; they look the same.
  void clientComesOnline() {
    spectrum_->expectNothing();
    for (int i = 0; i < 2; ++i) {
      spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_ONLINE));
      expectSaid(asText("code", kSecret));
    }
    expectAnswer("status_changed 1 ");  // the plugin's answer to the first presence
    spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_ONLINE));
    spectrum_->expectNothing();
  }

  void expectFailure(pbnetwork::ConnectionError error) {
    const pbnetwork::Disconnected disconnected = spectrum_->expectDisconnected("alice");
    EXPECT_EQ(disconnected.error(), error);
    EXPECT_EQ(disconnected.message(), "this was not the code");
  }

  static constexpr const char* kServerMode = "[service]\nserver_mode = 1\n";
};

TEST_F(PromptLoginTest, InGatewayModeTheUserIsAskedBeforeConnected) {
  startLogin();
  expectAsked("code", kSecret);
  say(kCode);
  expectSaid("Thank you.");
  spectrum_->expectConnected("alice");
  expectAnswer("welcome");
}

TEST_F(PromptLoginTest, InGatewayModeAFailureIsWhatThePluginSays) {
  startLogin();
  expectAsked("code", kSecret);
  say("no");
  expectSaid("Thank you.");
  expectFailure(pbnetwork::CONNECTION_ERROR_OTHER_ERROR);
}

TEST_F(PromptLoginTest, InServerModeTheClientIsLetInToBeAsked) {
  startLogin(kServerMode);
  spectrum_->expectConnected("alice");
  clientComesOnline();
  say(kCode);
  expectSaid("Thank you.");
  expectAnswer("welcome");
  expectLogged("connected 0");
  sendCommand("connect");
  expectMisbehaviour("connected: user 'alice' is connected already");
}

TEST_F(PromptLoginTest, InServerModeTheClientsOwnPresenceIsEnoughIfSpectrumsHasComeBefore) {
  launch("probe", std::string("[probe]\nprompts = 1\nlogin_hangs = 1\n") + kServerMode);
  logIn();
  spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_ONLINE));
  sendCommand("ask text");
  spectrum_->expectConnected("alice");
  spectrum_->expectNothing();
  for (int i = 0; i < 2; ++i) {
    spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_ONLINE));
  }
  expectAsked("text", kText);
  expectAnswer("status_changed 1 ");
  expectAnswered("bob", "text answered [bob]");
}

TEST_F(PromptLoginTest, InServerModeAnyRequestBringsTheQuestion) {
  launch("probe", std::string("[probe]\nprompts = 1\nlogin_hangs = 1\n") + kServerMode);
  logIn();
  sendCommand("ask text");
  spectrum_->expectConnected("alice");
  spectrum_->expectNothing();
  spectrum_->send(WrapperMessage::TYPE_BUDDY_TYPING, buddyOf("alice", "probe"));
  expectAsked("text", kText);
}

TEST_F(PromptLoginTest, NoMoreIsKeptThanALimit) {
  launch("probe", std::string("[probe]\nprompts = 1\nlogin_hangs = 1\n") + kServerMode);
  logIn();
  for (int i = 0; i < 103; ++i) {
    sendCommand("tell " + std::to_string(i));
  }
  sendCommand("connect");
  spectrum_->expectConnected("alice");
  for (int i = 0; i < 2; ++i) {
    spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_ONLINE));
  }
  for (int i = 3; i < 103; ++i) {
    expectSaid(std::to_string(i));
  }
}

TEST_F(PromptLoginTest, InServerModeWhoSpeaksIsThere) {
  startLogin(kServerMode);
  spectrum_->expectConnected("alice");
  say("hello?");
  expectAsked("code", kSecret);
  say(kCode);
  expectSaid("Thank you.");
  expectAnswer("welcome");
}

TEST_F(PromptLoginTest, InServerModeAFailureIsFinal) {
  startLogin(kServerMode);
  spectrum_->expectConnected("alice");
  clientComesOnline();
  say("no");
  expectSaid("Thank you.");
  expectFailure(pbnetwork::CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE);
}

TEST_F(PromptLoginTest, InServerModeAFinalReasonStays) {
  startLogin(kServerMode, PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED);
  spectrum_->expectConnected("alice");
  clientComesOnline();
  say("cancel");
  expectSaid("Cancelled.");
  expectFailure(pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED);
}

TEST_F(PromptLoginTest, InServerModeALaterFailureIsOneOfTheNetworkAgain) {
  startLogin(kServerMode);
  spectrum_->expectConnected("alice");
  clientComesOnline();
  say(kCode);
  expectSaid("Thank you.");
  expectAnswer("welcome");
  sendCommand("disconnect 17");
  EXPECT_EQ(spectrum_->expectDisconnected("alice").error(), pbnetwork::CONNECTION_ERROR_OTHER_ERROR);
}

TEST_F(PromptLoginTest, TheTimeThatTheUserTakesIsNotTheNetworks) {
  startLogin("[prism]\nlogin_timeout = 1\n");
  expectAsked("code", kSecret);
  sendCommand("timer 1500");
  expectAnswer("timer");
  say(kCode);
  expectSaid("Thank you.");
  spectrum_->expectConnected("alice");
}

TEST_F(PromptLoginTest, WithoutAQuestionItIsTheNetworksAgain) {
  startLogin("[prism]\nlogin_timeout = 1\n");
  expectAsked("code", kSecret);
  sendCommand("withdraw");
  expectSaid("An answer to \"code\" is not needed any more.");
  expectAnswer("withdrawn 0");
  const pbnetwork::Disconnected disconnected = spectrum_->expectDisconnected("alice");
  EXPECT_EQ(disconnected.error(), pbnetwork::CONNECTION_ERROR_NETWORK_ERROR);
  EXPECT_EQ(disconnected.message(), "The network has not answered within 1 seconds.");
}

TEST_F(PromptLoginTest, ALoginThatIsRepeatedEndsTheQuestion) {
  startLogin();
  expectAsked("code", kSecret);
  logIn();
  expectLogged("logout alice");
  expectAsked("code", kSecret);
  say(kCode);
  expectSaid("Thank you.");
  spectrum_->expectConnected("alice");
  expectAnswer("welcome");
}

}  // namespace
}  // namespace prism::tests
