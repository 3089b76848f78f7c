// SPDX-License-Identifier: MIT
#include "protocol/capabilities.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace irc {
namespace {

class IrcCapabilities : public ::testing::Test {
 protected:
  Capabilities::Event says(const std::string& rest) {
    const std::string line = ":server CAP * " + rest;
    return capabilities_.apply(*Message::parse(line));
  }

  const std::vector<std::string_view> wanted_ = {"batch", "sasl", "server-time"};
  Capabilities capabilities_{wanted_};
};

TEST_F(IrcCapabilities, AListInSeveralLines) {
  EXPECT_EQ(says("LS * :batch=x unknown"), Capabilities::Event::Nothing);
  EXPECT_EQ(says("LS :sasl=PLAIN,EXTERNAL"), Capabilities::Event::Listed);
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"batch sasl"});
  EXPECT_EQ(capabilities_.pending(), 1U);
  EXPECT_FALSE(capabilities_.on("sasl"));
  EXPECT_EQ(says("ACK :batch sasl"), Capabilities::Event::Answered);
  EXPECT_EQ(capabilities_.pending(), 0U);
  EXPECT_TRUE(capabilities_.on("batch"));
  EXPECT_TRUE(capabilities_.on("sasl"));
  EXPECT_EQ(capabilities_.value("sasl"), "PLAIN,EXTERNAL");
  EXPECT_TRUE(capabilities_.request().empty());
}

TEST_F(IrcCapabilities, WhatIsRefusedIsAskedForOneByOne) {
  says("LS :batch sasl");
  capabilities_.request();
  EXPECT_EQ(says("NAK :batch sasl"), Capabilities::Event::Answered);
  EXPECT_EQ(capabilities_.request(), (std::vector<std::string>{"batch", "sasl"}));
  says("ACK :batch");
  says("NAK :sasl");
  EXPECT_TRUE(capabilities_.on("batch"));
  EXPECT_FALSE(capabilities_.on("sasl"));
  EXPECT_TRUE(capabilities_.request().empty());
  EXPECT_EQ(capabilities_.pending(), 0U);
}

// Keeping every name would make long lists quadratic.
TEST_F(IrcCapabilities, OnlyWantedOnesAreKept) {
  std::string names = "batch=1";
  for (int i = 0; i < 3000; ++i) {
    names += " n" + std::to_string(i);
  }
  says("LS :" + names + " sasl=PLAIN");
  EXPECT_FALSE(capabilities_.offered("n0"));
  EXPECT_TRUE(capabilities_.offered("batch"));
  EXPECT_EQ(capabilities_.value("sasl"), "PLAIN") << "names that nobody wants leave no room for the others";
  says("NEW :unwanted=x server-time");
  EXPECT_FALSE(capabilities_.offered("unwanted"));
  EXPECT_EQ(capabilities_.value("unwanted"), "");
  EXPECT_TRUE(capabilities_.offered("server-time"));
  says("DEL :unwanted batch");
  EXPECT_FALSE(capabilities_.offered("batch"));
}

TEST_F(IrcCapabilities, TheyComeAndGo) {
  says("LS :batch");
  capabilities_.request();
  says("ACK :batch");
  EXPECT_EQ(says("NEW :server-time"), Capabilities::Event::Changed);
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"server-time"});
  says("ACK :server-time");
  EXPECT_TRUE(capabilities_.on("server-time"));
  EXPECT_EQ(says("DEL :server-time"), Capabilities::Event::Changed);
  EXPECT_FALSE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, ValuesAreKnown) {
  says("LS :sts=port=6697 batch sasl=a=b");
  EXPECT_EQ(capabilities_.value("sasl"), "a=b");
  EXPECT_EQ(capabilities_.value("batch"), "");
  EXPECT_EQ(capabilities_.value("unknown"), "");
  EXPECT_FALSE(capabilities_.offered("sas"));
  EXPECT_FALSE(capabilities_.offered(""));
  EXPECT_FALSE(capabilities_.on("sts"));
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"batch sasl"});
}

TEST_F(IrcCapabilities, NothingIsOnBeforeTheServerSpeaks) {
  EXPECT_FALSE(capabilities_.on("batch"));
  EXPECT_FALSE(capabilities_.offered("batch"));
  EXPECT_EQ(capabilities_.pending(), 0U);
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{});
}

