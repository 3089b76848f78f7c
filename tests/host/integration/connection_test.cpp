// SPDX-License-Identifier: MIT
// The connection to Spectrum: framing, PING, and how it ends.
#include "tests/host/integration/echo_load.h"
#include "tests/support/host_test.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;
using testing::frameBytes;
using testing::lengthPrefix;

// Gives this process another name, by which the host recognizes Spectrum 2, and gives the old one back.
class ProcessName {
 public:
  explicit ProcessName(const char* name) {
    ::prctl(PR_GET_NAME, before_);
    ::prctl(PR_SET_NAME, name);
  }
  ~ProcessName() { ::prctl(PR_SET_NAME, before_); }
  ProcessName(const ProcessName&) = delete;
  ProcessName& operator=(const ProcessName&) = delete;

 private:
  char before_[16];
};

class ConnectionTest : public HostTest {
 protected:
  static pbnetwork::ConversationMessage message(const std::string& text) {
    pbnetwork::ConversationMessage message;
    message.set_username("alice");
    message.set_buddyname("bob");
    message.set_message(text);
    return message;
  }

  // Expects the host to keep serving.
  void expectStillServing() {
    spectrum_->say("alice", "bob", "still there?");
    spectrum_->expectMessage("alice", "bob", "still there?");
  }
};

TEST_F(ConnectionTest, AnswersPingWithPongAndStats) {
  launch("echo");
  for (int i = 0; i < 3; ++i) {
    const pbnetwork::Stats stats = spectrum_->ping();
    EXPECT_GT(stats.res(), 1000);
    EXPECT_LT(stats.res(), 1000000);
    EXPECT_GT(stats.init_res(), 0);
    EXPECT_GT(stats.shared(), 0);
    EXPECT_LT(stats.shared(), stats.res());
  }
  spectrum_->expectNothing();
}

// Spectrum sends a signal to a number. The name of its program tells the host that it runs here.
TEST_F(ConnectionTest, TellsItsProcessIdToASpectrumOnThisMachine) {
  const ProcessName name("spectrum2");
  launch("echo");
  EXPECT_EQ(spectrum_->ping().id(), std::to_string(spectrum_->host().pid()));
}

TEST_F(ConnectionTest, TellsNoNumberOfAnotherPidNamespace) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root may make a pid namespace";
  }
  const ProcessName name("spectrum2");
  launchWith({.host_program = hostProgram(),
              .wrapper = {"/usr/bin/unshare", "--pid", "--fork", "--mount-proc"},
              .configuration = configurationFor("echo")});
  const std::string id = spectrum_->ping().id();
  EXPECT_TRUE(id.starts_with("1@")) << id;
}

TEST_F(ConnectionTest, TellsNoNumberToAnUnknownProgram) {
  launch("echo");
  const std::string id = spectrum_->ping().id();
  EXPECT_TRUE(id.starts_with(std::to_string(spectrum_->host().pid()) + "@")) << id;
}

TEST_F(ConnectionTest, SpeaksIpv6) {
  launchWith({.host_program = hostProgram(), .configuration = configurationFor("echo"), .ipv6 = true});
  loginToEcho("alice");
}

TEST_F(ConnectionTest, TakesNamesAndBrackets) {
  for (const std::string host : {"localhost", "[::1]"}) {
    spectrum_.emplace(testing::SpectrumOptions{
        .host_program = hostProgram(), .configuration = configurationFor("echo"), .ipv6 = host == "[::1]"});
    spectrum_->launch({"--host", host, spectrum_->configurationFile()});
    spectrum_->ping();
    loginToEcho("alice");
  }
}

TEST_F(ConnectionTest, AStreamMayBeSplitAnywhere) {
  launch("echo");
  loginToEcho("alice");
  const std::string bytes =
      frameBytes(WrapperMessage::TYPE_CONV_MESSAGE, message("one")) + frameBytes(WrapperMessage::TYPE_PING);
  for (std::size_t position = 1; position < bytes.size(); ++position) {
    spectrum_->sendSplit(bytes, position);
    spectrum_->expectMessage("alice", "bob", "one");
    spectrum_->expect(WrapperMessage::TYPE_PONG);
    spectrum_->expect(WrapperMessage::TYPE_STATS);
  }
}

TEST_F(ConnectionTest, ManyFramesMayComeInOnePiece) {
  launch("echo");
  loginToEcho("alice");
  expectManyEchoes(&*spectrum_);
}

TEST_F(ConnectionTest, BadInputCostsItselfOnly) {
  launch("echo");
  loginToEcho("alice");
  spectrum_->batch([&] {
    spectrum_->sendFrame("");
    spectrum_->sendFrame("this is no wrapper");
    spectrum_->sendFrame("\x12\x02hi");
    spectrum_->sendRaw(WrapperMessage::TYPE_CONV_MESSAGE, "\xff\xff\xff");
    spectrum_->sendRaw(WrapperMessage::TYPE_LOGIN, "");
    spectrum_->sendRaw(static_cast<WrapperMessage::Type>(99), "what is this?");
    spectrum_->sendRaw(WrapperMessage::TYPE_FT_DATA, "gone long ago");
    spectrum_->say("mallory", "bob", "I have not logged in");
    spectrum_->say("alice", "bob", "not UTF-8: \xFF");
    spectrum_->logout("mallory");
    spectrum_->say("alice", "bob", "still there?");
  });
  spectrum_->expectMessage("alice", "bob", "still there?");
  spectrum_->expectNothing();
  const std::string prefix = " WARN Connection: from Spectrum: ";
  for (const char* line :
       {"an empty frame is ignored", "a frame of 18 bytes that holds no message is ignored",
        "a frame of 4 bytes that holds no message is ignored", "a damaged CONV_MESSAGE is ignored",
        "a LOGIN that lacks a required field is ignored", "messages of the unknown type 99 are ignored",
        "messages of the type 26 are ignored", "a CONV_MESSAGE for 'mallory', who is not logged in, is ignored",
        "a CONV_MESSAGE with characters that are no text is ignored"}) {
    EXPECT_NE(spectrum_->log().find(prefix + line + "\n"), std::string::npos) << line << "\n" << spectrum_->log();
  }
}

