// SPDX-License-Identifier: MIT
// The command line of a backend. Spectrum 2 passes its own options for the backend, and then every word of the command
// line that it was started with itself. So most words are not for the backend, and an unknown word must not be an
// error.
#pragma once

#include "host/base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

struct Options {
  enum class Action { kServe, kHelp, kVersion, kListPlugins, kCheck, kForget };

  Action action = Action::kServe;
  std::string host;              // --host; empty if not given
  std::string port;              // --port, as written; empty if not given
  std::string config_path;       // --prism.config, or --config, or the last word that is no option and names a file
  std::string nonexistent_path;  // the last word that is neither an option nor a file: probably a mistyped path
  std::string local_pid;         // --prism.local_pid, as written; empty if not given
  std::vector<std::pair<std::string, std::string>> overrides;  // --section.key=value, and -j as service.jid
  std::string forgotten_user;                                  // the JID behind --forget, as written
  std::string named_plugin;  // the id in the name by which the program was started; empty if it has none
};

// Reads the port of Spectrum from the text behind --port. Error: EINVAL.
Result<std::uint16_t> readPort(std::string_view text);

// Keys of [prism] that have an effect on the command line only. They name something of one machine or of one process.
inline constexpr const char* kCommandLineKeys[] = {"prism.config", "prism.local_pid"};

// Parses --section.key=value. Returns nullopt for anything else.
std::optional<std::pair<std::string, std::string>> readOverride(std::string_view word);

// Returns ID if the last part of the path is spectrum2_prism_ID_backend, else an empty string. Links of such names tell
// which plugin is meant, where a configuration cannot.
std::string pluginNamedBy(std::string_view program);

// `names_file` returns true if a path names an existing file that is not a directory.
Options parseOptions(std::span<const char* const> words, const std::function<bool(const std::string&)>& names_file);

// Adds the numbers of --service.backend_id and --prism.local_pid from the command that a client of sshd has asked for
// (SSH_ORIGINAL_COMMAND), unless `options` have them. Where sshd starts a fixed command for a key, these words reach
// the host by no other way. Nothing else of the command has an effect, since the key may permit no more.
void addRequestedNumbers(std::string_view requested_command, Options* options);

bool namesFile(const std::string& path);

// Returns the output of --help.
std::string helpText();

}  // namespace prism::host
