// SPDX-License-Identifier: MIT
// A host with the probe, a plugin that does what it is told (tests/support/plugins/probe.cpp).
#pragma once

#include <fmt/format.h>

#include "tests/support/host_state.h"
#include "tests/support/host_test.h"
#include "tests/support/payloads.h"

namespace prism::tests {

using pbnetwork::WrapperMessage;

// Stands in raw stanzas that no log may ever show.
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

  // Has the plugin do something.
  void tell(const std::string& command) { spectrum_->say("alice", "probe", command); }

  void expectAnswer(const std::string& text) { spectrum_->expectMessage("alice", "probe", text); }

  // Waits until the host does nothing any more, although it has something to do: Spectrum is stalled.
  void awaitHeldUp() {
    const std::string host = std::to_string(spectrum_->host().pid());
    std::uint64_t before = 0;
    do {
      before = processStat(host).processor_ticks;
      EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(300)), testing::Failure) << "it has to go on";
    } while (processStat(host).processor_ticks != before);
  }

  // That the next frame is this, in words.
  void expectFrame(const std::string& words) { EXPECT_EQ(testing::describe(spectrum_->next()), words); }

  // That this request reaches the plugin.
  void expectPassed(testing::Type type, const google::protobuf::MessageLite& request, const std::string& answer) {
    spectrum_->send(type, request);
    expectAnswer(answer);
  }

  // That the plugin's log has, or is about to have, this line.
  void expectLogged(const std::string& line) { expectLine("Plugin.probe: " + line); }
  void expectMisbehaviour(const std::string& line) { expectLogged("plugin misbehaving: probe: " + line); }

  // The same for what Spectrum does wrong.
  void expectFault(const std::string& line) { expectLine("Connection: from Spectrum: " + line); }

 private:
  void expectLine(const std::string& end) {
    const std::string line = spectrum_->awaitLog(end);
    EXPECT_TRUE(line.ends_with(end)) << line;
  }
};

}  // namespace prism::tests
