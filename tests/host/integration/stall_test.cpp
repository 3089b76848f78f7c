// SPDX-License-Identifier: MIT
// Plugin functions that do not return. The log names the function, the watchdog sends PONG in the host's place, and
// after stall_timeout it aborts the process.
#include "tests/host/integration/crash_test.h"

#include <fcntl.h>

#include <csignal>

namespace prism::tests {
namespace {

class StallTest : public CrashTest {
 protected:
  // Returns settings for a watchdog that warns after 1 s. `probe` is appended to [probe].
  std::string settings(const std::string& probe = "", int timeout = 0) {
    return fmt::format("stall_warning = 1\nstall_timeout = {}\n[probe]\nfifo = {}\n{}", timeout, fifo(), probe);
  }

  void startHost(const std::string& more) {
    spectrum_.emplace(
        testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("probe", more)});
    spectrum_->start({spectrum_->configurationFile()});
  }

  void expectStall(const std::string& function) { expectMisbehaviour(function + ": it has not returned for 1 s"); }

  // Returns the next frame that isn't PONG.
  testing::Frame nextAnswer() {
    testing::Frame frame = spectrum_->next();
    for (int i = 0; i < 20 && frame.type == WrapperMessage::TYPE_PONG; ++i) {
      frame = spectrum_->next();
    }
    return frame;
  }

  void expectAnswerAmongPongs(const std::string& text) {
    EXPECT_EQ(nextAnswer().as<pbnetwork::ConversationMessage>().message(), text);
  }

  void expectPong() { expectFrame("PONG"); }
};

TEST_F(StallTest, SignsOfLifeGoOnAndNothingIsMixedUp) {
  start(settings());
  sendCommand("stall " + fifo());
  expectPong();
  expectStall("message");
  expectPong();
  unblockProbe();
  expectAnswerAmongPongs("woken");
  spectrum_->awaitLog("plugin misbehaving: probe: message: it has returned after ");
  spectrum_->expectNothing();
}

TEST_F(StallTest, MessageBeforeTheStallIsSentAfterwards) {
  start(settings());
  sendCommand("say-and-stall " + fifo());
  expectPong();
  unblockProbe();
  expectAnswerAmongPongs("about to stall");
  expectAnswer("woken");
  spectrum_->expectNothing();
}

TEST_F(StallTest, ManySlowFunctionsInARowLetSignsOfLifeThrough) {
  start(settings("", 2));
  constexpr int kCalls = 10;
  spectrum_->batch([&] {
    for (int i = 0; i < kCalls; ++i) {
      sendCommand("stall-for " + fifo() + " 300");
    }
  });
  expectPong();
  expectMisbehaviour("message: the host has waited 1 s for it and what was called before it");
  for (int i = 0; i < kCalls; ++i) {
    expectAnswerAmongPongs("woken");
  }
  spectrum_->expectNothing();
}

TEST_F(StallTest, EverythingThatTheLoopCallsIsWatched) {
  start(settings());
  for (const std::string function : {"timer", "post", "watch"}) {
    sendCommand("stall-in " + function + " " + fifo());
    expectPong();
    expectStall(function);
    unblockProbe();
    sendCommand("get prism.plugin");
    expectAnswerAmongPongs("value probe");
  }
}

TEST_F(StallTest, NoPongBeforeTheFirstOneThatIsReal) {
  startHost(settings("stalls_in = memory_usage\n"));
  spectrum_->accept();
  spectrum_->send(WrapperMessage::TYPE_PING);
  expectStall("memory_usage");
  unblockProbe();
  spectrum_->expect(WrapperMessage::TYPE_BACKEND_CONFIG);
  expectPong();
  spectrum_->expect(WrapperMessage::TYPE_STATS);
}

TEST_F(StallTest, InCreateAndStart) {
  for (const std::string function : {"create", "start"}) {
    startHost(settings("stalls_in = " + function + "\n"));
    expectStall(function);
    unblockProbe();
    spectrum_->accept();
    spectrum_->ping();
    loginToProbe();
  }
}

// After the stall, ping_timeout is overdue before the loop can read the PING that waits.
TEST_F(StallTest, ASlowFunctionIsNoSilenceOfSpectrum) {
  start("ping_timeout = 1\n" + settings());
  sendCommand("stall-in post " + fifo());
  expectPong();
  expectPong();
  spectrum_->batch([&] {
    sendCommand("get prism.plugin");
    spectrum_->send(WrapperMessage::TYPE_PING);
  });
  unblockProbe();
  expectAnswerAmongPongs("value probe");
  expectPong();
  spectrum_->expect(WrapperMessage::TYPE_STATS);
  spectrum_->expectNothing();
}

TEST_F(StallTest, WaitingForSpectrumIsNoStall) {
  launchWith({.host_program = hostProgram(),
              .configuration = configurationFor("probe", settings("", 1)),
              .receive_buffer = 4096});
  loginToProbe();
  spectrum_->stall();
  sendCommand("flood 500 50000");  // beyond the hard limit
  spectrum_->awaitRead();
  EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(2500)), testing::Failure) << "it has to go on";
  spectrum_->resume();
  for (int i = 0; i < 500; ++i) {
    spectrum_->expectMessage("alice", "probe", std::to_string(i) + std::string(50000, '.'));
  }
  spectrum_->expectNothing();
  EXPECT_EQ(spectrum_->log().find("it has not returned"), std::string::npos) << spectrum_->log();
}

TEST_F(StallTest, AHangEndsInAnAbortWithTheStack) {
  start(settings("", 2));
  sendCommand("stall " + fifo());
  expectPong();
  expectDeath(SIGABRT);
  const Report end = report();
  EXPECT_EQ(end.head, "the process ends by SIGABRT: the plugin has not returned from message for 2 s");
  EXPECT_EQ(end.facts, (Lines{"    plugin: probe 1.0", "    function: message", "    thread: the main one",
                              "    users: 1", "    stack: (`addr2line -Cfie FILE OFFSET` tells the line)"}));
  EXPECT_NE(end.frameOf("5tests5stall"), "") << spectrum_->log();
}

TEST_F(StallTest, AHangAtTheEndIsAbortedToo) {
  for (const std::string function : {"logout", "stop", "destroy", "exit"}) {
    start(settings("stalls_in = " + function + "\n", 1));
    spectrum_->exit();
    expectDeath(SIGABRT);
    const Report end = report();
    EXPECT_EQ(end.head, "the process ends by SIGABRT: the plugin has not returned from " + function + " for 1 s");
    EXPECT_NE(end.frameOf("5tests5stall"), "") << spectrum_->log();
  }
}

TEST_F(StallTest, AHangInCreateIsAbortedToo) {
  startHost(settings("stalls_in = create\n", 1));
  expectDeath(SIGABRT);
  const Report end = report();
  EXPECT_EQ(end.head, "the process ends by SIGABRT: the plugin has not returned from create for 1 s");
  EXPECT_NE(end.frameOf("5tests5stall"), "") << spectrum_->log();
}

}  // namespace
}  // namespace prism::tests