TEST_F(IrcCapabilities, SeveralRequestsAreAnsweredEachByItself) {
  says("LS :batch sasl server-time");
  capabilities_.request();
  says("NAK :batch sasl server-time");
  EXPECT_EQ(capabilities_.pending(), 0U);
  capabilities_.request();
  EXPECT_EQ(capabilities_.pending(), 3U);
  says("ACK :sasl");
  EXPECT_EQ(capabilities_.pending(), 2U);
  says("NAK :batch");
  EXPECT_EQ(capabilities_.pending(), 1U);
  says("NAK :");
  EXPECT_EQ(capabilities_.pending(), 0U) << "servers may cut what they repeat: the oldest request is meant";
  EXPECT_TRUE(capabilities_.on("sasl"));
  EXPECT_FALSE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, AnAnswerInSeveralLines) {
  says("LS :batch sasl server-time");
  capabilities_.request();
  EXPECT_EQ(says("ACK * :batch"), Capabilities::Event::Nothing);
  EXPECT_EQ(capabilities_.pending(), 1U);
  EXPECT_EQ(says("ACK :sasl server-time"), Capabilities::Event::Answered);
  EXPECT_EQ(capabilities_.pending(), 0U);
  EXPECT_TRUE(capabilities_.on("batch"));
  EXPECT_TRUE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, TheServerMayTurnOneOff) {
  says("LS :batch");
  capabilities_.request();
  says("ACK :~batch ");
  EXPECT_TRUE(capabilities_.on("batch"));
  says("ACK :-batch");
  EXPECT_FALSE(capabilities_.on("batch"));
}

TEST_F(IrcCapabilities, WhatWasRefusedIsAskedForWhenItIsNew) {
  says("LS :batch");
  capabilities_.request();
  says("NAK :batch");
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{});
  says("NEW :batch=2");
  EXPECT_EQ(capabilities_.value("batch"), "2");
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"batch"});
}

TEST_F(IrcCapabilities, ASecondListReplacesTheFirst) {
  says("LS :batch sasl=PLAIN");
  says("LS * :sasl");
  says("LS :server-time");
  EXPECT_FALSE(capabilities_.offered("batch"));
  EXPECT_TRUE(capabilities_.offered("server-time"));
  EXPECT_EQ(capabilities_.value("sasl"), "");
}

TEST_F(IrcCapabilities, TheListOfThoseThatAreOn) {
  EXPECT_EQ(says("LIST :batch"), Capabilities::Event::Nothing);
  EXPECT_TRUE(capabilities_.on("batch"));
}

TEST_F(IrcCapabilities, OtherLinesSayNothing) {
  for (const char* rest : {"", "LS", "ACK", "X :batch", "DEL", "LS *"}) {
    says(rest);
    EXPECT_FALSE(capabilities_.on("batch")) << rest;
    EXPECT_FALSE(capabilities_.offered("batch")) << rest;
  }
}

TEST_F(IrcCapabilities, AnEndlessOfferIsBounded) {
  const std::string value(3000, 'x');
  for (int i = 0; i < 10; ++i) {
    says("NEW :sasl=" + value);
  }
  EXPECT_EQ(capabilities_.value("sasl"), value);
  says("NEW :batch=" + value);
  EXPECT_FALSE(capabilities_.offered("batch"));
}

TEST(IrcCapabilityLines, AreOfLimitedLength) {
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) {
    names.push_back("example.org/capability-" + std::to_string(100 + i));
  }
  const std::vector<std::string_view> wanted(names.begin(), names.end());
  Capabilities capabilities(wanted);
  for (const std::string& name : names) {
    capabilities.apply(*Message::parse("CAP * LS * :" + name));
  }
  capabilities.apply(*Message::parse("CAP * LS :"));
  const std::vector<std::string> lines = capabilities.request();
  std::string all;
  for (const std::string& line : lines) {
    EXPECT_LE(line.size(), 400U);
    all += line + " ";
  }
  std::string expected;
  for (const std::string& name : names) {
    expected += name + " ";
  }
  EXPECT_EQ(all, expected);
  EXPECT_EQ(lines.size(), 3U);
  EXPECT_EQ(capabilities.pending(), 3U);
}

}  // namespace
}  // namespace irc
