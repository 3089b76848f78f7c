// SPDX-License-Identifier: MIT
// A lock of one user's files, held by one process, and by one thread of it (flock(2)).
#pragma once

#include "host/base/result.h"
#include "host/storage/format.h"
#include <prism/unique_fd.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace prism::host {

class FileLock {
 public:
  // Takes the lock, and creates the file if it is missing. Waits at most `wait` for another holder, which may be a
  // stopped process; then the error is ETIMEDOUT. [any thread]
  static Result<FileLock> take(const std::string& path, std::chrono::milliseconds wait);

  FileLock(FileLock&&) noexcept = default;
  FileLock& operator=(FileLock&&) noexcept = default;
  ~FileLock();

  // Returns nullopt if there is no valid record.
  std::optional<LoginRecord> record() const;

  // Returns 0 or an errno.
  int writeRecord(const LoginRecord& record) const;

 private:
  explicit FileLock(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace prism::host
