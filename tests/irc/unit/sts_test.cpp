// SPDX-License-Identifier: MIT
#include "session/sts.h"

#include "session/limits.h"
#include "tests/support/fake_host.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace irc {
namespace {

using std::chrono::seconds;

class IrcSts : public ::testing::Test {
 protected:
  StsPolicies policies() { return StsPolicies(prism::Host(host_.table()), file_); }
  std::string fileText() const {
    std::ifstream in(file_);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::string addressOf(const StsPolicies& policies, const std::string& server) {
    const ServerAddress address = policies.addressFor(*parseServerAddress(server, false));
    return address.endpoint.host + " " + std::to_string(address.endpoint.port) + (address.tls ? " TLS" : "");
  }

  prism::tests::FakeHost host_;
  prism::testing::TemporaryDirectory directory_;
  const std::string file_ = (directory_.path() / "irc.sts").string();
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
  EXPECT_EQ(std::filesystem::status(file_).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(IrcSts, IsKnownToOtherProcessesThatWriteTheFile) {
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
  EXPECT_EQ(fileText(), "");
}

TEST_F(IrcSts, EndsWithItsTime) {
  directory_.write("irc.sts", "old.example.org 6697 1000\nnew.example.org 6697 99999999999\nbroken line\n");
  EXPECT_EQ(addressOf(policies(), "old.example.org"), "old.example.org 6667");
  EXPECT_EQ(addressOf(policies(), "new.example.org"), "new.example.org 6697 TLS");
}

TEST_F(IrcSts, TheOneThatEndsFirstMakesRoom) {
  StsPolicies known(prism::Host(host_.table()), "");
  for (std::size_t i = 0; i <= kMostStsPolicies; ++i) {
    known.keep("host" + std::to_string(i), 6697, seconds(3600 + 100 * i));
  }
  EXPECT_EQ(addressOf(known, "host0"), "host0 6667");
  EXPECT_EQ(addressOf(known, "host1"), "host1 6697 TLS");
  EXPECT_EQ(addressOf(known, "host" + std::to_string(kMostStsPolicies)),
            "host" + std::to_string(kMostStsPolicies) + " 6697 TLS");
}

TEST_F(IrcSts, AFileThatCannotBeWrittenIsToldTheAdministrator) {
  StsPolicies known(prism::Host(host_.table()), (directory_.path() / "missing" / "irc.sts").string());
  known.keep("irc.example.org", 6697, seconds(3600));
  const prism::tests::Lines calls = host_.take();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0].rfind("warning: cannot write ", 0), 0U) << calls[0];
  EXPECT_EQ(addressOf(known, "irc.example.org"), "irc.example.org 6697 TLS");
}

}  // namespace
}  // namespace irc
