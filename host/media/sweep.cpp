// SPDX-License-Identifier: MIT
#include "host/media/sweep.h"

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace prism::host {
namespace {

constexpr std::size_t kTokenSize = 32;

}  // namespace

Sweep::Directory Sweep::openAt(int parent, const char* name) {
  UniqueFd fd(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  Directory directory(fd ? ::fdopendir(fd.get()) : nullptr);
  if (directory) {
    fd.release();
  }
  return directory;
}

bool isToken(const char* name) {
  return std::strspn(name, "0123456789abcdef") == kTokenSize && name[kTokenSize] == '\0';
}

Sweep::Sweep(const std::string& directory, std::time_t oldest, std::time_t oldest_part)
    : directory_(openAt(AT_FDCWD, directory.c_str())), oldest_(oldest), oldest_part_(std::max(oldest, oldest_part)) {}

bool Sweep::step(std::size_t most) {
  for (std::size_t i = 0; directory_ && i < most; ++i) {
    const dirent* entry = ::readdir(directory_.get());
    if (!entry) {
      return false;
    }
    if (isToken(entry->d_name)) {
      visit(entry->d_name);
    }
  }
  return directory_ != nullptr;
}

void Sweep::visit(const char* token) {
  const int parent = ::dirfd(directory_.get());
  const Directory directory = openAt(parent, token);
  struct stat info {};
  if (!directory || ::fstat(::dirfd(directory.get()), &info) != 0) {
    return;  // another backend has removed it
  }
  bool may_be_empty = info.st_mtime < oldest_;
  while (const dirent* entry = ::readdir(directory.get())) {
    if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0 ||
        ::fstatat(::dirfd(directory.get()), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    if (S_ISREG(info.st_mode) && info.st_mtime < (entry->d_name[0] == '.' ? oldest_part_ : oldest_) &&
        ::unlinkat(::dirfd(directory.get()), entry->d_name, 0) == 0) {
      may_be_empty = true;
      continue;
    }
    size_ += sizeInBlocks(static_cast<std::uint64_t>(info.st_size));
    may_be_empty = false;
  }
  if (may_be_empty) {
    ::unlinkat(parent, token, AT_REMOVEDIR);  // fails if something is left in it
  }
}

}  // namespace prism::host
