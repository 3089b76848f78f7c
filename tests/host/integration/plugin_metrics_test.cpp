// SPDX-License-Identifier: MIT
// The service prism.metrics/1 of a real host, called by the probe.
#include "tests/host/integration/metrics_test.h"
#include <prism/metrics.h>
#include <prism/testing/host_process.h>

#include <cstdlib>

namespace prism::tests {
namespace {

class PluginMetricsTest : public MetricsTest {
 protected:
  // Sends a command for metrics, and expects its result.
  void expectResult(const std::string& command, const std::string& result) {
    sendCommand("metrics " + command);
    expectAnswer("metrics " + result);
  }

  // Sends a command that is refused. Expects the log line of the fault.
  void expectRefused(const std::string& command, const std::string& result, const std::string& line) {
    expectResult(command, result);
    expectMisbehaviour(line);
  }
};

TEST_F(PluginMetricsTest, AppearInTheFile) {
  startMeasured();
  loginToProbe();
  expectResult("define 1 lines_total direction=in", "0 series 1");
  expectResult("define 1 lines_total direction=out", "0 series 2");
  expectResult("define 2 depth", "0 series 3");
  expectResult("add 1 5", "0");
  expectResult("add-in-thread 2 1 5000", "added");
  expectResult("set 3 -4.5", "0");
  awaitValue("-4.5", "prism_plugin_probe_depth");
  EXPECT_EQ(value("prism_plugin_probe_lines_total", "direction=\"in\""), "5");
  EXPECT_EQ(value("prism_plugin_probe_lines_total", "direction=\"out\""), "10000");

  testing::HostProcess promtool(
      {"/bin/sh", "-c", "command -v promtool >/dev/null || exit 77; exec promtool check metrics <" + file()});
  if (promtool.exitStatus().code != 77) {
    EXPECT_EQ(promtool.exitStatus(), testing::ExitStatus{});
    EXPECT_EQ(promtool.standardOutput() + promtool.standardError(), "") << content(file());
  }
  testing::HostProcess status({PRISM_TEST_STATUS, "--json", file()});
  EXPECT_EQ(status.exitStatus(), testing::ExitStatus{});
  const std::string json = status.standardOutput();
  EXPECT_NE(json.find("\"plugin_metrics\":{\"prism_plugin_probe_depth\":-4.5,"
                      "\"prism_plugin_probe_lines_total{direction=\\\"in\\\"}\":5,"
                      "\"prism_plugin_probe_lines_total{direction=\\\"out\\\"}\":10000}"),
            std::string::npos)
      << json;
}

TEST_F(PluginMetricsTest, WrongDefinitionsAreRefused) {
  start();
  const std::string size = fmt::format("struct_size is 4, expected at least {}", sizeof(prism_metric));
  const std::pair<const char*, std::string> faults[] = {
      {"nothing", "the argument is NULL"},
      {"series", "series is NULL"},
      {"size", size},
      {"kind", "kind 3 does not exist"},
      {"labels", "labels is NULL, but has a count"},
      {"many-labels", "labels_count is 5, at most 4 are allowed"},
      {"no-help", "help is '', which is no line of 1 to 200 bytes"},
      {"help", "help is 'two\\x0alines', which is no line of 1 to 200 bytes"},
  };
  for (const auto& [how, fault] : faults) {
    expectRefused(std::string("define-wrongly ") + how, "-2", "metrics.define: " + fault);
  }
  expectRefused("define 2 Depth", "-2 series 0", "metrics.define: name is 'Depth', which is no name of a metric");
}

TEST_F(PluginMetricsTest, SeriesAreBounded) {
  start();
  expectRefused("define-many 300", "256 series, then -8 series 0", "metrics.define: there are 256 series already");
}

TEST_F(PluginMetricsTest, WrongChangesAreRefused) {
  start();
  expectResult("define 1 lines_total", "0 series 1");
  expectRefused("add 7 1", "-2", "metrics.add: there is no series 7");
  expectRefused("add 1 -1", "-2", "metrics.add: amount is -1, but a counter only grows");
  expectRefused("add 1 nan", "-2", "metrics.add: amount is nan");
  expectResult("define 2 depth", "0 series 2");
  expectRefused("set 2 inf", "-2", "metrics.set: value is inf");
  expectRefused("set 1 5", "-2", "metrics.set: series 1 is no gauge");
  expectRefused("set 0 5", "-2", "metrics.set: series 0 is no gauge");
}

TEST_F(PluginMetricsTest, NobodyNeedsThemToBeWritten) {
  start();
  expectResult("define 2 depth", "0 series 1");
  expectResult("set 1 5", "0");
}

}  // namespace
}  // namespace prism::tests
