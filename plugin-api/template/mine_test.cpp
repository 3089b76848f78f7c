// SPDX-License-Identifier: MIT
// A conversation with the plugin: the host runs it, and a fake Spectrum 2 logs a user in and writes to its contact.
//
//   mine_test HOST PLUGIN_DIR
#include <prism/testing/spectrum.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

namespace {

// An expectation that is not met in time throws a Failure with the frames that came instead and the host's log.
void talksToItsContact(const char* host, const char* plugin_dir) {
  prism::testing::Spectrum spectrum({
      .host_program = host,
      .arguments = {"--prism.plugin=mine", "--prism.strict=1", std::string("--prism.plugin_dir=") + plugin_dir},
      .configuration = "[service]\njid = mine.test\n[mine]\ngreeting = Welcome\n",
  });
  spectrum.launch();
  spectrum.ping();
  spectrum.loginAndWait("alice");
  spectrum.expectBuddy("alice", "mine");
  spectrum.say("alice", "mine", "hi");
  spectrum.expectMessage("alice", "mine", "Welcome, you wrote: hi");
  spectrum.expectNothing();
  spectrum.exit();
  spectrum.expectExit(0);  // another code if the plugin has misbehaved (prism.strict)
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: mine_test HOST PLUGIN_DIR\n";
    return EXIT_FAILURE;
  }
  try {
    talksToItsContact(argv[1], argv[2]);
  } catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return EXIT_FAILURE;
  }
  std::cout << "mine answers\n";
}
