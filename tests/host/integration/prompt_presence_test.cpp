// SPDX-License-Identifier: MIT
// The presence of the contact that asks: it is online while it asks, under the network's name.
#include "tests/host/integration/prompt_test.h"
#include <prism/plugin.h>

namespace prism::tests {
namespace {

class PromptPresenceTest : public PromptTest {
 protected:
  void start(const std::string& more = "") {
    ProbeTest::start("[probe]\nprompts = 1\n[identity]\nname = Tea & Cake\n" + more);
  }

  void expectOnline(const std::string& name = "prism") {
    expectStanza("<presence xmlns='jabber:client' from='" + name +
                 "/bot' to='alice'><nick xmlns='http://jabber.org/protocol/nick'>Tea &amp; Cake</nick></presence>");
  }
  void expectOffline(const std::string& name = "prism") {
    expectStanza("<presence xmlns='jabber:client' from='" + name + "/bot' to='alice' type='unavailable'/>");
  }

  // Alice's client shows a presence, which the probe reports.
  void showPresence() {
    spectrum_->send(WrapperMessage::TYPE_STATUS_CHANGED, statusOf("alice", pbnetwork::STATUS_AWAY));
  }

 private:
  void expectStanza(const std::string& stanza) {
    const testing::Frame frame = spectrum_->next();
    EXPECT_EQ(frame.type, WrapperMessage::TYPE_RAW_XML) << testing::describe(frame);
    EXPECT_EQ(frame.payload, stanza);
  }
};

TEST_F(PromptPresenceTest, TheContactIsOnlineWhileItAsks) {
  start();
  sendCommand("ask text");
  expectOnline();
  expectAsked("text", kText);
  say("bob");
  expectSaid("Thank you.");
  expectAnswer("text answered [bob]");
  expectOffline();
  spectrum_->expectNothing();
}

TEST_F(PromptPresenceTest, TheSimulatorSkipsItBeforeOtherFrames) {
  start();
  sendCommand("ask text");
  spectrum_->expectPrompt("alice", {"text", "Nickname?"});
  say("bob");
  spectrum_->expectPrompt("alice", {"Thank you."});
  expectAnswer("text answered [bob]");
  sendCommand("ask secret");  // after the presence that the contact is offline
  spectrum_->expectPrompt("alice", {"secret", "Code?"});
}

TEST_F(PromptPresenceTest, ItStaysOnlineBetweenTwoQuestions) {
  start();
  sendCommand("ask text");
  expectOnline();
  expectAsked("text", kText);
  sendCommand("ask choice");
  say("bob");
  expectSaid("Thank you.");
  expectAnswer("text answered [bob]");
  expectAsked("choice", kChoice);
  say("cancel");
  expectSaid("Cancelled.");
  expectAnswer("choice cancelled");
  expectOffline();
}

TEST_F(PromptPresenceTest, ItIsOfflineAfterTheSession) {
  start();
  sendCommand("ask text");
  expectOnline();
  expectAsked("text", kText);
  sendCommand("disconnect " + std::to_string(PRISM_CONNECTION_ERROR_NETWORK));
  expectOffline();
  spectrum_->expectDisconnected("alice");
}

TEST_F(PromptPresenceTest, AClientThatComesLaterSeesItToo) {
  start();
  sendCommand("ask text");
  expectOnline();
  expectAsked("text", kText);
  showPresence();
  expectOnline();
}

TEST_F(PromptPresenceTest, ItIsOnlineUnderItsNewName) {
  start();
  sendCommand("ask text");
  expectOnline();
  expectAsked("text", kText);
  sendCommand("buddy-named prism");
  expectOffline();
  expectOnline("prism-1");
  spectrum_->expectMessage("alice", "prism-1",
                           "I am called prism-1 from now on, since there is somebody called prism. The question is "
                           "still:\n" +
                               asText("text", kText));
}

TEST_F(PromptPresenceTest, SentencesUseTheNetworksName) {
  start();
  say("hello");
  expectSaid(
      "There is no question at the moment. When Tea & Cake has one for you, I ask it here. If you mean somebody on "
      "Tea & Cake who is called prism, add them to your contacts.");
}

}  // namespace
}  // namespace prism::tests
