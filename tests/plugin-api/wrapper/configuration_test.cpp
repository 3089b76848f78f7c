// SPDX-License-Identifier: MIT
// Configuration, log and services.
#include "tests/support/fake_host.h"
#include <prism/host.hpp>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class ConfigurationTest : public testing::Test {
 protected:
  FakeHost fake_;
  const Host host_{fake_.table()};
};

TEST_F(ConfigurationTest, GivesTheLastValueOfAKey) {
  fake_.configure("irc.server", "one");
  fake_.configure("irc.server", "two");
  fake_.configure("irc.nothing", "");
  EXPECT_EQ(host_.config("irc.server"), "two");
  EXPECT_EQ(host_.config("irc.nothing"), "");
  EXPECT_EQ(host_.config("irc.absent"), std::nullopt);
}

TEST_F(ConfigurationTest, GivesBooleansOrWhatIsAssumed) {
  fake_.configure("irc.tls", "yes");
  EXPECT_TRUE(host_.configBool("irc.tls", false));
  EXPECT_TRUE(host_.configBool("irc.absent", true));
  EXPECT_FALSE(host_.configBool("irc.absent", false));
}

TEST_F(ConfigurationTest, GivesNumbersWithinLimitsOrWhatIsAssumed) {
  fake_.configure("irc.port", "-6667");
  EXPECT_EQ(host_.configInt("irc.port", 1), -6667);
  EXPECT_EQ(host_.configInt("irc.port", 1, 1, 65535), 1);
  EXPECT_EQ(host_.configInt("irc.port", 1, -9000, -7000), -7000);
  EXPECT_EQ(host_.configInt("irc.absent", 2, 5, 6), 2);
}

TEST_F(ConfigurationTest, GivesListsAndSections) {
  fake_.configure("lobby.room", "bar");
  fake_.configure("lobby.room", "attic");
  fake_.configure("lobby.greeting", "hi");
  fake_.configure("other.key", "value");
  EXPECT_EQ(host_.configList("lobby.room"), (std::vector<std::string_view>{"bar", "attic"}));
  EXPECT_EQ(host_.configList("lobby.absent"), std::vector<std::string_view>());
  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;
  EXPECT_EQ(host_.configSection("lobby"), (Pairs{{"greeting", "hi"}, {"room", "bar"}, {"room", "attic"}}));
}

TEST_F(ConfigurationTest, LogsAtEachLevel) {
  host_.trace("a");
  host_.debug("b");
  host_.info("c");
  host_.warning("d");
  host_.error("e");
  EXPECT_EQ(fake_.take(), (Lines{"trace: a", "debug: b", "info: c", "warning: d", "error: e"}));
}

TEST_F(ConfigurationTest, FindsServicesByName) {
  EXPECT_NE(host_.service("prism.fake/1"), nullptr);
  EXPECT_EQ(host_.service("prism.fake/2"), nullptr);
}

}  // namespace
}  // namespace prism::tests
