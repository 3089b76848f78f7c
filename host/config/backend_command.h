// SPDX-License-Identifier: MIT
// The command in service.backend, with which Spectrum 2 starts a backend.
#pragma once

#include "host/config/config.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

// Splits a command as popt does for Spectrum 2: at white space, but not within quotes; a backslash takes the next
// character as it is. Nothing is expanded.
std::vector<std::string> splitCommand(std::string_view command);

// What --check can see of the command.
struct BackendCommand {
  std::vector<std::string> words;
  std::optional<std::string> prism;                            // the word that names Prism's host, by any of its links
  std::string plugin;                                          // the id in that name; empty if it has none
  std::vector<std::pair<std::string, std::string>> overrides;  // --section.key=value behind it
};
BackendCommand readBackendCommand(const Config& config);

// Returns sentences about a command that does not start Prism, or that Spectrum cannot execute.
std::vector<std::string> findFaultsOf(const BackendCommand& command);

}  // namespace prism::host
