// SPDX-License-Identifier: MIT
// The host as a process, with a Spectrum 2 of our own on the other side.
#pragma once

#include <gtest/gtest.h>
#include <prism/testing/spectrum.h>

#include <string>
#include <vector>

#include "tests/support/sanitized.h"

namespace prism::tests {

// The passwords that the tests log in with. No log may ever show one.
inline constexpr const char* kCanary = "canary-Tr0ub4dor&3";

inline std::string hostProgram() { return PRISM_TEST_HOST; }
inline std::string pluginDirectory() { return PRISM_PLUGINS; }           // with echo
inline std::string testPluginDirectory() { return PRISM_TEST_PLUGINS; }  // with probe and those that fail

// The transport's configuration for a plugin, and what stands in it besides.
inline std::string configurationFor(const std::string& plugin, const std::string& more = "") {
  return "[service]\njid = prism.test\n[prism]\nplugin = " + plugin +
         "\nplugin_dir = " + (plugin == "echo" ? pluginDirectory() : testPluginDirectory()) + "\n" + more;
}

class HostTest : public ::testing::Test {
 protected:
  // Starts the host with a plugin, and has it answer the first PING.
  testing::Spectrum& launch(const std::string& plugin, const std::string& more = "") {
    return launchWith({.host_program = hostProgram(), .configuration = configurationFor(plugin, more)});
  }

  testing::Spectrum& launchWith(testing::SpectrumOptions options) {
    spectrum_.emplace(std::move(options));
    spectrum_->launch();
    spectrum_->ping();
    return *spectrum_;
  }

  // Logs a user in; the password is the canary.
  void login(const std::string& user) {
    spectrum_->login(user, {.legacy_name = user, .password = kCanary});
    spectrum_->expectConnected(user);
  }

  // The same with the echo plugin, whose contact comes along.
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
