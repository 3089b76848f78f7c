// SPDX-License-Identifier: MIT
// Memory returns to its level after users log in and out.
#include "tests/support/host_state.h"
#include "tests/support/probe_test.h"

namespace prism::tests {
namespace {

class SteadyMemoryTest : public ProbeTest {
 protected:
  // Logs users in and out. Their names are all different, so anything kept of a user adds up.
  void logInAndOut(int first, int last) {
    constexpr int kAtOnce = 100;
    for (int begin = first; begin < last; begin += kAtOnce) {
      spectrum_->batch([&] {
        for (int i = begin; i < begin + kAtOnce; ++i) {
          spectrum_->login(user(i), {.legacy_name = user(i), .password = kCanary});
        }
      });
      for (int i = begin; i < begin + kAtOnce; ++i) {
        ASSERT_NO_THROW(spectrum_->expectConnected(user(i)));
        ASSERT_NO_THROW(spectrum_->expectMessage(user(i), "probe", "logged in as " + user(i)));
      }
      spectrum_->batch([&] {
        for (int i = begin; i < begin + kAtOnce; ++i) {
          spectrum_->logout(user(i));
        }
      });
    }
  }

  std::int64_t residentKb() { return memoryKb(spectrum_->host().pid(), "VmRSS"); }

 private:
  static std::string user(int i) { return fmt::format("user-number-{:05}@example.org", i); }
};

TEST_F(SteadyMemoryTest, TwentyThousandLoginsAndLogouts) {
  if (kSanitized) {
    GTEST_SKIP() << "a sanitizer keeps what is freed for a while";
  }
  for (const char* answers :
       {"", "[probe]\nanswers_later = 1\n"}) {  // connected within login(), or later as networks do
    launch("probe", answers);
    logInAndOut(0, 2000);
    const std::int64_t before = residentKb();
    logInAndOut(2000, 20'000);
    EXPECT_LT(residentKb() - before, 18'000 * 16 / 1024) << "that is 16 bytes for each " << answers;
  }
}

}  // namespace
}  // namespace prism::tests
