// SPDX-License-Identifier: MIT
#include "tests/irc/servers/ergo.h"

#include "tests/support/servers/program.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace prism::tests {

namespace {

std::string program() {
  if (const char* directory = std::getenv("PRISM_SPECTRUM2")) {
    return std::string(directory) + "/ergo";
  }
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  return (cache ? std::string(cache) : std::string(home ? home : "") + "/.cache") + "/prism/spectrum2/ergo";
}

std::string configurationTemplate() {
  std::ifstream file(PRISM_ERGO_CONFIGURATION);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::string whyNoErgo() { return ::access(program().c_str(), X_OK) == 0 ? "" : "there is no Ergo at " + program(); }

Ergo::Ergo(const ErgoOptions& options) {
  std::string listeners = fmt::format("    \"127.0.0.1:{}\": {{}}\n", port());
  if (options.certificate) {
    listeners += fmt::format("    \"127.0.0.1:{}\":\n      tls:\n        cert: {}\n        key: {}\n", tlsPort(),
                             options.certificate->file, options.certificate->key_file);
  }
  const std::string password = options.password.empty() ? "" : "  password: \"" + options.password + "\"";
  configuration_ = configure(
      "ircd.yaml",
      fmt::format(fmt::runtime(configurationTemplate()), fmt::arg("directory", directory_.path().string()),
                  fmt::arg("listeners", listeners), fmt::arg("password", password),
                  fmt::arg("reserved_nicknames", options.reserved_nicknames),
                  fmt::arg("flood_control", options.flood_control), fmt::arg("login_by_pass", options.password.empty()),
                  fmt::arg("several_clients", options.several_clients), fmt::arg("log_level", "warn")));
  runProgram({program(), "initdb", "--conf", configuration_, "--quiet"});
}

std::vector<std::string> Ergo::command() const { return {program(), "run", "--conf", configuration_}; }

}  // namespace prism::tests
