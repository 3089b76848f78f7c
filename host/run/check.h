// SPDX-License-Identifier: MIT
// The actions --check and --list-plugins of the host.
#pragma once

#include "host/base/result.h"
#include "host/config/options.h"

#include <optional>

namespace prism::host {

// [main] --check: takes the steps of a start up to the creation of the plugin. Prints what is wrong or misspelt in the
// configuration, and returns an error if anything is.
std::optional<Error> check(Options options);

// [main] --list-plugins: prints the plugins of the directory, without running any of their code.
std::optional<Error> listPlugins(const Options& options);

}  // namespace prism::host
