// SPDX-License-Identifier: MIT
// The file of a module in libpurple's directories, read without running any of its code.
#pragma once

#include <glib.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace purple {

class ModuleFile {
 public:
  explicit ModuleFile(const std::filesystem::path& path);

  // Returns false for the libraries that modules are linked against, which may be in the same directories.
  bool isModule() const;
  // Returns false if the file shows that the module is of another type.
  bool mayBeProtocol() const;
  // Returns true if the file has a NUL-terminated string that ends with `text`. A module has each id as such a string.
  bool hasString(const std::string& text) const;
  // The ids of protocols ("prpl-irc") among its strings.
  std::set<std::string> protocolIds() const;

 private:
  struct Unmap {
    void operator()(GMappedFile* file) const { g_mapped_file_unref(file); }
  };

  std::unique_ptr<GMappedFile, Unmap> mapped_;
  std::string_view bytes_;  // empty if the file cannot be read
};

}  // namespace purple
