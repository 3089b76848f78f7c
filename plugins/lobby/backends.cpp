// SPDX-License-Identifier: MIT
#include "backends.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace lobby {

Backends::~Backends() {
  if (lock_) {
    ::unlink(fileOf(own_).c_str());
  }
}

void Backends::begin(std::int64_t number) {
  // The file gets its name when it is locked: no other backend finds it without its lock.
  const std::string file = fileOf(number);
  const std::string unnamed = directory_ + "/new-" + std::to_string(number);
  prism::UniqueFd lock(::open(unnamed.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0 || std::rename(unnamed.c_str(), file.c_str()) != 0) {
    throw std::runtime_error("The lobby cannot lock " + file + ": " + std::generic_category().message(errno) + ".");
  }
  lock_ = std::move(lock);
  own_ = number;
}

bool Backends::runs(std::int64_t number) const { return number == own_ || isLocked(fileOf(number)); }

bool Backends::isLocked(const std::string& file) {
  const prism::UniqueFd lock(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!lock) {
    return errno != ENOENT;  // with another error it is unknown: then nobody is taken for dead
  }
  return ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0;
}

void Backends::removeFiles() const {
  std::error_code error;
  for (std::filesystem::directory_iterator file(directory_, error), end; !error && file != end; file.increment(error)) {
    const std::string name = file->path().filename().string();
    if (name.rfind("backend-", 0) == 0 && !isLocked(file->path().string())) {
      ::unlink(file->path().c_str());
    }
  }
}

}  // namespace lobby
