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

// Splits a command into words as popt does for Spectrum 2: at white space outside of quotes. A backslash takes the next
// character as it is; within quotes, only the quote's own character. Nothing is expanded, and empty words are dropped.
// Returns nullopt if a quote is not closed, or if a backslash is the last character.
std::optional<std::vector<std::string>> splitCommand(std::string_view command);

// The command, as far as it can be seen without running it.
struct BackendCommand {
  std::optional<std::vector<std::string>> words;
  std::optional<std::string> prism;                            // the word that names Prism's host, by any of its links
  std::string plugin;                                          // the id in that name; empty if it has none
  std::vector<std::pair<std::string, std::string>> overrides;  // --section.key=value behind it
};
BackendCommand readBackendCommand(const Config& config);

// Returns true if the program is prism-launch.
bool isLauncher(std::string_view program);

// Returns sentences about a command that Spectrum cannot execute in the current directory, or that starts another
// backend.
std::vector<std::string> findFaultsOf(const BackendCommand& command);

}  // namespace prism::host
