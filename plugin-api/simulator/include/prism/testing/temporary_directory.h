// SPDX-License-Identifier: MIT
// A private directory. The destructor removes it with its contents.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace prism::testing {

class TemporaryDirectory {
 public:
  // Creates it in $TMPDIR, else in /tmp, with access for this user alone.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes a file into the directory, and returns the file's absolute path.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace prism::testing
