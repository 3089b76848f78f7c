// SPDX-License-Identifier: MIT
// The message path allocates nothing in the steady state. count_allocations.c counts inside the host's process.
#include "tests/support/host_test.h"

#include <algorithm>
#include <cstdint>
#include <fstream>

namespace prism::tests {
namespace {

class AllocationsTest : public HostTest {
 protected:
  void SetUp() override {
    if (kSanitized) {
      GTEST_SKIP() << "SKIPPED: allocations are not counted: a sanitizer has an allocator of its own";
    }
    const std::string file = directory_.write("allocations", std::string(sizeof(std::uint64_t), '\0'));
    launchWith({.host_program = hostProgram(),
                .configuration = configurationFor("echo"),
                .environment = {{"LD_PRELOAD", PRISM_COUNT_ALLOCATIONS}, {"PRISM_ALLOCATIONS", file}}});
    for (const std::string& user : users_) {
      loginToEcho(user);
    }
    counts_ = file;
  }

  // Number of the host's allocations so far.
  std::uint64_t allocations() const {
    std::ifstream file(counts_, std::ios::binary);
    std::uint64_t count = 0;
    file.read(reinterpret_cast<char*>(&count), sizeof count);
    EXPECT_TRUE(file.good());
    return count;
  }

  // Sends messages to the echo plugin, one by one and in bursts.
  void echo(std::size_t body, const std::string& id) {
    const std::string text(body, 'x');
    for (const std::size_t burst : {1U, 20U}) {
      for (std::size_t i = 0; i < kMessages / 2; i += burst) {
        spectrum_->batch([&] {
          for (std::size_t j = 0; j < burst; ++j) {
            spectrum_->say(userOf(i + j), "friend@example.net", text, id);
          }
        });
        for (std::size_t j = 0; j < burst; ++j) {
          if (!id.empty()) {
            spectrum_->expectAck(userOf(i + j), "friend@example.net", id);
          }
          spectrum_->expectMessage(userOf(i + j), "friend@example.net", text);
        }
      }
    }
  }

  // Takes the least of several rounds: a message's allocation would occur in each of them, but a buffer may grow once
  // when the socket takes less than before.
  void expectNoneFor(std::size_t body, const std::string& id) {
    constexpr int kRounds = 5;
    echo(body, id);
    std::uint64_t least = UINT64_MAX;
    for (int round = 0; round < kRounds && least > 0; ++round) {
      const std::uint64_t before = allocations();
      ASSERT_GT(before, 0U) << "nothing is counted at all";
      echo(body, id);
      least = std::min(least, allocations() - before);
    }
    EXPECT_EQ(least, 0U) << "for " << kMessages << " messages of " << body << " bytes";
  }

  static constexpr std::size_t kMessages = 200;
  const std::string id_ = "5e1b2c3d-4f60-4a7b-8c9d-0e1f2a3b4c5d";

 private:
  const std::string& userOf(std::size_t number) const { return users_[number % users_.size()]; }

  const std::vector<std::string> users_ = {"alice@example.org", "somebody.with.a.long.name@example.org", "bob"};
  testing::TemporaryDirectory directory_;
  std::string counts_;
};

TEST_F(AllocationsTest, SmallMessagesTakeNone) { expectNoneFor(64, ""); }
TEST_F(AllocationsTest, SmallMessagesWithReceiptsTakeNone) { expectNoneFor(64, id_); }
TEST_F(AllocationsTest, LargerMessagesTakeNone) { expectNoneFor(16 * 1024, ""); }
TEST_F(AllocationsTest, LargerMessagesWithReceiptsTakeNone) { expectNoneFor(16 * 1024, id_); }

// Checks the counter: a login allocates a session.
TEST_F(AllocationsTest, LoginsTakeSome) {
  const std::uint64_t before = allocations();
  loginToEcho("carol@example.org");
  EXPECT_GT(allocations(), before);
}

}  // namespace
}  // namespace prism::tests
