// SPDX-License-Identifier: MIT
// prism/metrics.hpp: what reaches the host.
#include "tests/support/fake_host.h"
#include <prism/metrics.hpp>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class MetricsTest : public testing::Test {
 protected:
  FakeHost fake_;
  const Metrics metrics_{Host(fake_.table())};
};

TEST_F(MetricsTest, SeriesReachTheHostWhole) {
  EXPECT_TRUE(metrics_);
  const Counter counter = metrics_.counter("lines_total", "Lines.", {{"direction", "in"}, {"kind", "text"}});
  const Gauge gauge = metrics_.gauge("depth", "Depth.");
  EXPECT_EQ(counter.result(), Result::Ok);
  EXPECT_EQ(gauge.result(), Result::Ok);
  EXPECT_EQ(counter.add(), Result::Ok);
  EXPECT_EQ(counter.add(5), Result::Ok);
  EXPECT_EQ(gauge.add(-2.25), Result::Ok);
  EXPECT_EQ(gauge.set(0.5), Result::Ok);
  EXPECT_EQ(fake_.take(), (Lines{"metrics.define lines_total kind=1 help=Lines. direction=in kind=text",
                                 "metrics.define depth kind=2 help=Depth.", "metrics.add 1 1", "metrics.add 1 5",
                                 "metrics.add 2 -2.25", "metrics.set 2 0.5"}));
}

TEST_F(MetricsTest, ARefusedSeriesDoesNothing) {
  fake_.answer(PRISM_ERR_MEMORY);
  const Counter counter = metrics_.counter("lines_total", "Lines.");
  const Gauge gauge = metrics_.gauge("depth", "Depth.");
  EXPECT_EQ(fake_.take().size(), 2U);
  EXPECT_EQ(counter.result(), Result::NoMemory);
  EXPECT_EQ(counter.add(), Result::NoMemory);
  EXPECT_EQ(gauge.set(7), Result::NoMemory);
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(MetricsTest, OneThatWasNeverDefinedDoesNothing) {
  EXPECT_EQ(Counter().add(), Result::Unsupported);
  EXPECT_EQ(Gauge().add(1), Result::Unsupported);
}

TEST_F(MetricsTest, AHostWithoutTheServiceIsFine) {
  fake_.removeService(PRISM_METRICS);
  const Metrics metrics{Host(fake_.table())};
  EXPECT_FALSE(metrics);
  EXPECT_EQ(metrics.counter("lines_total", "Lines.").add(), Result::Unsupported);
  EXPECT_EQ(fake_.take(), Lines{});
}

}  // namespace
}  // namespace prism::tests
