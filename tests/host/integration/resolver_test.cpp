// SPDX-License-Identifier: MIT
// Spectrum's address is a host name, and the name server does not answer.
#include "tests/host/integration/crash_test.h"

#include <cerrno>
#include <csignal>

namespace prism::tests {
namespace {

using testing::Milliseconds;

class ResolverTest : public CrashTest {
 protected:
  void startLookingUp(const std::string& more) {
    spectrum_.emplace(testing::SpectrumOptions{
        .host_program = hostProgram(),
        .configuration = configurationFor("probe", more),
        .environment = {{"LD_PRELOAD", PRISM_TEST_SHIMS "/resolver.so"}, {"PRISM_TEST_RESOLVER", fifo()}}});
    spectrum_->start({"--host", "spectrum.example.org", spectrum_->configurationFile()});
    // A FIFO can be opened for writing once it has a reader: the host resolves.
    for (const testing::Deadline deadline(Milliseconds(10'000)); !question_ && !deadline.hasPassed();) {
      ASSERT_THROW(spectrum_->host().exitStatus(Milliseconds(1)), testing::Failure) << spectrum_->log();
      question_ = UniqueFd(::open(fifo().c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    }
    ASSERT_TRUE(question_) << spectrum_->log();
  }

  UniqueFd question_;  // while it is open, the host gets no answer
};

TEST_F(ResolverTest, ConnectTimeoutHolds) {
  startLookingUp("connect_timeout = 1\n");
  spectrum_->expectExit(ETIMEDOUT);
  EXPECT_NE(spectrum_->log().find("spectrum2_prism_backend: cannot connect to Spectrum at spectrum.example.org port " +
                                  std::to_string(spectrum_->port()) + ": no name server has answered in time\n"),
            std::string::npos)
      << spectrum_->log();
}

TEST_F(ResolverTest, ASignalIsServed) {
  startLookingUp("connect_timeout = 3600\n");
  spectrum_->host().signal(SIGTERM);
  spectrum_->expectExit(0);
}

TEST_F(ResolverTest, AnAnswerThatSaysNothingIsTheEnd) {
  startLookingUp("connect_timeout = 3600\n");
  question_.close();
  spectrum_->expectExit(EHOSTUNREACH);
}

}  // namespace
}  // namespace prism::tests
