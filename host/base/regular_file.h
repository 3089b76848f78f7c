// SPDX-License-Identifier: MIT
// Files that the administrator names. They may name a pipe, whose opening waits for a writer, or a directory.
#pragma once

#include "host/base/result.h"
#include <prism/unique_fd.hpp>

#include <cstdint>
#include <string>

namespace prism::host {

struct RegularFile {
  UniqueFd fd;
  std::uint64_t size = 0;  // in bytes
};

// Opens the file for reading. The sentence of the error is the reason alone: "No such file or directory".
Result<RegularFile> openRegularFile(const std::string& path);

}  // namespace prism::host
