// SPDX-License-Identifier: MIT
// A Spectrum with a plugin in Rust in the real host.
#pragma once

#include "prism/testing/spectrum.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace prism::tests {

using testing::Spectrum;
using testing::SpectrumOptions;

// Returns the options for a plugin, with lines of its own in the configuration and further arguments.
inline SpectrumOptions rustOptions(const std::string& plugin, const std::string& configuration,
                                   const std::vector<std::string>& arguments) {
  SpectrumOptions options;
  options.host_program = PRISM_TEST_HOST;
  options.arguments = {"--prism.plugin=" + plugin, "--prism.plugin_dir=" PRISM_RUST_PLUGINS};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  options.configuration = "[service]\njid = prism.test\n" + configuration;
  return options;
}

// The plugin tests/plugin-api/rust/probe, which does what a message tells it to.
class RustProbe : public Spectrum {
 public:
  explicit RustProbe(const std::string& configuration = {}, const std::vector<std::string>& arguments = {})
      : Spectrum(rustOptions("probe", "[probe]\n" + configuration, arguments)) {}

  void launchAndLogIn() {
    launch();
    ping();
    loginAndWait("alice");
  }

  // Tells the probe something, and requires its answer.
  void ask(const std::string& text, const std::string& answer) {
    say("alice", "probe", text);
    expectMessage("alice", "probe", answer);
  }

  // Ends the host, which must have seen no fault if it is strict.
  void end(int code = 0) {
    exit();
    expectExit(code);
  }
};

}  // namespace prism::tests
