// SPDX-License-Identifier: MIT
// Fixture: the real host with the libpurple plugin, between a simulated Spectrum 2 and a real server.
#pragma once

#include "tests/support/servers/network_test.h"
#include "tests/support/servers/ngircd.h"
#include "tests/support/servers/prosody.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

class PurpleTest : public NetworkTest {
 protected:
  // Settings for builds with AddressSanitizer. Slow unwinding follows stacks through GLib, so that suppressions can
  // name functions.
  PurpleTest() {
    ::setenv("ASAN_OPTIONS", "fast_unwind_on_malloc=0", 1);
    ::setenv("LSAN_OPTIONS", "print_suppressions=0:suppressions=" PRISM_TEST_LEAKS, 1);
  }

  // Starts the host. `more` is appended to the section [purple], and may begin further sections; `service` is
  // appended to [service].
  void launchPurple(const std::string& protocol, const std::string& more, const std::string& service = "") {
    launchWith(optionsFor(protocol, more, service));
  }

  // Makes `directory`, and lets the host see a file system of 1 MiB there, in a mount namespace of its own. Returns
  // false if this system gives its users no such namespace.
  bool mountSmallDisk(const std::filesystem::path& directory) {
    std::filesystem::create_directory(directory);
    if (std::system(("unshare --mount --map-root-user mount -t tmpfs tmpfs '" + directory.string() + "'").c_str()) !=
        0) {
      return false;
    }
    wrapper_ = {"/usr/bin/unshare",
                "--mount",
                "--map-root-user",
                "sh",
                "-c",
                R"(mount -t tmpfs -o size=1m tmpfs "$1" && shift && exec "$@")",
                "sh",
                directory.string()};
    return true;
  }

  // Expects the plugin to refuse this configuration at the start, and to log `why`.
  void expectRefused(const std::string& protocol, const std::string& more, const std::string& why) {
    spectrum_.emplace(optionsFor(protocol, more, ""));
    spectrum_->start({"-n", spectrum_->configurationFile()});
    spectrum_->expectExit(125);
    EXPECT_NE(spectrum_->log().find(why), std::string::npos) << spectrum_->log();
  }

  void launchJabber(const Prosody& server, const std::string& more = "", const std::string& service = "") {
    launchPurple("prpl-jabber",
                 "connect_server = 127.0.0.1\nport = " + std::to_string(server.port()) +
                     "\nauth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n" + more,
                 service);
  }

  // kCanary, escaped for XML.
  static constexpr const char* kEscapedCanary = "canary-Tr0ub4dor&amp;3";

  // Expects the host to exit with 0. With AddressSanitizer it does not if memory leaked.
  void TearDown() override {
    if (spectrum_ && !spectrum_->host().ended()) {
      spectrum_->exit();
      spectrum_->expectExit(0);
    }
    if (spectrum_) {
      EXPECT_EQ(spectrum_->log().find(kEscapedCanary), std::string::npos) << spectrum_->log();
    }
    NetworkTest::TearDown();
  }

  // service.working_dir, where libpurple may write.
  const std::filesystem::path& workingDir() const { return directory_.path(); }

  void expectNowhereInFiles(const std::string& secret) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(workingDir())) {
      if (entry.is_regular_file()) {
        std::ifstream stream(entry.path());
        const std::string content{std::istreambuf_iterator<char>(stream), {}};
        EXPECT_EQ(content.find(secret), std::string::npos) << entry.path();
      }
    }
  }

  // Logs in to the account `name` on the server. The gateway's user has the same name.
  void logInTo(const std::string& name, const std::string& domain = "localhost") {
    spectrum_->login(name, {.legacy_name = name + "@" + domain, .password = kCanary});
    await("^CONNECTED user=\"" + name + "\"$");
  }

  // service.web_directory. Its address is https://files.prism.test.
  std::filesystem::path webDir() const { return workingDir() / "web"; }

  // Returns the content of the published file to which a message links.
  std::string publishedFile(const std::string& message) const {
    const Expression address("https://files\\.prism\\.test(/[0-9a-f]{32}/[A-Za-z0-9._-]+)");
    const std::vector<std::string> found = address.groupsIn(message);
    if (found.empty()) {
      throw testing::Failure("there is no address in " + message);
    }
    std::ifstream file(webDir().string() + found[1], std::ios::binary);
    if (!file) {
      throw testing::Failure("there is no file " + found[1]);
    }
    return {std::istreambuf_iterator<char>(file), {}};
  }

  testing::TemporaryDirectory directory_;
  std::vector<std::pair<std::string, std::string>> environment_;  // added to the host's environment
  std::vector<std::string> wrapper_;                              // the words before the host

 private:
  testing::SpectrumOptions optionsFor(const std::string& protocol, const std::string& more,
                                      const std::string& service) const {
    return {.host_program = hostProgram(),
            .wrapper = wrapper_,
            .configuration = "[service]\njid = purple.prism.test\nprotocol = " + protocol +
                             "\nworking_dir = " + workingDir().string() + "\n" + service +
                             "[prism]\nplugin_dir = " + pluginDirectory() + "\n[purple]\n" + more,
            .environment = environment_};
  }
};

}  // namespace prism::tests
