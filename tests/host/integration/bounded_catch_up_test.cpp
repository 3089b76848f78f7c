// SPDX-License-Identifier: MIT
// A user gets very much that was missed, from a plugin that answers each request for a page at once. The host asks for
// no page while Spectrum does not read, and serves other users between the pages.
#include "tests/support/host_state.h"
#include "tests/support/probe_test.h"

#include <fmt/chrono.h>

#include <cstdint>
#include <ctime>
#include <map>
#include <optional>
#include <string>

namespace prism::tests {
namespace {

// The archive has 50 contacts with 500 messages each, 25 MB in all, and the probe answers at once.
class BoundedCatchUpTest : public ProbeTest {
 protected:
  static constexpr int kContacts = 50;
  static constexpr int kMessages = 500;
  static constexpr int kAll = kContacts * kMessages;

  // alice and carol are there, and Spectrum does not read while alice gets what she has missed.
  void catchUpStalled() {
    launchWith({.host_program = hostProgram(),
                .configuration = configurationFor("probe", "[probe]\nhistory = " + std::to_string(kBeginning) + "\n"),
                .receive_buffer = 4096});
    loginToProbe();
    login("carol");
    spectrum_->expectMessage("carol", "probe", "logged in as carol");
    sendCommand(fmt::format("history has {}", kMessages));
    sendCommand("history size 1000");
    sendCommand("history positions");
    expectAnswer("positions 0");
    before_ = memoryKb(spectrum_->host().pid(), "VmHWM");
    spectrum_->stall();
    sendCommand(fmt::format("history catch-up-many {}", kContacts));
    awaitHeldUp();
  }

  // Expects the missed messages, those of each contact in their order. Returns the first message to another user.
  std::optional<pbnetwork::ConversationMessage> expectMissed() {
    for (; missed_ < kAll; ++missed_) {
      auto message = spectrum_->expect<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
      if (message.username() != "alice") {
        return message;
      }
      const int number = ++last_of_[message.buddyname()];
      EXPECT_EQ(message.timestamp(), timeOf(number)) << message.buddyname();
    }
    return std::nullopt;
  }

  static std::string timeOf(int number) {
    return fmt::format("{:%Y%m%dT%H%M%S}", fmt::gmtime(static_cast<std::time_t>(kBeginning / 1000 + number * 60)));
  }

  static constexpr std::int64_t kBeginning = 1'700'000'000'000;
  std::int64_t before_ = 0;
  int missed_ = 0;
  std::map<std::string, int> last_of_;
};

TEST_F(BoundedCatchUpTest, PausesWhileSpectrumDoesNotRead) {
  catchUpStalled();
  if (!kSanitized) {  // 1 MiB, the pages of a turn, and the copy as the output grows; 8 MiB would be the hard limit
    EXPECT_LT(memoryKb(spectrum_->host().pid(), "VmHWM") - before_, 5 * 1024);
  }
  spectrum_->resume();
  EXPECT_FALSE(expectMissed());
  EXPECT_EQ(last_of_.size(), static_cast<std::size_t>(kContacts));
  spectrum_->expectNothing();
}

TEST_F(BoundedCatchUpTest, OtherUsersAreServedMeanwhile) {
  catchUpStalled();
  spectrum_->say("carol", "probe", "history positions");
  spectrum_->resume();
  const auto answer = expectMissed();
  ASSERT_TRUE(answer) << "all of the missed messages came first";
  EXPECT_EQ(answer->username(), "carol");
  EXPECT_EQ(answer->message(), "positions 0");
  EXPECT_LT(missed_, kAll / 4);
  EXPECT_FALSE(expectMissed());
  spectrum_->expectNothing();
}

}  // namespace
}  // namespace prism::tests
