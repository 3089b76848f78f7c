// SPDX-License-Identifier: MIT
#include "host/run/check.h"

#include "host/config/run_as.h"
#include "host/crash/crash_report.h"
#include "host/log/log.h"
#include "host/plugin/config_check.h"
#include "host/plugin/plugin_directory.h"
#include "host/run/backend.h"
#include "host/run/set_up.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <vector>

namespace prism::host {
namespace {

// Returns a line about the account that the host runs as; empty if there is nothing to say about it.
std::string identityText(const SetUp& set_up) {
  if (set_up.account && !set_up.account->user.empty()) {
    return fmt::format("started by root, it runs as {}, as this check has done\n", set_up.account->user);
  }
  const auto sentence = describeIgnoredUser(set_up.config);
  return sentence ? fmt::format("{}\n", *sentence) : "";
}

}  // namespace

std::optional<Error> check(Options options) {
  installCrashHandlers();
  // Spectrum passes these on the command line only.
  options.host = "localhost";
  options.port = "1";
  std::vector<std::string> findings;
  Result<SetUp> set_up = readSetUp(options, [&](const Config& config) { findings = checkLog(config); });
  const auto tell = [&findings] {
    for (const std::string& sentence : findings) {
      std::fputs(fmt::format("{}\n", sentence).c_str(), stdout);
    }
  };
  if (!set_up) {
    tell();
    return set_up.error();
  }
  const PluginFile& file = set_up->file;
  const PluginNote& note = *file.note;
  const std::string config = set_up->config.name();
  for (std::string& sentence : findMisspeltKeys(set_up->config, note)) {
    findings.push_back(std::move(sentence));
  }
  findings.insert(findings.end(), file.trust.doubts.begin(), file.trust.doubts.end());
  const std::string identity = identityText(*set_up);
  startLastResortOrWarn();
  static Backend* const backend = new Backend(std::move(set_up->config), set_up->settings, file);
  std::optional<Error> error = attempt([] { return backend->createPlugin(); });
  if (!error) {
    for (std::string& sentence : backend->findIneffectiveKeys()) {
      findings.push_back(std::move(sentence));
    }
  }
  error = backend->shutDown(std::move(error));
  tell();
  if (error) {
    return error;
  }
  if (!findings.empty()) {
    return Error{EINVAL, fmt::format("{}: there is something to look at", config)};
  }
  std::fputs(
      fmt::format("{}: all is well; the plugin is {} {} ({})\n{}", config, note.id, note.version, file.path, identity)
          .c_str(),
      stdout);
  return std::nullopt;
}

std::optional<Error> listPlugins(const Options& options) {
  const bool has_config = !options.config_path.empty() || !options.nonexistent_path.empty();
  const Result<Config> config = has_config ? loadConfig(options) : Config::parse("", "", options.overrides);
  if (!config) {
    return config.error();
  }
  const Result<std::optional<Account>> account = configuredAccount(*config);
  if (!account) {
    return account.error();
  }
  const Result<bool> strict = config->boolean("prism.strict_plugins", false);
  if (!strict) {
    return strict.error();
  }
  const PluginPolicy policy{*account ? (*account)->uid : ::geteuid(), *strict};
  std::fputs(PluginDirectory(pluginDirectoryPaths(*config), policy).listing().c_str(), stdout);
  return std::nullopt;
}

}  // namespace prism::host
