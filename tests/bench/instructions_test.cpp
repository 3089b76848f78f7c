// SPDX-License-Identifier: MIT
// Counts the host's instructions per echoed message. Unlike times, counts are reproducible, so they show at once when
// the message path becomes slower. instructions.txt has the known counts by toolchain, since compiler and libraries
// contribute to them.
#include "tests/bench/instruction_count.h"

#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <google/protobuf/stubs/common.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace prism::bench {
namespace {

using testing::Spectrum;

constexpr double kTolerance = 0.05;

// Messages that are sent as one write, so that every run reads them in the same portions.
struct Load {
  const char* name;
  std::size_t body;
  std::size_t burst;
  bool with_receipts;
  bool with_metrics = false;
};

void PrintTo(const Load& load, std::ostream* out) { *out << load.name; }

std::string toolchain() {
  return fmt::format("gcc-{} protobuf-{} glibc-{} x86_64", PRISM_BENCH_COMPILER_VERSION,
                     google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION), ::gnu_get_libc_version());
}

// Returns the known counts for this toolchain by load. A line is `TOOLCHAIN: COUNT NAME`.
std::map<std::string, double> storedCounts() {
  std::map<std::string, double> counts;
  const std::string key = toolchain() + ": ";
  std::ifstream file(PRISM_BENCH_COUNTS);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key)) {
      std::istringstream rest(line.substr(key.size()));
      double count = 0;
      std::string name;
      std::getline(rest >> count >> std::ws, name);
      counts[name] = count;
    }
  }
  return counts;
}

// Counts all instructions of one run of the host.
std::uint64_t countRun(const Load& load, std::size_t bursts) {
  const char* keys = load.with_metrics ? "metrics_file = ${DIRECTORY}/${id}.prom\n" : "";
  return countInstructions("echo", PRISM_PLUGINS, keys, [&](Spectrum& spectrum) {
    std::vector<std::string> users;
    for (int i = 0; i < 10; ++i) {
      users.push_back(fmt::format("user{}@example.org", i));
      spectrum.loginAndWait(users.back());
      spectrum.expectBuddy(users.back(), "echo");
    }
    const std::string buddy = "friend@example.net", text(load.body, 'x');
    const std::string id = load.with_receipts ? "5e1b2c3d-4f60-4a7b-8c9d-0e1f2a3b4c5d" : "";
    for (std::size_t i = 0; i < bursts; ++i) {
      spectrum.batch([&] {
        for (std::size_t j = 0; j < load.burst; ++j) {
          spectrum.say(users[j % users.size()], buddy, text, id);
        }
      });
      for (std::size_t j = 0; j < load.burst; ++j) {
        const std::string& user = users[j % users.size()];
        if (load.with_receipts) {
          spectrum.expectAck(user, buddy, id);
        }
        spectrum.expectMessage(user, buddy, text);
      }
    }
  });
}

// The difference between two runs with different numbers of messages: start and end cancel out.
double countPerMessage(const Load& load) {
  constexpr std::size_t kBursts = 100;
  const std::uint64_t once = countRun(load, kBursts);
  const std::uint64_t twice = countRun(load, 2 * kBursts);
  return static_cast<double>(twice - once) / static_cast<double>(kBursts * load.burst);
}

class InstructionsTest : public ::testing::TestWithParam<Load> {};

TEST_P(InstructionsTest, AMessageTakesNoMoreThanBefore) {
  if (!hasValgrind()) {
    ASSERT_TRUE(mayBeSkipped()) << "valgrind is not installed";
    GTEST_SKIP() << "SKIPPED: instructions are not counted: valgrind is not installed";
  }
  const double count = countPerMessage(GetParam());
  const std::string line = fmt::format("{}: {:.0f} {}", toolchain(), count, GetParam().name);
  const std::map<std::string, double> stored = storedCounts();
  const auto before = stored.find(GetParam().name);
  if (before == stored.end()) {
    ASSERT_TRUE(mayBeSkipped()) << "instructions.txt has no such line as yet: " << line;
    GTEST_SKIP() << "SKIPPED: instructions are not compared: instructions.txt has no such line as yet: " << line;
  }
  RecordProperty("instructions_per_message", static_cast<int>(count));
  EXPECT_LE(count, before->second * (1 + kTolerance))
      << "a message takes more instructions than before; if that is worth it, instructions.txt is to say: " << line;
  EXPECT_GE(count, before->second * (1 - kTolerance))
      << "a message takes fewer instructions than before, which is not to be lost again: instructions.txt is to say: "
      << line;
}

// Turns of the loop and calls of the plugin are sampled under load, so metrics cost a message next to nothing. A busy
// machine reads the same messages in more turns, and samples more of them, so the least of three counts is taken.
TEST(MetricsInstructionsTest, AMessageTakesOnePercentMoreAtMost) {
  constexpr double kMost = 1.01;
  if (!hasValgrind()) {
    ASSERT_TRUE(mayBeSkipped()) << "valgrind is not installed";
    GTEST_SKIP() << "SKIPPED: instructions are not counted: valgrind is not installed";
  }
  const double without = countPerMessage({"64 B", 64, 64, false});
  double with = 0;
  for (int tries = 0; tries == 0 || (with > kMost * without && tries < 3); ++tries) {
    const double count = countPerMessage({"64 B, metrics", 64, 64, false, true});
    with = tries == 0 ? count : std::min(with, count);
  }
  EXPECT_LE(with, kMost * without);
  EXPECT_GT(with, 0);
}

INSTANTIATE_TEST_SUITE_P(, InstructionsTest,
                         ::testing::Values(Load{"64 B", 64, 64, false}, Load{"64 B, receipts", 64, 64, true},
                                           Load{"16 KiB", 16 * 1024, 2, false}),
                         [](const auto& load) {
                           return fmt::format("{}Bytes{}", load.param.body, load.param.with_receipts ? "Receipts" : "");
                         });

}  // namespace
}  // namespace prism::bench
