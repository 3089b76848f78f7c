// SPDX-License-Identifier: MIT
// The steps of a start that serving, --check and --list-plugins share.
#pragma once

#include "host/base/result.h"
#include "host/config/config.h"
#include "host/config/options.h"
#include "host/config/run_as.h"
#include "host/config/settings.h"
#include "host/plugin/plugin_directory.h"

#include <cerrno>
#include <functional>
#include <new>
#include <optional>
#include <system_error>

namespace prism::host {

// The parts that a backend is made of.
struct SetUp {
  Config config;
  Settings settings;
  std::optional<Account> account;  // the account that this process has switched to
  PluginFile file;
};

// [main] Loads the configuration file that the command line names.
Result<Config> loadConfig(const Options& options);

// [main] Reads the configuration, switches to the account that it names, and chooses the plugin. Calls `prepare` after
// the switch and before any plugin file is examined, to set up the log. Returns its error if it has one.
using Prepare = std::function<std::optional<Error>(const Config&, const Settings&)>;
Result<SetUp> readSetUp(const Options& options, const Prepare& prepare);

// [main] Starts the thread that ends the process if its shutdown hangs. Logs a warning if there can be no such thread.
void startLastResortOrWarn();

// Runs a step and returns its error. The only exceptions that come this far are refusals of the system, such as a lack
// of memory or descriptors.
template <typename Step>
std::optional<Error> attempt(const Step& step) {
  try {
    return step();
  } catch (const std::system_error& refused) {
    return Error{refused.code().value(), refused.what()};
  } catch (const std::bad_alloc&) {
    return Error{ENOMEM, "out of memory"};
  }
}

}  // namespace prism::host
