// SPDX-License-Identifier: MIT
// A private directory that is removed with everything in it when its owner ends.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace prism::testing {

class TemporaryDirectory {
 public:
  // In $TMPDIR, else in /tmp; only this user can enter it.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

  // Writes a file into it, and returns its absolute path.
  std::string write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace prism::testing
