// SPDX-License-Identifier: MIT
#include "prism/testing/temporary_directory.h"

#include <stdlib.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace prism::testing {

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "prism-XXXXXX").string();
  if (!::mkdtemp(name.data())) {
    throw std::system_error(errno, std::generic_category(), name);
  }
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const std::string& name, std::string_view text) const {
  std::string path = (path_ / name).string();
  std::ofstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  file << text;
  file.close();
  return path;
}

}  // namespace prism::testing
