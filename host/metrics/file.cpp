// SPDX-License-Identifier: MIT
#include "host/metrics/file.h"

#include "host/base/write_whole.h"
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

}  // namespace

// Returns 0 or an errno.
int ReplacedFile::writeBeside(const std::string& beside, std::string_view text, Identity* ret_identity) {
  ::unlink(beside.c_str());
  // O_EXCL: neither a link nor a pipe that others have put there is opened.
  UniqueFd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kForEverybody));
  if (!fd || ::fchmod(fd.get(), kForEverybody) != 0) {
    return errno;
  }
  std::size_t written = 0;
  if (const int error = writeWhole(fd.get(), text, &written)) {
    return error;
  }
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) {
    return errno;
  }
  *ret_identity = {status.st_dev, status.st_ino, status.st_mtim};
  return ::close(fd.release()) == 0 ? 0 : errno;  // NFS may report a full disk only here
}

std::optional<Error> ReplacedFile::replace(std::string_view text) {
  const std::string beside = path_ + ".tmp";
  Identity identity{};
  int error = writeBeside(beside, text, &identity);
  if (error == 0 && ::rename(beside.c_str(), path_.c_str()) != 0) {
    error = errno;
  }
  if (error == 0) {
    written_ = identity;
    return std::nullopt;
  }
  ::unlink(beside.c_str());
  return Error{error, std::strerror(error)};
}

void ReplacedFile::remove() {
  struct stat status {};
  if (written_ && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == written_->device &&
      status.st_ino == written_->inode && status.st_mtim.tv_sec == written_->modified.tv_sec &&
      status.st_mtim.tv_nsec == written_->modified.tv_nsec) {
    ::unlink(path_.c_str());
  }
}

}  // namespace prism::host
