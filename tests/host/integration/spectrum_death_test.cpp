// SPDX-License-Identifier: MIT
// Spectrum is killed, stopped or cut off at each stage of a backend's life. The host always exits with the right
// code, logs its users out of the network, and leaves no process behind.
#include "tests/host/integration/crash_test.h"
#include "tests/host/integration/relay.h"

#include <dirent.h>

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

using testing::frameBytes;
using testing::lengthPrefix;
using testing::Milliseconds;

class SpectrumDeathTest : public CrashTest {
 protected:
  // Makes a Spectrum that is a process of its own, without a host.
  void prepare(const std::string& more = "", int receive_buffer = 0) {
    spectrum_.emplace(testing::SpectrumOptions{.host_program = hostProgram(),
                                               .configuration = configurationFor("probe", more),
                                               .receive_buffer = receive_buffer});
    relay_.emplace(spectrum_->port());
  }

  std::vector<std::string> commandLine() {
    return {"--port", std::to_string(relay_->port()), spectrum_->configurationFile()};
  }

  // Starts the host, up to accept().
  void startConnected(const std::string& more = "", int receive_buffer = 0) {
    prepare(more, receive_buffer);
    spectrum_->launch(commandLine());
  }

  // Starts the host, and logs alice in.
  void startServing(const std::string& more = "", int receive_buffer = 0) {
    startConnected(more, receive_buffer);
    spectrum_->ping();
    loginToProbe();
  }

  void expectEnd(int code) {
    const pid_t host = spectrum_->host().pid();
    spectrum_->expectExit(code);
    EXPECT_EQ(processesOfSession(host), 0) << "left behind by the host";
  }

  // Expects each of these users to be logged out of the network exactly once.
  void expectLoggedOut(const std::vector<std::string>& users) {
    for (const std::string& user : users) {
      const std::string line = "Plugin.probe: logout " + user + "\n";
      const std::size_t first = spectrum_->log().find(line);
      EXPECT_NE(first, std::string::npos) << user << "\n" << spectrum_->log();
      EXPECT_EQ(first, spectrum_->log().rfind(line)) << user << "\n" << spectrum_->log();
    }
  }

  std::optional<Relay> relay_;

 private:
  // Counts the processes in the host's session, zombies included. The host leads its own session.
  static int processesOfSession(pid_t session) {
    int count = 0;
    DIR* processes = ::opendir("/proc");
    while (const dirent* entry = ::readdir(processes)) {
      count += processStat(entry->d_name).session == session ? 1 : 0;
    }
    ::closedir(processes);
    return count;
  }
};

TEST_F(SpectrumDeathTest, BeforeTheHostConnects) {
  prepare();
  relay_->kill();
  spectrum_->start(commandLine());
  expectEnd(ECONNREFUSED);
}

TEST_F(SpectrumDeathTest, BeforeItAccepts) {
  prepare();
  relay_->pause();
  spectrum_->start(commandLine());
  spectrum_->awaitLog("connected to Spectrum");  // by the kernel, before accept()
  relay_->kill();
  expectEnd(0);
}

TEST_F(SpectrumDeathTest, BeforeItsFirstByte) {
  startConnected();
  relay_->kill();
  expectEnd(0);
}

TEST_F(SpectrumDeathTest, AfterItsFirstPing) {
  startConnected();
  spectrum_->ping();
  relay_->kill();
  expectEnd(0);
}

TEST_F(SpectrumDeathTest, InTheMiddleOfAFrame) {
  startServing();
  spectrum_->sendBytes(frameBytes(WrapperMessage::TYPE_PING) + lengthPrefix(1000) + "the first part of a frame");
  spectrum_->expect(WrapperMessage::TYPE_PONG);  // PONG proves that the host has read what came after PING
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

TEST_F(SpectrumDeathTest, DuringLogins) {
  startConnected("[probe]\nlogin_hangs = 1\n");
  spectrum_->ping();
  spectrum_->batch([&] {
    for (const std::string user : {"alice", "bob", "carol"}) {
      spectrum_->login(user, {.legacy_name = user, .password = kCanary});
    }
  });
  spectrum_->ping();
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice", "bob", "carol"});
}

TEST_F(SpectrumDeathTest, WhileItDoesNotRead) {
  startServing("", 4096);
  spectrum_->stall();
  sendCommand("flood 150 50000");  // more than the socket buffers, less than the hard limit
  awaitHeldUp();
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

TEST_F(SpectrumDeathTest, WhileACallbackWaitsForItToRead) {
  startServing("", 4096);
  spectrum_->stall();
  sendCommand("flood 1000 50000");  // beyond the hard limit
  awaitHeldUp();
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

TEST_F(SpectrumDeathTest, WhileACallbackRuns) {
  startServing(fmt::format("stall_warning = 1\nstall_timeout = 0\n[probe]\nfifo = {}\n", fifo()));
  sendCommand("stall " + fifo());
  spectrum_->awaitLog("plugin misbehaving: probe: message: it has not returned for 1 s");
  relay_->kill();
  unblockProbe();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

TEST_F(SpectrumDeathTest, WhileThePluginSaysGoodbye) {
  startServing("[probe]\ngoodbye_ms = 300\n");
  spectrum_->exit();
  spectrum_->awaitLog("Plugin.probe: logout alice");
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

TEST_F(SpectrumDeathTest, BehindExit) {
  startServing();
  spectrum_->exit();
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

// Without FIN or RST, as after a power failure, only ping_timeout ends the connection.
TEST_F(SpectrumDeathTest, ASpectrumThatStandsStillIsGivenUp) {
  startServing("ping_timeout = 1\n");
  relay_->pause();
  expectEnd(ETIMEDOUT);
  expectLoggedOut({"alice"});
  EXPECT_NE(spectrum_->log().find("spectrum2_prism_backend: Spectrum has sent no PING for 1 s\n"), std::string::npos)
      << spectrum_->log();
}

TEST_F(SpectrumDeathTest, OneThatGoesOnInTimeHasLostNothing) {
  startServing("", 4096);
  spectrum_->stall();
  sendCommand("flood 150 50000");  // more than the socket buffers, less than the hard limit
  awaitHeldUp();
  relay_->pause();
  spectrum_->batch([&] {
    sendCommand("get prism.plugin");
    spectrum_->send(WrapperMessage::TYPE_PING);
  });
  awaitHeldUp();
  relay_->resume();
  spectrum_->resume();
  for (int i = 0; i < 150; ++i) {
    expectAnswer(std::to_string(i) + std::string(50000, '.'));
  }
  expectAnswer("value probe");
  spectrum_->expect(WrapperMessage::TYPE_PONG);
  spectrum_->expect(WrapperMessage::TYPE_STATS);
  spectrum_->exit();
  expectEnd(0);
}

TEST_F(SpectrumDeathTest, OneThatIsKilledWhileItStandsStill) {
  startServing();
  relay_->pause();
  sendCommand("flood 10 100");
  relay_->kill();
  expectEnd(0);
  expectLoggedOut({"alice"});
}

}  // namespace
}  // namespace prism::tests
