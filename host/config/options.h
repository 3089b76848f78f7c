// SPDX-License-Identifier: MIT
// The command line, as Spectrum 2 puts it together: its own options for the backend, and then, word by word, the
// command line that it was started with itself. So most words are not meant for us, and none may be complained about.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace prism::host {

struct Options {
  enum class Action { kServe, kHelp, kVersion, kListPlugins, kCheck };

  Action action = Action::kServe;
  std::string host;         // --host; empty if not given
  std::string port;         // --port, as written; empty if not given
  std::string config_path;  // --config, or else the last word that is no option and names a file
  std::string other_word;   // the last word that is no option, nor names a file: what may have been meant as the path
  std::vector<std::pair<std::string, std::string>> overrides;  // --section.key=value, and -j as service.jid
};

// `names_file` tells whether a path names an existing file that is not a directory.
Options parseOptions(std::span<const char* const> words, const std::function<bool(const std::string&)>& names_file);

bool namesFile(const std::string& path);

// What --help prints.
std::string helpText();

}  // namespace prism::host
