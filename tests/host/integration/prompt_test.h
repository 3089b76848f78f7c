// SPDX-License-Identifier: MIT
// Fixture: a host with the probe, which prompts users on command.
#pragma once

#include "tests/support/probe_test.h"
#include <prism/prompt.h>

#include <string>

namespace prism::tests {

class PromptTest : public ProbeTest {
 protected:
  // Starts the host, and logs alice in. The prompting contact is called prism.
  void start(const std::string& more = "") {
    launch("probe", "[probe]\nprompts = 1\n" + more);
    loginToProbe();
  }

  // Without the contact's presence, which has its own tests.
  void launch(const std::string& plugin, const std::string& more) {
    ProbeTest::launch(plugin, "[prism]\nchat = typed\n" + more);
  }

  // Expects the contact's next message.
  void expectSaid(const std::string& text) { expectSaidTo("alice", text); }
  void expectSaidTo(const std::string& user, const std::string& text) {
    spectrum_->expectMessage(user, contact_, text);
  }
  void expectAnswerTo(const std::string& user, const std::string& text) {
    spectrum_->expectMessage(user, "probe", text);
  }

  // Sends the contact a message from alice.
  void say(const std::string& text) { spectrum_->say("alice", contact_, text); }

  // Has the probe prompt alice. Expects the prompt's text.
  void ask(const std::string& what, const std::string& asked) {
    sendCommand("ask " + what);
    expectAsked(what.substr(0, what.find(' ')), asked);
  }
  void expectAsked(const std::string& title, const std::string& asked) { expectSaid(asText(title, asked)); }
  static std::string asText(const std::string& title, const std::string& asked) {
    return title + "\n" + asked + "\n`help` and `cancel` can be said at any time.";
  }

  // Answers the prompt. Expects thanks, and the probe's report of the outcome.
  void expectAnswered(const std::string& said, const std::string& outcome) {
    say(said);
    expectSaid("Thank you.");
    expectAnswer(outcome);
  }

  static constexpr const char* kText = "Nickname?\nAnswer with a line of text.";
  static constexpr const char* kSecret =
      "Code?\nAnswer with a line. It is not logged here, but your client may keep it.";
  static constexpr const char* kChoice = "Trust it?\n1. Accept\n2. Reject\n3. Ask me later\nAnswer with a number.";

  std::string contact_ = "prism";
};

}  // namespace prism::tests
