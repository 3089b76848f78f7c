// SPDX-License-Identifier: MIT
// A plugin closes, replaces or drains descriptors of the host, uses up memory, or changes the working directory.
#include "tests/host/integration/harm_test.h"

#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>

namespace prism::tests {
namespace {

class LostDescriptorTest : public HarmTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(LostDescriptorTest, EndsTheProcess) {
  startLogging();
  const std::string harm = GetParam();
  sendCommand("harm " + harm);
  // The host redirects the plugin's stderr to a pipe, and keeps the real stderr in another descriptor. These harms
  // close it.
  const bool without_stderr = harm.find("pipe") != std::string::npos || harm.find("range") != std::string::npos;
  expectEnd(EBADF, kLost, without_stderr ? Where::kInTheLogFile : Where::kEverywhere);
  expectLoggedOut();
}

INSTANTIATE_TEST_SUITE_P(OfAKind, LostDescriptorTest,
                         ::testing::Values("close eventpoll 0", "close eventpoll 1", "close eventpoll -1",
                                           "close timerfd 0", "close timerfd 1", "close timerfd 2", "close timerfd -1",
                                           "close eventfd 0", "close eventfd 1", "close eventfd 2", "close eventfd -1",
                                           "close socket -1", "close x.log 0", "close pipe -1", "replace eventpoll 0",
                                           "replace eventpoll 1", "replace timerfd -1", "replace eventfd 0",
                                           "replace eventfd -1", "replace socket -1", "replace x.log 0", "close-range",
                                           "close-range-in-thread"),
                         [](const auto& harm) { return testName(harm.param); });

TEST_F(HarmTest, QueuedFramesAreFlushed) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("next 10");
    sendCommand("harm close timerfd -1");
  });
  spectrum_->expectMessage("alice", "probe", "0..........");
  expectAnswer("harmed");
  expectEnd(EBADF, kLost);
}

TEST_F(HarmTest, AllDescriptorsLostWithTheLogOnStandardError) {
  startWithTwo();
  sendCommand("harm close-range");
  expectEnd(EBADF, kLost);
  expectLoggedOut();
}

TEST_F(HarmTest, DescriptorsLostInStart) {
  spectrum_.emplace(testing::SpectrumOptions{
      .host_program = hostProgram(),
      .configuration = configurationFor("probe", "[probe]\nharms_in = start\nharm = close-range\n")});
  spectrum_->start({spectrum_->configurationFile()});
  expectEnd(EBADF, kLost);
}

TEST_F(HarmTest, NothingIsReadFromADescriptorThatBlocks) {
  startWithTwo();
  sendCommand("harm block");
  expectUnharmed();
  expectMisbehaviour("it has cleared O_NONBLOCK of the connection to Spectrum 2; it is set again");
}

TEST_F(HarmTest, TheSocketIsNotShutDown) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers have a function of their own in this place";
  }
  startWithTwo();
  for (const int how : {SHUT_RD, SHUT_WR, SHUT_RDWR}) {
    sendCommand(fmt::format("harm shutdown {}", how));
    expectAnswer("harmed");
  }
  spectrum_->ping();
  expectMisbehaviour("it has called shutdown() for a descriptor of the host; that was refused");
  sendCommand("harm shutdown 2");
  expectUnharmed();
}

TEST_F(HarmTest, DescriptorsThatAreNotWatchedAnyMoreAreWatchedAgain) {
  startWithTwo();
  sendCommand("harm unwatch-all");
  expectUnharmed();
}

TEST_F(HarmTest, TimersThatAreDisarmedAreArmedAgain) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("timer 1");
    sendCommand("harm disarm-timers");
  });
  expectAnswer("harmed");
  spectrum_->ping();
  expectAnswer("timer");
}

TEST_F(HarmTest, PostsWhoseDescriptorIsReadAreMade) {
  startWithTwo();
  spectrum_->batch([&] {
    sendCommand("post 1");
    sendCommand("harm drain-eventfds");
  });
  expectAnswer("harmed");
  spectrum_->ping();
  expectAnswer("posted");
}

TEST_F(HarmTest, AnotherStandardErrorIsNotTheHosts) {
  const std::string path = directory_.write("other", "");
  startWithTwo();
  sendCommand("harm replace-stderr " + path);
  expectUnharmed();
  std::ostringstream other;
  other << std::ifstream(path).rdbuf();
  EXPECT_EQ(other.str(), "");
}

TEST_F(HarmTest, MemoryThatIsUsedUp) {
  if (kSanitized) {
    GTEST_SKIP() << "the sanitizers need all the address space";
  }
  startWithTwo();
  sendCommand("harm limit memory 1");
  expectAnswer("harmed");
  try {
    spectrum_->say("alice", "probe", std::string(8'000'000, 'x'));
  } catch (const testing::Failure&) {  // the host ends before it has read everything
  }
  expectEnd(ENOMEM, "no memory is left; the plugin is probe 1.0");
  expectLoggedOut();
}

TEST_F(HarmTest, AnotherDirectoryDoesNotMoveTheLog) {
  const std::string log = directory_.write("log.cfg",
                                           "log4j.rootLogger=info, R\n"
                                           "log4j.appender.R=org.apache.log4j.FileAppender\n"
                                           "log4j.appender.R.File=relative.log\n");
  startWithTwo("[logging]\nbackend_config = " + log + "\n");
  log_file_ = (spectrum_->directory() / "relative.log").string();
  sendCommand("harm chdir " + directory_.path().string());
  spectrum_->host().signal(SIGHUP);
  expectUnharmed();
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "relative.log"));
}

}  // namespace
}  // namespace prism::tests
