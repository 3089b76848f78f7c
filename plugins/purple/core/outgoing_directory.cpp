// SPDX-License-Identifier: MIT
#include "core/outgoing_directory.h"

#include "core/limits.h"

#include <fcntl.h>
#include <glib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace purple {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBytesOfToken = 16;

bool isToken(std::string_view name) {
  return name.size() == 2 * kBytesOfToken && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

prism::UniqueFd openDirectory(const std::string& path) {
  return prism::UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

// Returns true if the path still leads to the open directory: another process may have swept it before the lock.
bool isAt(const std::string& path, const prism::UniqueFd& directory) {
  struct stat here {};
  struct stat opened {};
  return ::lstat(path.c_str(), &here) == 0 && ::fstat(directory.get(), &opened) == 0 && here.st_ino == opened.st_ino &&
         here.st_dev == opened.st_dev;
}

}  // namespace

std::string randomToken() {
  unsigned char bytes[kBytesOfToken];
  if (::getrandom(bytes, sizeof bytes, 0) != static_cast<ssize_t>(sizeof bytes)) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string text;
  for (const unsigned char byte : bytes) {
    char hex[3];
    std::snprintf(hex, sizeof hex, "%02x", byte);
    text += hex;
  }
  return text;
}

bool hasSpaceFor(const std::string& directory, std::uint64_t size) {
  std::error_code problem;
  const auto space = fs::space(directory, problem);
  return problem || (space.available >= kLeastSpace && space.available - kLeastSpace >= size);
}

OutgoingDirectory::File::~File() {
  if (directory_) {
    ::unlink(path_.c_str());
    ::rmdir(fs::path(path_).parent_path().c_str());
    --directory_->count_;
  }
}

OutgoingDirectory::~OutgoingDirectory() {
  if (!own_.empty()) {
    ::rmdir(own_.c_str());
    ::rmdir(path_.c_str());  // fails while other processes use it
  }
}

void OutgoingDirectory::sweep() const {
  std::error_code problem;
  std::size_t removed = 0;
  for (fs::directory_iterator each(path_, problem); !problem && each != fs::directory_iterator();
       each.increment(problem)) {
    const std::string path = each->path().string();
    if (!isToken(each->path().filename().string())) {
      continue;
    }
    const prism::UniqueFd directory = openDirectory(path);
    if (!directory || ::flock(directory.get(), LOCK_EX | LOCK_NB) != 0) {
      continue;  // of a process that runs; or the file system has no locks, so that is unknown
    }
    std::error_code failure;
    fs::remove_all(path, failure);
    if (failure) {
      host_.warning(path +
                    " cannot be removed, which a backend has left that ended unexpectedly: " + failure.message());
    } else {
      ++removed;
    }
  }
  if (removed != 0) {
    host_.info("removed " + std::to_string(removed) + (removed == 1 ? " directory" : " directories") +
               " of files that an ended backend had not sent from " + path_);
  }
}

// Creates and locks the directory of this process, unless it is there. Returns false, with errno, if that fails.
bool OutgoingDirectory::makeOwn() {
  if (!own_.empty()) {
    return true;
  }
  constexpr int kAttempts = 3;  // another process may remove a directory that is not locked yet
  for (int i = 0; i < kAttempts; ++i) {
    const std::string own = path_ + "/" + randomToken();
    if (g_mkdir_with_parents(path_.c_str(), 0700) != 0) {
      return false;
    }
    if (::mkdir(own.c_str(), 0700) != 0) {
      if (errno == ENOENT) {
        continue;
      }
      return false;
    }
    prism::UniqueFd lock = openDirectory(own);
    const bool is_locked = lock && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0;
    const bool has_locks = is_locked || errno == EWOULDBLOCK;  // without them, no process sweeps
    if (lock && (is_locked || !has_locks) && isAt(own, lock)) {
      own_ = own;
      lock_ = std::move(lock);
      return true;
    }
    const int why = errno;
    ::rmdir(own.c_str());
    errno = why;
  }
  return false;
}

std::optional<OutgoingDirectory::File> OutgoingDirectory::create(const std::string& name) {
  const auto fail = [this]() -> std::optional<File> {
    host_.error("service.working_dir: no file can be created in " + path_ + ": " + std::strerror(errno));
    return std::nullopt;
  };
  if (!makeOwn()) {
    return fail();
  }
  const std::string directory = own_ + "/" + std::to_string(++last_);
  if (::mkdir(directory.c_str(), 0700) != 0) {
    return fail();
  }
  std::string path = directory + "/" + name;
  prism::UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) {
    const int why = errno;
    ::rmdir(directory.c_str());
    errno = why;
    return fail();
  }
  ++count_;
  return File(*this, std::move(path), std::move(fd));
}

}  // namespace purple
