// SPDX-License-Identifier: MIT
// A plugin that misuses the event loop: each fault is named in the log.
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class LoopFaultsTest : public ProbeTest {
 protected:
  // Sends a command whose answer is `word` and the number of a descriptor. Returns the number.
  std::string descriptorOf(const std::string& command, const std::string& word) {
    sendCommand(command);
    const auto answer = spectrum_->expect<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
    EXPECT_TRUE(answer.message().starts_with(word + " ")) << answer.message();
    return answer.message().substr(word.size() + 1);
  }
};

TEST_F(LoopFaultsTest, ADescriptorThatIsClosedWhileItIsWatchedIsNamedAtTheNextPing) {
  start();
  const std::string number = descriptorOf("close-watched", "closed");
  spectrum_->ping();
  expectMisbehaviour("watch: descriptor " + number + " was closed while it was watched");
}

TEST_F(LoopFaultsTest, AWatchThatSpinsIsNamed) {
  start();
  const std::string number = descriptorOf("spin", "spins");
  const std::string line = spectrum_->awaitLog("neither read nor written anything");
  EXPECT_NE(line.find("plugin misbehaving: probe: watch: descriptor " + number + " spins: "), std::string::npos)
      << line;
  sendCommand("get prism.plugin");
  expectAnswer("value probe");
}

TEST_F(LoopFaultsTest, WhatEndsInACallbackIsRefusedInDestroy) {
  start("[probe]\nadds_in_destroy = 1\n");
  spectrum_->exit();
  spectrum_->expectExit(0);
  expectLogged("watch -5, timer -5, publish -5, fetch -5, resolve -5");
  for (const char* const function : {"watch_add", "timer_add", "media.publish", "media.fetch", "resolve.resolve"}) {
    expectMisbehaviour(function + std::string(": the plugin is being destroyed"));
  }
}

}  // namespace
}  // namespace prism::tests
