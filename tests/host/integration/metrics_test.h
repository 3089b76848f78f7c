// SPDX-License-Identifier: MIT
// Fixture: a host with metrics. Its monotonic clock runs ten times as fast, so the file is written every 1.5 s.
#pragma once

#include "tests/host/integration/logging_test.h"
#include "tests/support/probe_test.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace prism::tests {

class MetricsTest : public ProbeTest {
 protected:
  // Starts the host with metrics in the file() of backend 1, and waits for it.
  void startMeasured(const std::string& more = "") {
    launchMeasured(more);
    awaitFile();
  }

  // The same without waiting. A shell runs `commands`, and then becomes the host; `before` are the words before the
  // shell. The fast clock, and a library that the commands have set as SHIM, are for the host alone: built with a
  // sanitizer, they can be loaded by such programs only.
  void launchMeasured(const std::string& more = "", const std::string& commands = "true",
                      std::vector<std::string> before = {"/usr/bin/env"}) {
    before.insert(
        before.end(),
        {"/bin/sh", "-c", commands + "; LD_PRELOAD=" PRISM_TEST_SHIMS "/fast_clock.so:$SHIM exec \"$0\" \"$@\""});
    launchWith(
        {.host_program = hostProgram(),
         .wrapper = std::move(before),
         .configuration = configurationFor("probe", "ping_timeout = 3600\nmetrics_file = " + pattern() + "\n" + more),
         .umask = 077});
  }

  std::string pattern() const { return directory_.path() / "m" / "${jid}-${id}.prom"; }
  std::string file() const { return directory_.path() / "m" / "prism.test-1.prom"; }
  std::string pid() { return std::to_string(spectrum_->host().pid()); }

  static std::string content(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
  }

  // Returns the value of a series of backend 1, empty if the file lacks it.
  std::string value(const std::string& name, const std::string& labels = "") const {
    const std::string series =
        name + "{transport=\"prism.test\",id=\"1\"" + (labels.empty() ? "" : "," + labels) + "} ";
    std::istringstream lines(content(file()));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(series)) {
        return line.substr(series.size());
      }
    }
    return "";
  }

  // Waits for a file that fulfils the condition.
  template <typename Condition>
  void awaitFile(const Condition& condition) {
    const FileChanges changes(file());
    while (!condition()) {
      ASSERT_TRUE(changes.await()) << content(file()) << spectrum_->log();
    }
  }
  void awaitFile() {
    awaitFile([this] { return std::filesystem::exists(file()); });
  }
  void awaitValue(const std::string& expected, const std::string& name, const std::string& labels = "") {
    awaitFile([&] { return value(name, labels) == expected; });
  }

  MetricsTest() { std::filesystem::create_directory(directory_.path() / "m"); }

  testing::TemporaryDirectory directory_;
};

}  // namespace prism::tests
