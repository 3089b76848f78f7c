// SPDX-License-Identifier: MIT
// The host's other actions than serving: --check and --list-plugins.
#pragma once

#include <optional>

#include "host/base/result.h"
#include "host/config/options.h"

namespace prism::host {

// [main] --check: does what serving does, up to the creation of the plugin. Prints what is wrong or misspelt in the
// configuration, and is an error if anything is.
std::optional<Error> check(Options options);

// [main] --list-plugins: prints the plugins of the directory, without running any of their code.
std::optional<Error> listPlugins(const Options& options);

}  // namespace prism::host
