// SPDX-License-Identifier: MIT
// [prism] strict=1, for the development of plugins: each fault is logged with its stack, and makes the exit code.
#include "tests/support/probe_test.h"

#include <cerrno>
#include <regex>

namespace prism::tests {
namespace {

class StrictTest : public ProbeTest {
 protected:
  // Starts the host with strict=1, and logs alice in.
  void startStrict() { start("strict = 1\n"); }

  // Ends the host. Expects EBADE and its sentence.
  void expectEndWithFaults(const std::string& times) {
    spectrum_->exit();
    spectrum_->expectExit(EBADE);
    const std::string sentence = "spectrum2_prism_backend: the plugin probe 1.0 has misbehaved, " + times +
                                 "; the log tells how, and prism.strict is 1\n";
    EXPECT_NE(spectrum_->log().find(sentence), std::string::npos) << spectrum_->log();
  }

  // Returns the number of the log's lines with this text.
  std::ptrdiff_t linesWith(const std::string& words) {
    const std::string log = spectrum_->log();
    const std::regex line(words);
    return std::distance(std::sregex_iterator(log.begin(), log.end(), line), std::sregex_iterator());
  }
};

TEST_F(StrictTest, ARunWithoutAFaultEndsWithZero) {
  startStrict();
  spectrum_->exit();
  spectrum_->expectExit(0);
}

TEST_F(StrictTest, AFaultIsLoggedWithItsStackAndMakesTheExitCode) {
  startStrict();
  sendCommand("write-to nobody");
  expectAnswer("result -3");
  expectEndWithFaults("once");
  EXPECT_EQ(linesWith("WARN Plugin.probe: plugin misbehaving: probe: message: user 'nobody' is not logged in\n"), 1);
  EXPECT_EQ(linesWith("Plugin.probe:     #0 0x[0-9a-f]+ .*spectrum2_prism_backend"), 1) << spectrum_->log();
  EXPECT_GE(linesWith("Plugin.probe:     #[0-9]+ 0x[0-9a-f]+ .*/probe.so"), 1) << spectrum_->log();
}

TEST_F(StrictTest, AFaultOfThePluginsOwnFindingCounts) {
  startStrict();
  sendCommand("fault reactTo() exception: none");
  expectAnswer("reported");
  expectEndWithFaults("once");
  EXPECT_EQ(linesWith("WARN Plugin.probe: plugin misbehaving: probe: reactTo\\(\\): exception: none\n"), 1);
  EXPECT_GE(linesWith("Plugin.probe:     #[0-9]+ 0x[0-9a-f]+ .*/probe.so"), 1) << spectrum_->log();
}

TEST_F(StrictTest, NoLineIsWithheld) {
  startStrict();
  constexpr int kFaults = 150;
  for (int i = 0; i < kFaults; ++i) {
    sendCommand("write-to nobody" + std::to_string(i));
    expectAnswer("result -3");
  }
  expectEndWithFaults("150 times");
  EXPECT_EQ(linesWith("message: user 'nobody[0-9]+' is not logged in"), kFaults);
}

TEST_F(StrictTest, AFaultAtTheEndCounts) {
  start("strict = 1\n[probe]\ntalks_after_logout = 1\n");
  expectEndWithFaults("once");
}

TEST_F(StrictTest, AnotherErrorKeepsItsCode) {
  launch("probe", "strict = 1\nmax_frame_size = 2000\n");
  loginToProbe();
  sendCommand("write-to nobody");
  expectAnswer("result -3");
  spectrum_->say("alice", "probe", std::string(3000, 'x'));
  spectrum_->expectExit(EPROTO);
}

TEST_F(StrictTest, WithoutItAFaultCostsNoExitCode) {
  start();
  sendCommand("write-to nobody");
  expectAnswer("result -3");
  spectrum_->exit();
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
