// SPDX-License-Identifier: MIT
#include "host/metrics/plugin_metrics.h"

#include "host/metrics/backend_metrics.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace prism::host {
namespace {

using Kind = PluginMetrics::Kind;

class PluginMetricsTest : public ::testing::Test {
 protected:
  PluginMetrics::Id define(Kind kind, const std::string& name, const PluginMetrics::Labels& labels = {}) {
    EXPECT_EQ(reject(kind, name, labels), "") << name;
    return metrics_.define({kind, name, "Help.", labels});
  }

  // Returns why a definition is refused; empty if it is not.
  std::string reject(Kind kind, const std::string& name, const PluginMetrics::Labels& labels = {},
                     const std::string& help = "Help.") {
    return metrics_.reject({kind, name, help, labels}).value_or("");
  }

  // Returns the lines of the plugin's metrics in the file of a plugin `my-net`.
  std::string text() const {
    BackendIdentity identity;
    identity.plugin = "my-net";
    BackendMetrics metrics;
    metrics.plugin = metrics_.all();
    const std::string all = metricsText(identity, metrics);
    return all.substr(std::min(all.find("# HELP prism_plugin_"), all.size()));
  }

  PluginMetrics metrics_;
};

TEST_F(PluginMetricsTest, AreWrittenWithThePluginsName) {
  const auto in = define(Kind::kCounter, "lines_total", {{"direction", "in"}});
  const auto depth = define(Kind::kGauge, "depth");
  const auto out = define(Kind::kCounter, "lines_total", {{"direction", "out\"\\\n"}});
  metrics_.add(in, 3);
  metrics_.add(in, 0.25);
  metrics_.add(out, 9007199254740992.0);
  metrics_.set(depth, 5);
  metrics_.add(depth, -7);
  EXPECT_EQ(text(),
            "# HELP prism_plugin_my_net_depth Help.\n"
            "# TYPE prism_plugin_my_net_depth gauge\n"
            "prism_plugin_my_net_depth{transport=\"\",id=\"\"} -2\n"
            "# HELP prism_plugin_my_net_lines_total Help.\n"
            "# TYPE prism_plugin_my_net_lines_total counter\n"
            "prism_plugin_my_net_lines_total{transport=\"\",id=\"\",direction=\"in\"} 3.25\n"
            "prism_plugin_my_net_lines_total{transport=\"\",id=\"\",direction=\"out\\\"\\\\\\n\"} 9007199254740992\n");
}

TEST_F(PluginMetricsTest, UnusedTheyCostNoLine) { EXPECT_EQ(text(), ""); }

TEST_F(PluginMetricsTest, HelpIsEscaped) {
  metrics_.define({Kind::kGauge, "depth", "A \\n that is no line end.", {}});
  EXPECT_NE(text().find(" A \\\\n that is no line end.\n"), std::string::npos) << text();
}

TEST_F(PluginMetricsTest, DefiningAgainFindsTheSeries) {
  const auto first = define(Kind::kGauge, "depth", {{"queue", "a"}});
  const auto second = define(Kind::kGauge, "depth", {{"queue", "b"}});
  EXPECT_NE(first, second);
  metrics_.set(first, 9);
  EXPECT_EQ(define(Kind::kGauge, "depth", {{"queue", "a"}}), first);
  EXPECT_EQ(metrics_.all()[0].value, 9);
}

TEST_F(PluginMetricsTest, NamesAreThoseOfPrometheus) {
  for (const std::string name : {"", "Depth", "0depth", "_depth", "de-pth", "d:e", "d\xC3\xA9", "de pth"}) {
    EXPECT_EQ(reject(Kind::kGauge, name), "name is '" + name + "', which is no name of a metric");
  }
  EXPECT_NE(reject(Kind::kGauge, std::string(65, 'a')), "");
  EXPECT_EQ(reject(Kind::kGauge, std::string(64, 'a')), "");
  EXPECT_EQ(reject(Kind::kCounter, "lines"), "name is 'lines', but the name of a counter ends in _total");
  EXPECT_EQ(reject(Kind::kGauge, "lines_total"),
            "name is 'lines_total', but the name of a gauge does not end in _total");
  for (const std::string end : {"_bucket", "_count", "_sum"}) {
    EXPECT_EQ(reject(Kind::kGauge, "x" + end), "name is 'x" + end + "', but " + end + " ends the names of other kinds");
  }
}

TEST_F(PluginMetricsTest, LabelsAreThoseOfPrometheusAndNotTheHosts) {
  for (const std::string name : {"", "Aa", "__name"}) {
    EXPECT_EQ(reject(Kind::kGauge, "depth", {{name, "x"}}),
              "a label is called '" + name + "', which is no name for a label");
  }
  for (const std::string name : {"id", "le", "quantile", "transport"}) {
    EXPECT_EQ(reject(Kind::kGauge, "depth", {{name, "x"}}),
              "a label is called '" + name + "', which the host or Prometheus uses itself");
  }
  EXPECT_EQ(reject(Kind::kGauge, "depth", {{"a", "x"}, {"a", "y"}}), "two labels are called 'a'");
  EXPECT_EQ(reject(Kind::kGauge, "depth", {{"a", "\xFF"}}),
            "the label a is '\xEF\xBF\xBD', which is no text of at most 128 bytes");
  EXPECT_NE(reject(Kind::kGauge, "depth", {{"a", std::string(129, 'x')}}), "");
  EXPECT_EQ(reject(Kind::kGauge, "depth", {{"a", std::string(128, 'x')}}), "");
}

TEST_F(PluginMetricsTest, HelpIsOneLine) {
  EXPECT_EQ(reject(Kind::kGauge, "depth", {}, ""), "help is '', which is no line of 1 to 200 bytes");
  EXPECT_NE(reject(Kind::kGauge, "depth", {}, "a\nb"), "");
  EXPECT_NE(reject(Kind::kGauge, "depth", {}, std::string(201, 'x')), "");
}

TEST_F(PluginMetricsTest, SeriesOfAMetricAreAlike) {
  define(Kind::kGauge, "depth", {{"queue", "a"}});
  EXPECT_EQ(reject(Kind::kGauge, "depth", {{"queue", "b"}}, "Other."), "depth has the help 'Help.' already");
  EXPECT_EQ(reject(Kind::kGauge, "depth"), "depth has the labels queue already, but these are none");
  EXPECT_EQ(reject(Kind::kGauge, "depth", {{"line", "a"}, {"side", "b"}}),
            "depth has the labels queue already, but these are line, side");
}

TEST_F(PluginMetricsTest, AreBounded) {
  for (std::size_t i = 0; i < PluginMetrics::kMostSeries; ++i) {
    EXPECT_EQ(define(Kind::kGauge, "depth", {{"queue", std::to_string(i)}}), i + 1);
  }
  EXPECT_EQ(metrics_.define({Kind::kGauge, "depth", "Help.", {{"queue", "more"}}}), 0U);
  EXPECT_EQ(define(Kind::kGauge, "depth", {{"queue", "0"}}), 1U);
  EXPECT_EQ(metrics_.find(0), nullptr);
  EXPECT_NE(metrics_.find(256), nullptr);
  EXPECT_EQ(metrics_.find(257), nullptr);
  EXPECT_EQ(metrics_.find(UINT64_MAX), nullptr);
}

}  // namespace
}  // namespace prism::host
