// SPDX-License-Identifier: MIT
// Fixture: backends with the probe, which stores values on command. They share one working directory.
#pragma once

#include "tests/support/probe_test.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace prism::tests {

class StorageTest : public ProbeTest {
 protected:
  using Backend = std::unique_ptr<testing::Spectrum>;

  std::string configuration(const std::string& more = "") const {
    return configurationFor("probe", more + "[probe]\nstorage = 1\n[service]\nworking_dir = " + working_dir() + "\n");
  }

  std::string working_dir() const { return directory_.path().string(); }
  std::string fileOf(const std::string& name) const { return working_dir() + "/prism-storage/prism.test/" + name; }

  // Starts the backend of the fixture, and logs alice in.
  void start(const std::string& more = "") {
    launchWith({.host_program = hostProgram(), .configuration = configuration(more)});
    loginToProbe();
  }

  // Starts a further backend of the transport.
  Backend launchAnother(const std::string& more = "") {
    auto backend = std::make_unique<testing::Spectrum>(
        testing::SpectrumOptions{.host_program = hostProgram(), .configuration = configuration(more), .backend_id = 2});
    backend->launch();
    backend->ping();
    return backend;
  }

  static void loginTo(testing::Spectrum* backend, const std::string& user) {
    backend->login(user, {.legacy_name = user, .password = kCanary});
    backend->expectConnected(user);
    backend->expectMessage(user, "probe", "logged in as " + user);
  }

  // Executes a command of ProbeStorage on a backend as alice, and expects its answer.
  static void expectStored(testing::Spectrum* backend, const std::string& command, const std::string& answer) {
    backend->say("alice", "probe", "stored " + command);
    backend->expectMessage("alice", "probe", answer);
  }
  void expectStored(const std::string& command, const std::string& answer) {
    expectStored(&*spectrum_, command, answer);
  }

  testing::TemporaryDirectory directory_;
};

}  // namespace prism::tests
