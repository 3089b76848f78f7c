// SPDX-License-Identifier: MIT
// Files that the administrator names. They may name a pipe, whose opening waits for a writer, or a directory.
#pragma once

#include "host/base/result.h"
#include <prism/unique_fd.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace prism::host {

struct RegularFile {
  UniqueFd fd;
  std::uint64_t size = 0;  // in bytes
};

// Opens the file for reading. The sentence of the error is the reason alone: "No such file or directory".
Result<RegularFile> openRegularFile(const std::string& path);

// Reads the file. Returns `most` + 1 bytes of one that is longer than `most` bytes. Errors as openRegularFile().
Result<std::string> readRegularFile(const std::string& path, std::size_t most);

}  // namespace prism::host
