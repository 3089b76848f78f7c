// SPDX-License-Identifier: MIT
// The command in service.backend, with which Spectrum 2 starts a backend.
#pragma once

#include "host/config/config.h"

#include <cstddef>
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

  // The position of prism-launch.
  std::optional<std::size_t> launcher;

  // The position of the word behind prism-launch and its option, or else 0. The program there starts the host, or is
  // it. The number of words if there is none.
  std::size_t starter = 0;

  // True if the programs before the host are known to start it on this machine.
  bool is_local = false;

  // The word that names Prism's host, by any of its links; the plugin's id in that name, which may be empty.
  std::optional<std::string> prism;
  std::string plugin;

  // Behind the host: --prism.config or --config, empty if not given, and --section.key=value.
  std::string config_path;
  std::vector<std::pair<std::string, std::string>> overrides;
};
BackendCommand readBackendCommand(const Config& config);

// Returns sentences about a command that Spectrum or prism-launch cannot execute in the current directory, or that
// starts another backend.
std::vector<std::string> findFaultsOf(const BackendCommand& command);

}  // namespace prism::host
