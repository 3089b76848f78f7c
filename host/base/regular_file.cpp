// SPDX-License-Identifier: MIT
#include "host/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace prism::host {

Result<RegularFile> openRegularFile(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0) {
    return Error{errno, std::strerror(errno)};
  }
  if (!S_ISREG(status.st_mode)) {
    return Error{EACCES, "it is not a regular file"};
  }
  return RegularFile{std::move(fd), static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace prism::host
