// SPDX-License-Identifier: MIT
// What an id costs a message for the user: the host sends a stanza in place of a typed message, and remembers it.
#include "tests/bench/instruction_count.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace prism::bench {
namespace {

using pbnetwork::WrapperMessage;
using testing::Spectrum;

std::uint64_t countRun(bool with_ids, std::size_t messages) {
  return countInstructions(
      "chatty", PRISM_BENCH_OWN_PLUGINS, with_ids ? "[chatty]\nids = 1\n" : "", [&](Spectrum& spectrum) {
        spectrum.loginAndWait("user@example.org");
        spectrum.say("user@example.org", "friend@example.net", std::to_string(messages));
        for (std::size_t i = 0; i < messages; ++i) {
          spectrum.expect(with_ids ? WrapperMessage::TYPE_RAW_XML : WrapperMessage::TYPE_CONV_MESSAGE);
        }
      });
}

// The difference between two runs with different numbers of messages. Both have more than the host remembers, so that
// each message makes it forget an older one.
double countPerMessage(bool with_ids) {
  constexpr std::size_t kMessages = 2000;
  const std::uint64_t once = countRun(with_ids, kMessages);
  const std::uint64_t twice = countRun(with_ids, 2 * kMessages);
  return static_cast<double>(twice - once) / static_cast<double>(kMessages);
}

// 991 instructions in place of 662 were counted with GCC 12.
TEST(OutwardTest, AMessageWithAnIdTakesHalfAsMuchAgain) {
  constexpr double kMost = 1.5;
  if (!hasValgrind()) {
    ASSERT_TRUE(mayBeSkipped()) << "valgrind is not installed";
    GTEST_SKIP() << "SKIPPED: instructions are not counted: valgrind is not installed";
  }
  const double typed = countPerMessage(false);
  const double with_id = countPerMessage(true);
  RecordProperty("instructions_typed", static_cast<int>(typed));
  RecordProperty("instructions_with_id", static_cast<int>(with_id));
  EXPECT_GT(typed, 0);
  EXPECT_LE(with_id, kMost * typed) << typed << " instructions typed, " << with_id << " with an id";
}

}  // namespace
}  // namespace prism::bench
