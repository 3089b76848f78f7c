// SPDX-License-Identifier: MIT
// Memory that a network can make the host hold: runs every hostile act, and measures the host's resident memory.
#include "tests/purple/purple_test.h"
#include "tests/support/host_state.h"

#include <fstream>

namespace prism::tests {
namespace {

using testing::Milliseconds;

// In kB above the level before the act. GLib keeps freed pages of its slices, and the host keeps its frame buffer.
constexpr std::int64_t kMostAtItsPeak = 80 * 1024;
constexpr std::int64_t kMostHeld = 48 * 1024;
constexpr std::int64_t kMostAfterLogout = 20 * 1024;

class BoundsTest : public PurpleTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    if (kSanitized) {
      GTEST_SKIP() << "a sanitizer has memory of its own";
    }
    launchPurple("prpl-asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n");
    logIn("alice");
    join("alice", "hall", "alice");
    say("alice", "quiz", "formatted");  // does every allocation that happens once
    spectrum_->ping();
    dropFrames();
  }

  std::int64_t resident() { return memoryKb(spectrum_->host().pid(), "VmRSS"); }
  std::int64_t peak() { return memoryKb(spectrum_->host().pid(), "VmHWM"); }
  void resetPeak() { std::ofstream("/proc/" + std::to_string(spectrum_->host().pid()) + "/clear_refs") << "5"; }

  // Discards the frames received so far. Returns their number.
  std::size_t dropFrames() {
    std::size_t count = 0;
    while (spectrum_->take()) {
      ++count;
    }
    return count;
  }

  // Waits until resident memory is at most `wanted` kB, at most 20 s. Returns it.
  std::int64_t awaitMemoryBelow(std::int64_t wanted) {
    const testing::Deadline deadline(Milliseconds(20'000));
    for (;;) {
      spectrum_->ping();
      dropFrames();
      const std::int64_t now = resident();
      if (now <= wanted || deadline.hasPassed()) {
        return now;
      }
    }
  }
};

TEST_P(BoundsTest, MemoryHasALimitAndComesBack) {
  const std::int64_t before = resident();
  resetPeak();
  say("alice", "quiz", GetParam());
  for (int i = 0; i < 300; ++i) {  // turns the loop, since acts go on over many turns
    spectrum_->ping();
    dropFrames();
  }
  const std::int64_t at_peak = peak() - before;
  const std::int64_t held = awaitMemoryBelow(before + kMostHeld) - before;
  spectrum_->logout("alice", "alice");
  const std::int64_t left = awaitMemoryBelow(before + kMostAfterLogout) - before;
  RecordProperty("peak_kb", std::to_string(at_peak));
  RecordProperty("held_kb", std::to_string(held));
  RecordProperty("left_kb", std::to_string(left));
  std::printf("%-22s peak %7ld kB, held %7ld kB, after the logout %7ld kB\n", GetParam(), static_cast<long>(at_peak),
              static_cast<long>(held), static_cast<long>(left));
  EXPECT_LE(at_peak, kMostAtItsPeak);
  EXPECT_LE(held, kMostHeld);
  EXPECT_LE(left, kMostAfterLogout);
}

INSTANTIATE_TEST_SUITE_P(Acts, BoundsTest,
                         ::testing::Values("flood body", "flood markup", "flood crossed markup", "flood senders",
                                           "flood system lines", "flood notice", "flood contacts", "flood statuses",
                                           "flood avatars", "flood authorizations", "flood invitations",
                                           "flood results", "flood questions", "flood participants", "flood rooms"),
                         [](const auto& act) {
                           std::string name(act.param + 6);
                           std::erase(name, ' ');
                           return name;
                         });

}  // namespace
}  // namespace prism::tests
