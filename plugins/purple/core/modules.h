// SPDX-License-Identifier: MIT
// The modules in libpurple's directories: protocols, and much that is for people who sit before a window. libpurple
// opens all of them as it starts, interpreters of Perl and Tcl among them, to ask each what it is, and closes those
// that fail. A module that has started a thread, as Tcl's does, then crashes the process.
//
// Here a module is opened only if it is needed, which its file says, and no module is ever unmapped.
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
  // To be made before purple_core_init(), which then opens none. Finds the modules of these directories and of
  // libpurple's.
  explicit Modules(const std::vector<std::string>& directories);

  // To be called after purple_core_init(), first of all.
  void coreStarted();

  // Opens the protocols of this id, with or without its "prpl-", and the modules that they depend on. "": all
  // protocols.
  void openProtocols(const std::string& id);
  // Opens the modules that libpurple needs for TLS. Nothing happens the second time.
  void openForTls();

  // The ids of all protocols that there are, opened or not.
  std::set<std::string> protocolIds() const;

 private:
  using Wanted = std::function<bool(const std::filesystem::path& path, const ModuleFile& file)>;

  bool probe(const Wanted& wanted);
  void open(const Wanted& wanted);

  std::vector<std::filesystem::path> found_;
  std::vector<std::filesystem::path> closed_;  // those of them that have not been opened
};

}  // namespace purple
