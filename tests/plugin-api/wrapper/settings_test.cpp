// SPDX-License-Identifier: MIT
// prism/settings.hpp: what reaches the host.
#include "tests/support/fake_host.h"
#include <prism/settings.hpp>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class SettingsTest : public testing::Test {
 protected:
  FakeHost fake_;
  const Settings settings_{Host(fake_.table())};
};

TEST_F(SettingsTest, ADescriptionReachesTheHostWhole) {
  EXPECT_TRUE(settings_);
  EXPECT_EQ(settings_.define({{"images", ValueKind::Boolean, "Images", "Show them.", "1"},
                              {"greeting", ValueKind::Text, "Greeting"},
                              {"port", ValueKind::Integer, "Port", "", "80", -1, 90},
                              {"colour", ValueKind::Choice, "Colour", "", "red", 0, 0, {"red", {"green", "Green"}}}}),
            Result::Ok);
  EXPECT_EQ(fake_.take(),
            (Lines{"settings.define images kind=5 title=Images description=Show them. initial=1",
                   "settings.define greeting kind=1 title=Greeting",
                   "settings.define port kind=4 title=Port initial=80 least=-1 most=90",
                   "settings.define colour kind=6 title=Colour initial=red choice=red: choice=green:Green"}));
}

TEST_F(SettingsTest, AValueIsFound) {
  EXPECT_EQ(settings_.get("alice@x", "port"), "value of port");
  fake_.answer(PRISM_ERR_NO_USER);
  EXPECT_EQ(settings_.get("bob@x", "port"), std::nullopt);
  EXPECT_EQ(settings_.define({{"greeting", ValueKind::Text, "Greeting"}}), Result::NoUser);
  EXPECT_EQ(fake_.take(), (Lines{"settings.get alice@x port", "settings.get bob@x port",
                                 "settings.define greeting kind=1 title=Greeting"}));
}

TEST_F(SettingsTest, AHostWithoutTheServiceIsFine) {
  fake_.removeService(PRISM_SETTINGS);
  const Settings settings{Host(fake_.table())};
  EXPECT_FALSE(settings);
  EXPECT_EQ(settings.define({}), Result::Unsupported);
  EXPECT_EQ(settings.get("alice@x", "port"), std::nullopt);
  EXPECT_EQ(fake_.take(), Lines{});
}

}  // namespace
}  // namespace prism::tests
