// SPDX-License-Identifier: MIT
// The connection to Spectrum on stdin and stdout, as a program gives them to the host that carries it elsewhere.
#include "tests/host/integration/crash_test.h"
#include "tests/host/integration/echo_load.h"

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

// Words between prism-launch and the host.
struct Carrier {
  const char* name;
  std::vector<std::string> words;
};

class StdioTest : public CrashTest, public ::testing::WithParamInterface<Carrier> {
 protected:
  testing::SpectrumOptions optionsFor(const std::string& plugin, const std::string& more = "") {
    std::vector<std::string> wrapper = {PRISM_TEST_LAUNCH};
    wrapper.insert(wrapper.end(), GetParam().words.begin(), GetParam().words.end());
    return {.host_program = hostProgram(), .wrapper = wrapper, .configuration = configurationFor(plugin, more)};
  }

  void startProbe(const std::string& more = "") {
    launchWith(optionsFor("probe", more));
    loginToProbe();
  }
};

TEST_P(StdioTest, ServesAsOverTcp) {
  launchWith(optionsFor("echo"));
  loginToEcho("alice");
  expectManyEchoes(&*spectrum_);
  spectrum_->exit();
  spectrum_->expectExit(0);
}

TEST_P(StdioTest, TellsTheProcessThatSpectrumHasStarted) {
  launchWith(optionsFor("echo"));
  EXPECT_EQ(spectrum_->ping().id(), std::to_string(spectrum_->host().pid()));
}

TEST_P(StdioTest, LargeMessagesComeBackWhole) {
  launchWith(optionsFor("echo", "max_stanza_size = 8388608\n"));
  loginToEcho("alice");
  const std::string text(std::size_t{7} << 20, 'x');
  spectrum_->say("alice", "bob", text);
  spectrum_->expectMessage("alice", "bob", text);
}

TEST_P(StdioTest, RequestsWaitUntilTheirAnswersAreRead) {
  launchWith(optionsFor("echo"));
  loginToEcho("alice");
  expectLargeEchoes(&*spectrum_, fillWithMessages(&*spectrum_));
}

TEST_P(StdioTest, ACallbackThatGoesOnProducingWaits) {
  startProbe();
  spectrum_->stall();
  constexpr int kMessages = 800;
  const std::string padding(50000, '.');  // 40 MB in all
  sendCommand("flood " + std::to_string(kMessages) + " 50000");
  spectrum_->awaitRead();
  spectrum_->resume();
  for (int i = 0; i < kMessages; ++i) {
    expectAnswer(std::to_string(i) + padding);
  }
  spectrum_->expectNothing();
}

TEST_P(StdioTest, LogsEveryoneOutWhenSpectrumIsGone) {
  startProbe();
  spectrum_->hangUp();
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("Plugin.probe: logout alice\n"), std::string::npos) << spectrum_->log();
}

TEST_P(StdioTest, EndsByItselfIfSpectrumGoesWhileAFunctionHangs) {
  startProbe(fmt::format("stall_warning = 1\nstall_timeout = 0\n[probe]\nfifo = {}\n", fifo()));
  sendCommand("stall " + fifo());
  expectFrame("PONG");
  spectrum_->hangUp();
  const testing::Milliseconds limit{kSanitized ? 60'000 : 10'000};  // a sanitizer looks for leaks at the end
  EXPECT_EQ(spectrum_->host().exitStatus(limit), testing::ExitStatus{ETIME});
  EXPECT_NE(spectrum_->log().find("the plugin probe 1.0 has not returned from message"), std::string::npos);
}

TEST_P(StdioTest, SignsOfLifeGoOnWhileAFunctionHangs) {
  startProbe(fmt::format("stall_warning = 1\nstall_timeout = 0\n[probe]\nfifo = {}\n", fifo()));
  sendCommand("say-and-stall " + fifo());
  expectFrame("PONG");
  unblockProbe();
  testing::Frame frame = spectrum_->next();
  while (frame.type == WrapperMessage::TYPE_PONG) {
    frame = spectrum_->next();
  }
  EXPECT_EQ(frame.as<pbnetwork::ConversationMessage>().message(), "about to stall");
  expectAnswer("woken");
  spectrum_->expectNothing();
}

// Neither the plugin nor a library of it can write to the connection through stdout, or read it through stdin.
TEST_P(StdioTest, WhatThePluginPrintsIsNotSentToSpectrum) {
  startProbe();
  sendCommand("print-out 1 this is no frame");
  expectAnswer("printed");
  spectrum_->expectNothing();
  spectrum_->exit();
  spectrum_->expectExit(0);  // the C library has written its buffer
  EXPECT_NE(spectrum_->log().find("this is no frame"), std::string::npos) << spectrum_->log();
}

TEST_P(StdioTest, ALogOnStandardOutputIsNotSentToSpectrum) {
  const std::string config = directory_.write("logging.cfg",
                                              "log4j.rootLogger=info, C\n"
                                              "log4j.appender.C=org.apache.log4j.ConsoleAppender\n");
  startProbe("[logging]\nbackend_config = " + config + "\n");
  EXPECT_NE(spectrum_->log().find("connected to Spectrum by stdin and stdout"), std::string::npos) << spectrum_->log();
}

TEST_P(StdioTest, TheConnectionIsGuarded) {
  startProbe();
  sendCommand("harm block");
  expectAnswer("harmed");
  spectrum_->ping();
  expectMisbehaviour("it has cleared O_NONBLOCK of the connection to Spectrum 2; it is set again");
  sendCommand("harm close-range");
  spectrum_->awaitLog("the plugin probe 1.0 has closed or replaced a descriptor of the host: ");
  spectrum_->expectExit(EBADF);
  EXPECT_NE(spectrum_->log().find("logout alice"), std::string::npos) << spectrum_->log();
}

TEST_P(StdioTest, AConnectionThatIsClosedBeforeItIsUsedIsNamed) {
  spectrum_.emplace(optionsFor("probe", "[probe]\nharms_in = start\nharm = close-range\n"));
  spectrum_->start({spectrum_->configurationFile()});
  spectrum_->awaitLog("the plugin probe 1.0 has closed or replaced a descriptor of the host: ");
  spectrum_->expectExit(EBADF);
}

INSTANTIATE_TEST_SUITE_P(, StdioTest,
                         ::testing::Values(Carrier{"TheSocketItself", {"/usr/bin/env"}},
                                           Carrier{"Pipes", {PRISM_TEST_CARRIER, "pipes"}},
                                           Carrier{"Sockets", {PRISM_TEST_CARRIER, "sockets"}},
                                           Carrier{"OneSocket", {PRISM_TEST_CARRIER, "socket"}},
                                           Carrier{"PipeAndTerminal", {PRISM_TEST_CARRIER, "terminal"}}),
                         [](const auto& carrier) { return std::string(carrier.param.name); });

}  // namespace
}  // namespace prism::tests
