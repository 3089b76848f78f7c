// SPDX-License-Identifier: MIT
// Back-pressure: while Spectrum does not read, the host stops serving the plugin, loses nothing, and bounds its
// memory.
#include "tests/host/integration/echo_load.h"
#include "tests/support/host_state.h"
#include "tests/support/host_test.h"

#include <csignal>

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;

class BackPressureTest : public HostTest {
 protected:
  // Peak resident memory of the host in MB.
  double peakMemory() { return static_cast<double>(memoryKb(spectrum_->host().pid(), "VmHWM")) / 1024; }
};

TEST_F(BackPressureTest, RequestsWaitUntilTheirAnswersAreRead) {
  launch("echo");
  loginToEcho("alice");
  const std::size_t sent = fillWithMessages(&*spectrum_);
  if (!kSanitized) {  // a sanitizer uses many times the host's memory
    EXPECT_LT(peakMemory(), 64);
  }
  expectLargeEchoes(&*spectrum_, sent);
}

TEST_F(BackPressureTest, ACallbackThatGoesOnProducingWaits) {
  launch("probe");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  constexpr int kMessages = 2000;
  const std::string padding(50000, '.');  // 100 MB in all
  spectrum_->say("alice", "probe", "flood " + std::to_string(kMessages) + " 50000");
  spectrum_->awaitRead();
  spectrum_->resume();
  for (int i = 0; i < kMessages; ++i) {
    spectrum_->expectMessage("alice", "probe", std::to_string(i) + padding);
  }
  if (!kSanitized) {  // a sanitizer uses many times the host's memory
    EXPECT_LT(peakMemory(), 64);
  }
  spectrum_->expectNothing();
}

TEST_F(BackPressureTest, ThePluginsTimersWaitAndAreNotLost) {
  launch("probe");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  spectrum_->batch([&] {
    spectrum_->say("alice", "probe", "flood 100 50000");
    spectrum_->say("alice", "probe", "timer 1");
  });
  spectrum_->awaitRead();
  spectrum_->resume();
  for (int i = 0; i < 100; ++i) {
    spectrum_->expectMessage("alice", "probe", std::to_string(i) + std::string(50000, '.'));
  }
  spectrum_->expectMessage("alice", "probe", "timer");
}

TEST_F(BackPressureTest, ASpectrumThatDoesNotReadIsNotCalledSilent) {
  launchWith({.host_program = hostProgram(),
              .configuration = configurationFor("probe", "ping_timeout = 1\n"),
              .receive_buffer = 4096});
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  spectrum_->say("alice", "probe", "flood 150 50000");  // more than the socket buffers, less than the hard limit
  spectrum_->awaitRead();
  EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(2500)), testing::Failure) << "it has to go on";
  spectrum_->resume();
  for (int i = 0; i < 150; ++i) {
    spectrum_->expectMessage("alice", "probe", std::to_string(i) + std::string(50000, '.'));
  }
  spectrum_->expectNothing();
  spectrum_->expectExit(ETIMEDOUT);
}

TEST_F(BackPressureTest, AWaitingCallbackSuspendsThePingTimeoutToo) {
  launchWith({.host_program = hostProgram(),
              .configuration = configurationFor("probe", "ping_timeout = 1\n"),
              .receive_buffer = 4096});
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  spectrum_->say("alice", "probe", "flood 500 50000");  // beyond the hard limit
  spectrum_->awaitRead();
  EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(1500)), testing::Failure) << "it has to go on";
  spectrum_->resume();
  for (int i = 0; i < 500; ++i) {
    spectrum_->expectMessage("alice", "probe", std::to_string(i) + std::string(50000, '.'));
  }
  spectrum_->expectNothing();
}

TEST_F(BackPressureTest, ASignalEndsTheWaiting) {
  launch("probe", "[probe]\ntalks_after_logout = 1\n");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  spectrum_->say("alice", "probe", "flood 3000 50000");
  spectrum_->awaitRead();
  spectrum_->host().signal(SIGTERM);
  spectrum_->expectExit(0);
  EXPECT_NE(spectrum_->log().find("logout alice"), std::string::npos) << spectrum_->log();
}

// One answer of the plugin goes to all requests that wait for it.
TEST_F(BackPressureTest, AVCardThatManyHaveAskedForWaits) {
  launch("probe", "max_stanza_size = 1000000\n");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  constexpr int kRequests = 500;
  for (int id = 0; id < kRequests; ++id) {
    pbnetwork::VCard wanted;
    wanted.set_username("alice");
    wanted.set_buddyname("bob");
    wanted.set_id(id);
    spectrum_->send(WrapperMessage::TYPE_VCARD, wanted);
    spectrum_->expectMessage("alice", "probe", "vcard_wanted bob");
  }
  spectrum_->stall();
  spectrum_->say("alice", "probe", "vcard bob 200000");  // 100 MB in all
  spectrum_->awaitRead();
  spectrum_->resume();
  for (int id = 0; id < kRequests; ++id) {
    const auto vcard = spectrum_->expect<pbnetwork::VCard>(WrapperMessage::TYPE_VCARD);
    ASSERT_EQ(vcard.id(), id);
    ASSERT_EQ(vcard.photo().size(), 200'000U);
  }
  if (!kSanitized) {
    EXPECT_LT(peakMemory(), 64);
  }
  spectrum_->expectNothing();
}

// After SIGTERM the plugin is no longer held up: output that Spectrum does not read is dropped instead of queued.
TEST_F(BackPressureTest, OutputOfALeavingPluginIsBoundedToo) {
  launch("probe", "[probe]\nfloods_at_logout = alice bob\ngoodbye_ms = 1500\n");
  for (const std::string user : {"alice", "bob"}) {
    login(user);
    spectrum_->expectMessage(user, "probe", "logged in as " + user);
  }
  spectrum_->stall();
  spectrum_->host().signal(SIGTERM);
  for (const std::string user : {"alice", "bob"}) {
    spectrum_->awaitLog("Plugin.probe: logout " + user);
  }
  if (!kSanitized) {  // with a sanitizer, the floods last longer than the time for a goodbye
    EXPECT_THROW(spectrum_->host().exitStatus(testing::Milliseconds(500)), testing::Failure) << "it says goodbye";
    EXPECT_LT(peakMemory(), 64);
  }
  spectrum_->expectExit(0);
}

TEST_F(BackPressureTest, ASpectrumThatIsGoneEndsTheWaiting) {
  launch("probe");
  login("alice");
  spectrum_->expectMessage("alice", "probe", "logged in as alice");
  spectrum_->stall();
  spectrum_->say("alice", "probe", "flood 1000 50000");
  spectrum_->awaitRead();
  spectrum_->reset();
  spectrum_->expectExit(0);
}

}  // namespace
}  // namespace prism::tests