TEST_F(ConnectionTest, AStormOfBadInputDoesNotFillTheLog) {
  launch("echo");
  loginToEcho("alice");
  spectrum_->batch([&] {
    for (int i = 0; i < 20000; ++i) {
      spectrum_->sendFrame("");
    }
  });
  expectStillServing();
  EXPECT_LT(spectrum_->log().size(), 20000U);
}

TEST_F(ConnectionTest, AMessageOfExactlyTheLimitIsServed) {
  launch("echo", "max_frame_size = 5000\n");
  loginToEcho("alice");
  pbnetwork::ConversationMessage fits = message("");
  std::string frame;
  for (std::size_t size = 4000; frame.size() < 4 + 5000; ++size) {
    fits.set_message(std::string(size, 'x'));
    frame = frameBytes(WrapperMessage::TYPE_CONV_MESSAGE, fits);
  }
  ASSERT_EQ(frame.size(), 4U + 5000);
  spectrum_->sendBytes(frame);
  spectrum_->expectMessage("alice", "bob", fits.message());
}

TEST_F(ConnectionTest, LargeMessagesComeBackWhole) {
  launch("echo", "max_stanza_size = 8388608\n");
  loginToEcho("alice");
  for (const std::size_t size : {std::size_t{64} << 10, std::size_t{1} << 20, std::size_t{7} << 20}) {
    const std::string text(size, 'x');
    spectrum_->say("alice", "bob", text);
    spectrum_->expectMessage("alice", "bob", text);
  }
}

TEST_F(ConnectionTest, LargerMessagesComeBackInPieces) {
  launch("echo");
  loginToEcho("alice");
  const std::string text(std::size_t{1} << 20, 'x');
  spectrum_->say("alice", "bob", text);
  std::string all;
  while (all.size() < text.size()) {
    const auto piece = spectrum_->expect<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
    ASSERT_LT(piece.message().size(), 128U * 1024);
    all += piece.message();
  }
  EXPECT_EQ(all, text);
}

TEST_F(ConnectionTest, LeavesWhenSpectrumSaysSo) {
  launch("probe");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("Plugin.probe: logout alice\n"), std::string::npos) << spectrum_->log();
}

TEST_F(ConnectionTest, NothingIsServedBehindExit) {
  launch("echo");
  loginToEcho("alice");
  spectrum_->batch([&] {
    spectrum_->say("alice", "bob", "before");
    spectrum_->exit();
    spectrum_->say("alice", "bob", "behind");
  });
  spectrum_->expectMessage("alice", "bob", "before");
  spectrum_->expectClosed();
  spectrum_->expectExit(0);
}

TEST_F(ConnectionTest, LeavesWhenSpectrumIsGone) {
  launch("probe");
  login("alice");
  spectrum_->hangUp();
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("Plugin.probe: logout alice\n"), std::string::npos);
}

TEST_F(ConnectionTest, LeavesWhenTheConnectionIsResetInTheMiddleOfAFrame) {
  launch("probe");
  login("alice");
  spectrum_->sendBytes(lengthPrefix(1000) + "the first part of a frame");
  spectrum_->awaitRead();
  spectrum_->reset();
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("Plugin.probe: logout alice\n"), std::string::npos);
}

// Every 20 s Spectrum may send PING and EXIT and close the connection at once. The PONG then has no reader.
TEST_F(ConnectionTest, BearsASpectrumThatDoesNotWaitForAnAnswer) {
  launch("echo");
  spectrum_->batch([&] {
    spectrum_->send(WrapperMessage::TYPE_PING);
    spectrum_->exit();
  });
  spectrum_->reset();
  spectrum_->expectExit(0);
}

TEST_F(ConnectionTest, SignalsAskForTheEnd) {
  for (const int signal : {SIGTERM, SIGINT}) {
    launch("probe");
    login("alice");
    spectrum_->expectMessage("alice", "probe", "logged in as alice");
    spectrum_->host().signal(signal);
    spectrum_->expectClosed();
    spectrum_->expectExit(0);
    EXPECT_NE(spectrum_->log().find("Plugin.probe: logout alice\n"), std::string::npos);
  }
}

TEST_F(ConnectionTest, ASignalEndsConnectingToo) {
  spectrum_.emplace(
      testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configurationFor("probe")});
  spectrum_->start({spectrum_->configurationFile()});
  spectrum_->awaitLog("connected to Spectrum");  // by the kernel, before accept()
  spectrum_->host().signal(SIGTERM);
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
