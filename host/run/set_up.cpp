// SPDX-License-Identifier: MIT
#include "host/run/set_up.h"

#include "host/end/last_resort.h"

#include <Poco/Logger.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstring>

namespace prism::host {

Result<Config> loadConfig(const Options& options) {
  if (!options.config_path.empty()) {
    return Config::load(options.config_path, options.overrides);
  }
  if (!options.nonexistent_path.empty()) {
    return Error{EACCES, fmt::format("cannot read the configuration file {}: no such file", options.nonexistent_path)};
  }
  return Error{EACCES, "no configuration file is named: this program is started by Spectrum 2 (see --help)"};
}

Result<SetUp> readSetUp(const Options& options, const Prepare& prepare) {
  Result<Config> config = loadConfig(options);
  if (!config) {
    return config.error();
  }
  const Result<Settings> settings = Settings::read(options, *config);
  if (!settings) {
    return settings.error();
  }
  const Result<std::optional<Account>> account = configuredAccount(*config);
  if (!account) {
    return account.error();
  }
  if (*account) {
    if (std::optional<Error> error = dropPrivileges(**account)) {
      return *std::move(error);
    }
  }
  if (std::optional<Error> error = prepare(*config, *settings)) {
    return *std::move(error);
  }
  const PluginPolicy policy{::geteuid(), settings->strict_plugins};
  const Result<PluginFile> file =
      PluginDirectory(pluginDirectoryPaths(*config), policy).choose(*config, options.named_plugin);
  if (!file) {
    return file.error();
  }
  return SetUp{*std::move(config), *settings, *account, *file};
}

void startLastResortOrWarn() {
  if (!startLastResort()) {
    Poco::Logger::get("Host").warning(
        fmt::format("nothing ends this process if it hangs while it leaves: {}", std::strerror(errno)));
  }
}

}  // namespace prism::host
