// SPDX-License-Identifier: MIT
// The steps of a start that serving, --check and --list-plugins share.
#pragma once

#include <cerrno>
#include <functional>
#include <new>
#include <optional>
#include <system_error>

#include "host/base/result.h"
#include "host/config/config.h"
#include "host/config/options.h"
#include "host/config/run_as.h"
#include "host/config/settings.h"
#include "host/plugin/plugin_directory.h"

namespace prism::host {

// The parts of a backend.
struct SetUp {
  Config config;
  Settings settings;
  std::optional<Account> account;  // that this process has changed to
  PluginFile file;
};

// [main] The configuration file that the command line names.
Result<Config> loadConfig(const Options& options);

// [main] Reads the configuration, changes to the account that it names, and chooses the plugin. Calls `set_up_log` with
// the configuration after the change of account and before any plugin file is looked at.
Result<SetUp> readSetUp(const Options& options, const std::function<void(const Config&)>& set_up_log);

// [main] Starts the thread that ends the process if it hangs while it leaves. Logs a warning if there can be none.
void limitTheEnd();

// The error of a step. Of exceptions, only those get here by which the system refuses something to any process.
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
