// SPDX-License-Identifier: MIT
// The plugins that are there, and which of them a configuration means. Nothing of them is loaded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/base/file_version.h"
#include "host/base/result.h"
#include "host/config/config.h"
#include "host/plugin/plugin_note.h"
#include "host/plugin/plugin_trust.h"

namespace prism::host {

struct PluginFile {
  std::string path;
  Result<PluginNote> note;                  // or why it is no plugin
  std::optional<FileVersion> version = {};  // of the file that the rest is about
  PluginTrust trust = {};
};

class PluginDirectory {
 public:
  // Reads every file *.so of the directories, sorted by name. A directory that cannot be read counts as empty; the
  // sentence that says so follows where a plugin was looked for in vain.
  PluginDirectory(std::vector<std::string> paths, const PluginPolicy& policy);

  // The plugin that a configuration means. In this order: the id in prism.plugin; service.protocol as an id; the plugin
  // that claims that protocol; the plugin that claims a key which the configuration has; the plugin that claims every
  // protocol ("*"), if there is one; the only plugin there is. The error has the code ELIBACC, or ELIBBAD if two files could be meant, or the one is broken,
  // or must not be trusted.
  Result<PluginFile> choose(const Config& config) const;

  // For people: a line for each plugin, and for each file that is none, with the reason.
  std::string listing() const;

 private:
  using Matches = std::vector<const PluginFile*>;

  template <typename Predicate>
  Matches matching(const Predicate& predicate) const;
  static Result<PluginFile> trusted(const PluginFile& file);
  Result<PluginFile> byId(const std::string& id) const;
  Result<PluginFile> theOne(const Matches& matches, const std::string& what) const;
  Error notFound(const std::string& what) const;

  std::vector<std::string> paths_;
  std::vector<PluginFile> files_;
  std::vector<std::string> problems_;  // directories that could not be read
};

// Where plugins are: prism.plugin_dir (repeatable), else PRISM_PLUGIN_PATH (separated by colons), else the directory
// that was installed along with this program.
std::vector<std::string> pluginDirectoryPaths(const Config& config);

}  // namespace prism::host
