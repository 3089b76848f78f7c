// SPDX-License-Identifier: MIT
#include "host/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

Result<std::string> readRegularFile(const std::string& path, std::size_t most) {
  const Result<RegularFile> file = openRegularFile(path);
  if (!file) {
    return file.error();
  }
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t more = ::read(file->fd.get(), text.data() + size, text.size() - size);
    if (more < 0 && errno != EINTR) {
      return Error{errno, std::strerror(errno)};
    }
    if (more == 0) {
      break;
    }
    size += more > 0 ? static_cast<std::size_t>(more) : 0;
  }
  text.resize(size);
  return text;
}

}  // namespace prism::host
