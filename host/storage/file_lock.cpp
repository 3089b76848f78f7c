// SPDX-License-Identifier: MIT
#include "host/storage/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <string_view>

namespace prism::host {
namespace {

using Clock = std::chrono::steady_clock;

Error cannotLock(const std::string& path, int error) {
  return {error, fmt::format("cannot lock {}: {}", path, std::strerror(error))};
}

// Returns true if `path` still names the locked file. Another process may have removed it while this one waited.
bool isStillThere(int fd, const std::string& path) {
  struct stat locked {};
  struct stat named {};
  return ::fstat(fd, &locked) == 0 && ::lstat(path.c_str(), &named) == 0 && locked.st_dev == named.st_dev &&
         locked.st_ino == named.st_ino;
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, std::chrono::milliseconds wait) {
  constexpr std::timespec kPause{0, 1'000'000};
  const Clock::time_point deadline = Clock::now() + wait;
  for (;;) {
    UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
    if (!fd) {
      return cannotLock(path, errno);
    }
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) {
        return cannotLock(path, errno);
      }
      if (Clock::now() >= deadline) {
        return Error{ETIMEDOUT, fmt::format("another process holds the lock {}, and may be stopped", path)};
      }
      ::nanosleep(&kPause, nullptr);
    }
    FileLock lock(std::move(fd));
    if (isStillThere(lock.fd_.get(), path)) {
      return lock;
    }
  }
}

// The lock is released as such: a child of fork() may have inherited the descriptor.
FileLock::~FileLock() {
  if (fd_) {
    ::flock(fd_.get(), LOCK_UN);
  }
}

std::optional<LoginRecord> FileLock::record() const {
  std::array<char, kLoginRecordSize> bytes{};
  const ssize_t size = ::pread(fd_.get(), bytes.data(), bytes.size(), 0);
  return size < 0 ? std::nullopt : decodeLoginRecord({bytes.data(), static_cast<std::size_t>(size)});
}

int FileLock::writeRecord(const LoginRecord& record) const {
  const std::string bytes = encode(record);
  const ssize_t size = ::pwrite(fd_.get(), bytes.data(), bytes.size(), 0);
  if (size < 0) {
    return errno;
  }
  return static_cast<std::size_t>(size) == bytes.size() ? 0 : ENOSPC;
}

}  // namespace prism::host
