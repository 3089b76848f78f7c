// SPDX-License-Identifier: MIT
// The modules in libpurple's directories: protocols, and plugins for graphical clients. At its start libpurple opens
// all modules, the interpreters of Perl and Tcl among them, to query their type, and closes those that fail. If such a
// module has started a thread, as Tcl's does, the process crashes.
//
// This class opens a module only if it is needed, which it reads in the file, and never unmaps one.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace purple {

class ModuleFile;

class Modules {
 public:
  // Must be constructed before purple_core_init(), which then opens no module. Finds the modules in these directories
  // and in libpurple's own.
  explicit Modules(const std::vector<std::string>& directories);

  // Call it directly after purple_core_init().
  void onCoreStarted();

  // Opens the protocol with this id, with or without the "prpl-", and the modules that it depends on. "": all
  // protocols.
  void openProtocols(const std::string& id);
  // Opens the modules that libpurple needs for TLS. Further calls do nothing.
  void openForTls();

  // Opens and loads a plugin that is no protocol, such as purple-xmpp-carbons, by its file: `carbons` is carbons.so or
  // libcarbons.so. Call it after openProtocols(). Returns a sentence if that fails; else nothing.
  std::string loadPlugin(const std::string& name);

  // The ids of all protocols in the directories, opened or not.
  std::set<std::string> protocolIds() const;

 private:
  using Wanted = std::function<bool(const std::filesystem::path& path, const ModuleFile& file)>;

  bool probe(const Wanted& wanted);
  void open(const Wanted& wanted);

  std::vector<std::filesystem::path> found_;
  std::vector<std::filesystem::path> closed_;  // those that were not opened
};

}  // namespace purple
