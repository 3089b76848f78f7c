// SPDX-License-Identifier: MIT
// A host with the probe plugin (tests/support/plugins/probe.cpp).
#pragma once

#include "tests/support/host_state.h"
#include "tests/support/host_test.h"
#include "tests/support/payloads.h"

#include <fmt/format.h>

namespace prism::tests {

using pbnetwork::WrapperMessage;

// Occurs in raw stanzas. ProbeTest fails if it occurs in a log.
inline constexpr const char* kRawCanary = "canary-in-a-stanza";

class ProbeTest : public HostTest {
 protected:
  void TearDown() override {
    HostTest::TearDown();
    if (spectrum_) {
      EXPECT_EQ(spectrum_->log().find(kRawCanary), std::string::npos) << "a stanza is in the log:\n"
                                                                      << spectrum_->log();
    }
  }

  // Starts the host, and logs alice in.
  void start(const std::string& more = "") {
    launch("probe", more);
    loginToProbe();
  }

  void loginToProbe() {
    login("alice");
    expectAnswer("logged in as alice");
  }

  // Sends the probe a command in a message from alice.
  void sendCommand(const std::string& command) { spectrum_->say("alice", "probe", command); }

  void expectAnswer(const std::string& text) { spectrum_->expectMessage("alice", "probe", text); }

  // Waits until the host uses no more processor time: it is held up, since Spectrum does not read.
  void awaitHeldUp() {
    const std::string host = std::to_string(spectrum_->host().pid());
    std::uint64_t before = 0;
    do {
      before = processStat(host).processor_ticks;
      EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(300)), testing::Failure) << "it has to go on";
    } while (processStat(host).processor_ticks != before);
  }

  // Expects the next frame, as describe() words it.
  void expectFrame(const std::string& words) { EXPECT_EQ(testing::describe(spectrum_->next()), words); }

  // Sends a request, and expects the plugin's answer to it.
  void expectForwarded(testing::Type type, const google::protobuf::MessageLite& request, const std::string& answer) {
    spectrum_->send(type, request);
    expectAnswer(answer);
  }

  // Expects this line of the plugin in the log, or waits for it.
  void expectLogged(const std::string& line) { expectLine("Plugin.probe: " + line); }
  void expectMisbehaviour(const std::string& line) { expectLogged("plugin misbehaving: probe: " + line); }

  // Expects the log line of a fault in what Spectrum sent.
  void expectFault(const std::string& line) { expectLine("Connection: from Spectrum: " + line); }

 private:
  void expectLine(const std::string& end) {
    const std::string line = spectrum_->awaitLog(end);
    EXPECT_TRUE(line.ends_with(end)) << line;
  }
};

}  // namespace prism::tests
