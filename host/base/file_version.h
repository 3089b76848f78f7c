// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <ctime>
#include <optional>
#include <string>

namespace prism::host {

// Identifies a version of a file by device, inode number, size and ctime. It differs as soon as another file takes the
// place of the first, or the content, owner or permissions change.
class FileVersion {
 public:
  explicit FileVersion(const struct stat& status)
      : device_(status.st_dev), inode_(status.st_ino), size_(status.st_size), changed_(status.st_ctim) {}

  // Returns nullopt and sets errno if there is no such file.
  static std::optional<FileVersion> of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? std::optional(FileVersion(status)) : std::nullopt;
  }

  bool operator==(const FileVersion& other) const {
    return device_ == other.device_ && inode_ == other.inode_ && size_ == other.size_ &&
           changed_.tv_sec == other.changed_.tv_sec && changed_.tv_nsec == other.changed_.tv_nsec;
  }

 private:
  dev_t device_;
  ino_t inode_;
  off_t size_;
  std::timespec changed_;
};

}  // namespace prism::host
