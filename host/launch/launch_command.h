// SPDX-License-Identifier: MIT
// The command line of prism-launch:
//
//   prism-launch [--quote] ENGINE [WORD...] --host HOST --port PORT [WORD...]
//
// The words up to --host are those of `backend=` in the configuration. Spectrum 2 has appended the others.
#pragma once

#include "host/base/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct LaunchCommand {
  std::string host;
  std::uint16_t port;
  std::vector<std::string> words;  // what to execute: the engine and its words
};

// Removes Spectrum's --host and --port, and appends --prism.connect=stdio and `--prism.local_pid=PID`. `pid` is this
// process, which becomes the engine. The words that follow those of `backend=` are quoted for a remote shell if the
// engine is ssh, or if --quote precedes it. The reason is that ssh joins its words with blanks, and that a shell on the
// other machine parses the result. Error: EINVAL.
Result<LaunchCommand> readLaunchCommand(std::span<const char* const> words, long pid);

// Quotes a word for a POSIX shell. A word of harmless characters stays as it is.
std::string quoteForShell(std::string_view word);

}  // namespace prism::host
