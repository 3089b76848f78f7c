// SPDX-License-Identifier: MIT
// Lists the plugin files, and chooses the one that a configuration asks for. Loads none of them.
#pragma once

#include "host/base/file_version.h"
#include "host/base/result.h"
#include "host/config/config.h"
#include "host/plugin/plugin_note.h"
#include "host/plugin/plugin_trust.h"

#include <optional>
#include <string>
#include <vector>

namespace prism::host {

struct PluginFile {
  std::string path;
  Result<PluginNote> note;                  // an error if the file is no plugin
  std::optional<FileVersion> version = {};  // of the file that has been examined
  PluginTrust trust = {};
  // Why this plugin was chosen, for the sentence of its refusal to start; empty if the configuration asks for it.
  std::string choice = {};
};

class PluginDirectory {
 public:
  // Reads every file *.so of the directories, sorted by name. A directory that cannot be read counts as empty, and is
  // named in the error if a plugin is not found.
  PluginDirectory(std::vector<std::string> paths, const PluginPolicy& policy);

  // Returns the plugin that a configuration asks for. In this order: the id in prism.plugin; `named`, the id in the
  // name of the program, unless it is empty; service.protocol as an id; the plugin that claims that protocol; the
  // plugin that claims a key which the configuration has; the plugin that claims every protocol ("*"), if there is a
  // protocol; the only plugin in the directories. The error code is ELIBACC if there is none. It is ELIBBAD if there
  // are several, or if the file is broken or must not be trusted.
  Result<PluginFile> choose(const Config& config, const std::string& named) const;

  // Returns a table for people: a line for each plugin, and for each file that is no plugin, with the reason.
  std::string listing() const;

 private:
  using Matches = std::vector<const PluginFile*>;

  template <typename Predicate>
  Matches matching(const Predicate& predicate) const;
  static Result<PluginFile> requireTrusted(const PluginFile& file);
  Result<PluginFile> byId(const std::string& id) const;
  Result<PluginFile> onlyMatch(const Matches& matches, const std::string& what) const;
  Error notFound(const std::string& what) const;
  std::vector<std::string> ids() const;

  std::vector<std::string> paths_;
  std::vector<PluginFile> files_;
  std::vector<std::string> problems_;  // directories that could not be read
};

// Returns the plugin directories: prism.plugin_dir (repeatable), else PRISM_PLUGIN_PATH (separated by colons), else the
// directory that was installed with this program.
std::vector<std::string> pluginDirectoryPaths(const Config& config);

}  // namespace prism::host
