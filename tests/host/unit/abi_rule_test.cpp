// SPDX-License-Identifier: MIT
// Which plugins run on which hosts.
#include "host/plugin/abi_rule.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

using host::rejectAbi;

TEST(AbiRuleTest, BeforeOneEachVersionRunsAloneWhateverThePluginNeeds) {
  EXPECT_EQ(rejectAbi(PRISM_ABI(0, 6), 6, PRISM_ABI(0, 6)), std::nullopt);
  EXPECT_EQ(rejectAbi(PRISM_ABI(0, 5), 5, PRISM_ABI(0, 6)),
            "it is built for plugin ABI 0.5, this host has 0.6; rebuild it with this version of Prism");
  EXPECT_EQ(rejectAbi(PRISM_ABI(0, 7), 5, PRISM_ABI(0, 6)),
            "it is built for plugin ABI 0.7, this host has 0.6; rebuild it with this version of Prism");
}

TEST(AbiRuleTest, FromOneOnTheHostMustHaveWhatThePluginNeeds) {
  EXPECT_EQ(rejectAbi(PRISM_ABI(1, 0), 0, PRISM_ABI(1, 0)), std::nullopt);
  EXPECT_EQ(rejectAbi(PRISM_ABI(1, 2), 2, PRISM_ABI(1, 7)), std::nullopt) << "an old plugin on a new host";
  EXPECT_EQ(rejectAbi(PRISM_ABI(1, 7), 2, PRISM_ABI(1, 2)), std::nullopt) << "a new plugin that needs nothing new";
  EXPECT_EQ(rejectAbi(PRISM_ABI(1, 7), 3, PRISM_ABI(1, 2)),
            "it needs a host of plugin ABI 1.3 or later, this one has 1.2; install a later version of Prism");
}

TEST(AbiRuleTest, AnotherMajorVersionNeverRuns) {
  EXPECT_EQ(rejectAbi(PRISM_ABI(1, 0), 0, PRISM_ABI(2, 5)),
            "it is built for plugin ABI 1.0, this host has 2.5; rebuild it with this version of Prism");
  EXPECT_EQ(rejectAbi(PRISM_ABI(2, 0), 0, PRISM_ABI(1, 5)),
            "it is built for plugin ABI 2.0, this host has 1.5; rebuild it with this version of Prism");
  EXPECT_EQ(rejectAbi(PRISM_ABI(0, 9), 9, PRISM_ABI(1, 0)),
            "it is built for plugin ABI 0.9, this host has 1.0; rebuild it with this version of Prism");
}

}  // namespace
}  // namespace prism::tests
