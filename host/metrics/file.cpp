// SPDX-License-Identifier: MIT
#include "host/metrics/file.h"

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace prism::host {
namespace {

constexpr mode_t kForEverybody = 0644;

std::string besides(const std::string& path) { return path + ".tmp"; }

// Returns 0 or an errno.
int writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(fd, text.data(), text.size());
    if (size < 0 && errno != EINTR) {
      return errno;
    }
    text.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 0);
  }
  return 0;
}

int writeNewFile(const std::string& path, std::string_view text) {
  ::unlink(path.c_str());
  // O_EXCL: neither a link nor a pipe that others have put there is opened.
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kForEverybody));
  if (!fd || ::fchmod(fd.get(), kForEverybody) != 0) {
    return errno;
  }
  if (const int error = writeAll(fd.get(), text)) {
    return error;
  }
  return ::close(fd.release()) == 0 ? 0 : errno;  // NFS may report a full disk only here
}

}  // namespace

std::optional<Error> replaceFile(const std::string& path, std::string_view text) {
  const std::string beside = besides(path);
  int error = writeNewFile(beside, text);
  if (error == 0 && ::rename(beside.c_str(), path.c_str()) != 0) {
    error = errno;
  }
  if (error == 0) {
    return std::nullopt;
  }
  ::unlink(beside.c_str());
  return Error{error, std::strerror(error)};
}

void removeReplacedFile(const std::string& path) {
  ::unlink(path.c_str());
  ::unlink(besides(path).c_str());
}

}  // namespace prism::host
