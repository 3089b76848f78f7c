// SPDX-License-Identifier: MIT
#include "session/metrics.h"

#include "tests/support/fake_host.h"

#include <gtest/gtest.h>

namespace irc {
namespace {

using prism::tests::Lines;

TEST(IrcMetrics, AreDefinedOnceForAllSessions) {
  prism::tests::FakeHost fake;
  const Metrics metrics{prism::Metrics(prism::Host(fake.table()))};
  EXPECT_EQ(fake.take(),
            (Lines{"metrics.define connections kind=2 help=Open connections to IRC servers.",
                   "metrics.define lost_connections_total kind=1 help=Connections that were lost after the login.",
                   "metrics.define lines_total kind=1 help=Lines from and to IRC servers. direction=in",
                   "metrics.define lines_total kind=1 help=Lines from and to IRC servers. direction=out",
                   "metrics.define throttlings_total kind=1 help=Pauses in reading from a server that has sent more "
                   "than can be shown."}));
}

TEST(IrcMetrics, AConnectionCountsAsLongAsItLives) {
  prism::tests::FakeHost fake;
  const Metrics metrics{prism::Metrics(prism::Host(fake.table()))};
  fake.take();
  {
    const CountedConnection connection(metrics);
    EXPECT_EQ(fake.take(), Lines{"metrics.add 1 1"});
  }
  EXPECT_EQ(fake.take(), Lines{"metrics.add 1 -1"});
}

}  // namespace
}  // namespace irc
