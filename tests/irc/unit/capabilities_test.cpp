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
  Capabilities::Event receiveCap(const std::string& rest) {
    const std::string line = ":server CAP * " + rest;
    return capabilities_.apply(*Message::parse(line));
  }

  const std::vector<std::string_view> wanted_ = {"batch", "sasl", "server-time"};
  Capabilities capabilities_{wanted_};
};

TEST_F(IrcCapabilities, AListInSeveralLines) {
  EXPECT_EQ(receiveCap("LS * :batch=x unknown"), Capabilities::Event::kNothing);
  EXPECT_EQ(receiveCap("LS :sasl=PLAIN,EXTERNAL"), Capabilities::Event::kListed);
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"batch sasl"});
  EXPECT_EQ(capabilities_.pending(), 1U);
  EXPECT_FALSE(capabilities_.on("sasl"));
  EXPECT_EQ(receiveCap("ACK :batch sasl"), Capabilities::Event::kAnswered);
  EXPECT_EQ(capabilities_.pending(), 0U);
  EXPECT_TRUE(capabilities_.on("batch"));
  EXPECT_TRUE(capabilities_.on("sasl"));
  EXPECT_EQ(capabilities_.value("sasl"), "PLAIN,EXTERNAL");
  EXPECT_TRUE(capabilities_.request().empty());
}

TEST_F(IrcCapabilities, RefusedCapabilitiesAreRequestedOneByOne) {
  receiveCap("LS :batch sasl");
  capabilities_.request();
  EXPECT_EQ(receiveCap("NAK :batch sasl"), Capabilities::Event::kAnswered);
  EXPECT_EQ(capabilities_.request(), (std::vector<std::string>{"batch", "sasl"}));
  receiveCap("ACK :batch");
  receiveCap("NAK :sasl");
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
  receiveCap("LS :" + names + " sasl=PLAIN");
  EXPECT_FALSE(capabilities_.offered("n0"));
  EXPECT_TRUE(capabilities_.offered("batch"));
  EXPECT_EQ(capabilities_.value("sasl"), "PLAIN") << "names that nobody wants leave no room for the others";
  receiveCap("NEW :unwanted=x server-time");
  EXPECT_FALSE(capabilities_.offered("unwanted"));
  EXPECT_EQ(capabilities_.value("unwanted"), "");
  EXPECT_TRUE(capabilities_.offered("server-time"));
  receiveCap("DEL :unwanted batch");
  EXPECT_FALSE(capabilities_.offered("batch"));
}

TEST_F(IrcCapabilities, TheyComeAndGo) {
  receiveCap("LS :batch");
  capabilities_.request();
  receiveCap("ACK :batch");
  EXPECT_EQ(receiveCap("NEW :server-time"), Capabilities::Event::kChanged);
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"server-time"});
  receiveCap("ACK :server-time");
  EXPECT_TRUE(capabilities_.on("server-time"));
  EXPECT_EQ(receiveCap("DEL :server-time"), Capabilities::Event::kChanged);
  EXPECT_FALSE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, ValuesAreKnown) {
  receiveCap("LS :sts=port=6697 batch sasl=a=b");
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
  receiveCap("LS :batch sasl server-time");
  capabilities_.request();
  receiveCap("NAK :batch sasl server-time");
  EXPECT_EQ(capabilities_.pending(), 0U);
  capabilities_.request();
  EXPECT_EQ(capabilities_.pending(), 3U);
  receiveCap("ACK :sasl");
  EXPECT_EQ(capabilities_.pending(), 2U);
  receiveCap("NAK :batch");
  EXPECT_EQ(capabilities_.pending(), 1U);
  receiveCap("NAK :");
  EXPECT_EQ(capabilities_.pending(), 0U) << "servers may cut what they repeat: the oldest request is meant";
  EXPECT_TRUE(capabilities_.on("sasl"));
  EXPECT_FALSE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, AnAnswerInSeveralLines) {
  receiveCap("LS :batch sasl server-time");
  capabilities_.request();
  EXPECT_EQ(receiveCap("ACK * :batch"), Capabilities::Event::kNothing);
  EXPECT_EQ(capabilities_.pending(), 1U);
  EXPECT_EQ(receiveCap("ACK :sasl server-time"), Capabilities::Event::kAnswered);
  EXPECT_EQ(capabilities_.pending(), 0U);
  EXPECT_TRUE(capabilities_.on("batch"));
  EXPECT_TRUE(capabilities_.on("server-time"));
}

TEST_F(IrcCapabilities, TheServerMayTurnOneOff) {
  receiveCap("LS :batch");
  capabilities_.request();
  receiveCap("ACK :~batch ");
  EXPECT_TRUE(capabilities_.on("batch"));
  receiveCap("ACK :-batch");
  EXPECT_FALSE(capabilities_.on("batch"));
}

TEST_F(IrcCapabilities, RefusedCapabilityIsRequestedAgainWhenItIsNew) {
  receiveCap("LS :batch");
  capabilities_.request();
  receiveCap("NAK :batch");
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{});
  receiveCap("NEW :batch=2");
  EXPECT_EQ(capabilities_.value("batch"), "2");
  EXPECT_EQ(capabilities_.request(), std::vector<std::string>{"batch"});
}

TEST_F(IrcCapabilities, ASecondListReplacesTheFirst) {
  receiveCap("LS :batch sasl=PLAIN");
  receiveCap("LS * :sasl");
  receiveCap("LS :server-time");
  EXPECT_FALSE(capabilities_.offered("batch"));
  EXPECT_TRUE(capabilities_.offered("server-time"));
  EXPECT_EQ(capabilities_.value("sasl"), "");
}

TEST_F(IrcCapabilities, TheListOfThoseThatAreOn) {
  EXPECT_EQ(receiveCap("LIST :batch"), Capabilities::Event::kNothing);
  EXPECT_TRUE(capabilities_.on("batch"));
}

TEST_F(IrcCapabilities, OtherLinesSayNothing) {
  for (const char* rest : {"", "LS", "ACK", "X :batch", "DEL", "LS *"}) {
    receiveCap(rest);
    EXPECT_FALSE(capabilities_.on("batch")) << rest;
    EXPECT_FALSE(capabilities_.offered("batch")) << rest;
  }
}

TEST_F(IrcCapabilities, AnEndlessOfferIsBounded) {
  const std::string value(3000, 'x');
  for (int i = 0; i < 10; ++i) {
    receiveCap("NEW :sasl=" + value);
  }
  EXPECT_EQ(capabilities_.value("sasl"), value);
  receiveCap("NEW :batch=" + value);
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
