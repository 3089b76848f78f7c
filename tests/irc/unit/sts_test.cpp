// SPDX-License-Identifier: MIT
#include "session/sts.h"

#include "session/limits.h"
#include "tests/support/fake_host.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <string>

namespace irc {
namespace {

using std::chrono::seconds;

class IrcSts : public ::testing::Test {
 protected:
  StsPolicies policies() { return StsPolicies(prism::Host(host_.table()), old_file_); }
  std::string& stored() { return host_.stored()[{"", "sts"}]; }
  static std::string addressOf(const StsPolicies& policies, const std::string& server) {
    const ServerAddress address = policies.addressFor(*parseServerAddress(server, false));
    return address.endpoint.host + " " + std::to_string(address.endpoint.port) + (address.tls ? " TLS" : "");
  }

  prism::tests::FakeHost host_;
  prism::testing::TemporaryDirectory directory_;
  const std::string old_file_ = (directory_.path() / "irc.sts").string();
};

TEST_F(IrcSts, ReadsValues) {
  const StsValue both = parseSts("port=6697,duration=2592000");
  EXPECT_EQ(both.port, 6697);
  EXPECT_EQ(both.duration, seconds(2'592'000));
  const StsValue with_others = parseSts("preload,duration=0,else=1");
  EXPECT_EQ(with_others.port, 0);
  EXPECT_EQ(with_others.duration, seconds(0));
  for (const char* text : {"", "port=", "port=65536", "port=-1", "port=6697x", "duration=", "duration=-1", "=,=,="}) {
    EXPECT_EQ(parseSts(text).port, 0) << text;
    EXPECT_FALSE(parseSts(text).duration) << text;
  }
  EXPECT_EQ(parseSts("duration=18446744073709551615").duration, seconds(10 * 365 * 24 * 3600));
}

TEST_F(IrcSts, AKeptPolicyLeadsToTheSecurePort) {
  StsPolicies known = policies();
  known.keep("Irc.Example.org", 6697, seconds(3600));
  EXPECT_EQ(addressOf(known, "irc.example.org:6667"), "irc.example.org 6697 TLS");
  EXPECT_EQ(addressOf(known, "irc.example.org:+7000"), "irc.example.org 7000 TLS");
  EXPECT_EQ(addressOf(known, "other.example.org"), "other.example.org 6667");
}

TEST_F(IrcSts, IsKnownToTheNextProcess) {
  policies().keep("irc.example.org", 6697, seconds(3600));
  EXPECT_EQ(addressOf(policies(), "irc.example.org"), "irc.example.org 6697 TLS");
}

TEST_F(IrcSts, IsKnownToOtherProcessesThatStoreTheirs) {
  StsPolicies first = policies();
  StsPolicies second = policies();
  first.keep("one.example.org", 6697, seconds(3600));
  second.keep("two.example.org", 6697, seconds(3600));
  EXPECT_EQ(addressOf(policies(), "one.example.org"), "one.example.org 6697 TLS");
  EXPECT_EQ(addressOf(policies(), "two.example.org"), "two.example.org 6697 TLS");
}

TEST_F(IrcSts, APortFromAnInsecureConnectionIsNotKept) {
  StsPolicies known = policies();
  known.upgrade("irc.example.org", 6697);
  EXPECT_EQ(addressOf(known, "irc.example.org"), "irc.example.org 6697 TLS");
  EXPECT_EQ(addressOf(policies(), "irc.example.org"), "irc.example.org 6667");
}

TEST_F(IrcSts, ADurationOfZeroEndsIt) {
  policies().keep("irc.example.org", 6697, seconds(3600));
  policies().keep("irc.example.org", 6697, seconds(0));
  EXPECT_EQ(addressOf(policies(), "irc.example.org"), "irc.example.org 6667");
  EXPECT_EQ(stored(), "");
}

TEST_F(IrcSts, EndsWithItsTime) {
  stored() = "old.example.org 6697 1000\nnew.example.org 6697 99999999999\nbroken line\n";
  EXPECT_EQ(addressOf(policies(), "old.example.org"), "old.example.org 6667");
  EXPECT_EQ(addressOf(policies(), "new.example.org"), "new.example.org 6697 TLS");
}

TEST_F(IrcSts, TheOneThatEndsFirstMakesRoom) {
  StsPolicies known = policies();
  for (std::size_t i = 0; i <= kMostStsPolicies; ++i) {
    known.keep("host" + std::to_string(i), 6697, seconds(3600 + 100 * i));
  }
  EXPECT_EQ(addressOf(known, "host0"), "host0 6667");
  EXPECT_EQ(addressOf(known, "host1"), "host1 6697 TLS");
  EXPECT_EQ(addressOf(known, "host" + std::to_string(kMostStsPolicies)),
            "host" + std::to_string(kMostStsPolicies) + " 6697 TLS");
}

TEST_F(IrcSts, AsManyAsThereMayBeCanBeStored) {
  StsPolicies known = policies();
  for (std::size_t i = 0; i < kMostStsPolicies; ++i) {
    const std::string number = std::to_string(1000 + i);
    known.keep(std::string(253 - number.size(), 'x') + number, 65535, seconds(3600));
  }
  EXPECT_GT(stored().size(), kMostStsPolicies * 253);
  EXPECT_LT(stored().size(), PRISM_STORAGE_MAX_VALUE);
}

TEST_F(IrcSts, OneThatCannotBeStoredCountsInThisProcess) {
  StsPolicies known = policies();
  host_.answer(PRISM_ERR_SYSTEM);
  known.keep("irc.example.org", 6697, seconds(3600));
  EXPECT_EQ(addressOf(known, "irc.example.org"), "irc.example.org 6697 TLS");
}

TEST_F(IrcSts, TheFileOfAnEarlierVersionIsTakenOver) {
  directory_.write("irc.sts", "one.example.org 6697 99999999999\n");
  stored() = "two.example.org 6697 99999999999\n";
  StsPolicies known = policies();
  EXPECT_EQ(addressOf(known, "one.example.org"), "one.example.org 6697 TLS") << "already before start()";
  host_.answer(PRISM_ERR_SYSTEM);
  known.takeOldFileOver();
  EXPECT_TRUE(std::filesystem::exists(old_file_)) << "it stays until it is stored";
  host_.answer(PRISM_OK);
  known.takeOldFileOver();
  EXPECT_FALSE(std::filesystem::exists(old_file_));
  EXPECT_EQ(stored(), "one.example.org 6697 99999999999\ntwo.example.org 6697 99999999999\n");
  known.takeOldFileOver();
  EXPECT_EQ(addressOf(policies(), "one.example.org"), "one.example.org 6697 TLS");
}

}  // namespace
}  // namespace irc
