// SPDX-License-Identifier: MIT
// Spectrum does not read. For each source of load, memory stays bounded, and after Spectrum reads again each event
// arrives once and in order. The pages of an archive are a source of their own: one answer is many events.
#include "tests/support/host_state.h"
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

using testing::Milliseconds;

// About 100 MB of payload.
struct Load {
  std::string source;
  int events;
  int padding;
};

void PrintTo(const Load& load, std::ostream* out) { *out << load.events << " events"; }

class BoundedOutputTest : public ProbeTest, public ::testing::WithParamInterface<Load> {
 protected:
  // Stalls Spectrum, and makes the plugin send the load.
  void produce() {
    const Load& load = GetParam();
    spectrum_->stall();
    if (load.source == "requests") {
      pbnetwork::ConversationMessage message;
      message.set_username("alice");
      message.set_buddyname("probe");
      message.set_message(fmt::format("next {}", load.padding));
      ASSERT_EQ(spectrum_->fill(WrapperMessage::TYPE_CONV_MESSAGE, message, static_cast<std::size_t>(load.events)),
                static_cast<std::size_t>(load.events));
    } else {
      sendCommand(fmt::format("produce {} {} {}", load.source, load.events, load.padding));
    }
  }

  void expectBounded() {
    if (!kSanitized) {  // a sanitizer uses many times the host's memory
      EXPECT_LT(memoryKb(spectrum_->host().pid(), "VmHWM"), 64 * 1024);
    }
  }

  void expectEverythingInOrder() {
    const std::string padding(static_cast<std::size_t>(GetParam().padding), '.');
    for (int i = 0; i < GetParam().events; ++i) {
      ASSERT_NO_THROW(expectAnswer(std::to_string(i) + padding)) << i;
    }
    spectrum_->expectNothing();
  }
};

TEST_P(BoundedOutputTest, UntilTheHostProducesNoMore) {
  start();
  produce();
  awaitHeldUp();
  expectBounded();
  spectrum_->resume();
  expectEverythingInOrder();
  expectBounded();
}

// Holds for a minute, as promised in host/doc/guarantees.md. Label `slow`.
TEST_P(BoundedOutputTest, SlowForAMinute) {
  start();
  produce();
  EXPECT_THROW(spectrum_->host().exitStatus(Milliseconds(60'000)), testing::Failure) << "it has to go on";
  expectBounded();
  spectrum_->resume();
  expectEverythingInOrder();
  expectBounded();
}

INSTANTIATE_TEST_SUITE_P(Load, BoundedOutputTest,
                         ::testing::Values(Load{"requests", 2000, 50'000}, Load{"descriptors", 2000, 50'000},
                                           Load{"timers", 2000, 50'000}, Load{"posts", 300'000, 300},
                                           Load{"callback", 2000, 50'000}),
                         [](const auto& load) { return load.param.source; });

class BoundedHistoryTest : public ProbeTest {
 protected:
  // The archive has 500 messages of this size.
  void startWith(std::size_t size) {
    start("[probe]\nhistory = " + std::to_string(kBeginning) + "\n");
    sendCommand("history has 500");
    sendCommand(fmt::format("history size {}", size));
    sendCommand("history positions");
    expectAnswer("positions 0");
    before_ = memoryKb(spectrum_->host().pid(), "VmHWM");
  }

  // The limit of 8 MiB, one entry, and the buffers of the socket. The output is copied as it grows.
  void expectBounded() {
    if (!kSanitized) {
      EXPECT_LT(memoryKb(spectrum_->host().pid(), "VmHWM") - before_, 12 * 1024);
    }
  }

  void expectPage(int first, int last, std::size_t size) {
    for (int i = first; i <= last; ++i) {
      ASSERT_NO_THROW(spectrum_->expectOldMessage("alice", "bob", std::string(size, '.'), kBeginning + i * 60'000))
          << i;
    }
  }

  static constexpr std::int64_t kBeginning = 1'700'000'000'000;
  std::int64_t before_ = 0;
};

TEST_F(BoundedHistoryTest, APageIsHeldBackMessageByMessage) {
  constexpr std::size_t kSize = 33'000;  // almost the 16 MiB that a page may have
  startWith(kSize);
  spectrum_->stall();
  spectrum_->say("alice", "bob", "/history 500");
  awaitHeldUp();
  expectBounded();
  spectrum_->resume();
  expectPage(1, 500, kSize);
  spectrum_->expectMessage("alice", "bob", "There are no earlier messages.");
  expectBounded();
}

TEST_F(BoundedHistoryTest, APageThatIsTooLargeIsRefused) {
  constexpr std::size_t kSize = 2'000'000;
  startWith(kSize);
  spectrum_->say("alice", "bob", "/history 500");
  spectrum_->expectMessage("alice", "bob",
                           "These messages are too large to be shown together. Ask for fewer of them, such as "
                           "/history 5.");
  expectBounded();
  expectMisbehaviour("history.answer: the strings of the entries have more than 16777216 bytes");
}

}  // namespace
}  // namespace prism::tests
