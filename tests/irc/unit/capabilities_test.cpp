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

}  // namespace
}  // namespace irc
