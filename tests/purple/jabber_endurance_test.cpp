// SPDX-License-Identifier: MIT
// Many users log in and out on one host. Memory returns to its level.
#include "tests/purple/jabber_test.h"
#include "tests/support/host_state.h"

#include <chrono>

namespace prism::tests {
namespace {

constexpr int kUsers = 50;
constexpr std::chrono::seconds kDuration{60};

class JabberEnduranceTest : public PurpleTest {
 protected:
  static std::string name(int i) { return "user" + std::to_string(i); }

  void logInAndOut() {
    spectrum_->ping();
    for (int i = 0; i < kUsers; ++i) {
      spectrum_->login(name(i), {.legacy_name = name(i) + "@localhost", .password = kCanary});
    }
    for (int i = 0; i < kUsers; ++i) {
      await("^CONNECTED user=\"" + name(i) + "\"$");
    }
    for (int i = 0; i < kUsers; ++i) {
      spectrum_->logout(name(i));
    }
    dropKeptFrames();
  }

  std::int64_t residentKb() { return memoryKb(spectrum_->host().pid(), "VmRSS"); }
};

TEST_F(JabberEnduranceTest, FiftyUsersComeAndGoForAMinute) {
  PRISM_NEEDS(whyNoProsody());
  if (kSanitized) {
    GTEST_SKIP() << "a sanitizer keeps what is freed for a while";
  }
  Prosody prosody;
  for (int i = 0; i < kUsers; ++i) {
    prosody.addUser(name(i), kCanary);
  }
  prosody.start();
  launchJabber(prosody);
  for (int round = 0; round < 20; ++round) {  // until the pools of libpurple and the allocator have grown
    logInAndOut();
  }
  const std::int64_t before = residentKb();
  int rounds = 0;
  for (const testing::Deadline end(kDuration); !end.hasPassed(); ++rounds) {
    logInAndOut();
  }
  const std::int64_t after = residentKb();
  RecordProperty("logins", rounds * kUsers);
  RecordProperty("before_kb", std::to_string(before));
  RecordProperty("after_kb", std::to_string(after));
  EXPECT_GT(rounds, 3);
  EXPECT_LT(after - before, 768) << rounds << " rounds, from " << before << " kB to " << after << " kB";
}

}  // namespace
}  // namespace prism::tests
