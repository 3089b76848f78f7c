// SPDX-License-Identifier: MIT
// Spectrum does not read. For each source of load, memory stays bounded, and after Spectrum reads again each event
// arrives once and in order.
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

}  // namespace
}  // namespace prism::tests
