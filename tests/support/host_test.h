// SPDX-License-Identifier: MIT
// Runs the host as a process, connected to a simulated Spectrum 2.
#pragma once

#include "tests/support/sanitized.h"
#include <prism/testing/spectrum.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace prism::tests {

// The password of every test login. HostTest fails if it occurs in a log.
inline constexpr const char* kCanary = "canary-Tr0ub4dor&3";

inline std::string hostProgram() { return PRISM_TEST_HOST; }
inline std::string pluginDirectory() { return PRISM_PLUGINS; }           // contains echo
inline std::string testPluginDirectory() { return PRISM_TEST_PLUGINS; }  // contains probe and the plugins that fail

// Returns a transport's configuration for the plugin. `more` is appended: keys of [prism], or further sections.
inline std::string configurationFor(const std::string& plugin, const std::string& more = "") {
  return "[service]\njid = prism.test\n[prism]\nplugin = " + plugin +
         "\nplugin_dir = " + (plugin == "echo" ? pluginDirectory() : testPluginDirectory()) + "\n" + more;
}

// The keys that --check misses in configurationFor().
inline std::string backendOption() { return std::string("--service.backend=") + hostProgram(); }
inline constexpr const char* kServerModeOption = "--service.server_mode=1";

class HostTest : public ::testing::Test {
 protected:
  // Starts the host with a plugin, and waits for its first PONG.
  testing::Spectrum& launch(const std::string& plugin, const std::string& more = "") {
    return launchWith({.host_program = hostProgram(), .configuration = configurationFor(plugin, more)});
  }

  testing::Spectrum& launchWith(testing::SpectrumOptions options) {
    spectrum_.emplace(std::move(options));
    spectrum_->launch();
    spectrum_->ping();
    return *spectrum_;
  }

  // Logs a user in with kCanary as the password, and waits for CONNECTED.
  void login(const std::string& user) {
    spectrum_->login(user, {.legacy_name = user, .password = kCanary});
    spectrum_->expectConnected(user);
  }

  // Logs in to the echo plugin, and waits for its one contact.
  void loginToEcho(const std::string& user) {
    login(user);
    spectrum_->expectBuddy(user, "echo");
  }

  void TearDown() override {
    if (spectrum_) {
      EXPECT_EQ(spectrum_->log().find(kCanary), std::string::npos) << "a password is in the log:\n" << spectrum_->log();
    }
  }

  std::optional<testing::Spectrum> spectrum_;
};

}  // namespace prism::tests
