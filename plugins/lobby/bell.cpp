// SPDX-License-Identifier: MIT
#include "bell.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace lobby {

Bell::Bell(const std::string& directory) {
  const std::string file = directory + "/bell";
  file_ = prism::UniqueFd(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (!file_) {
    throw std::runtime_error("The lobby cannot open " + file + ": " + std::generic_category().message(errno) + ".");
  }
  prism::UniqueFd watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  // In the directory, the lock file of a backend is closed when the backend ends.
  if (watch && ::inotify_add_watch(watch.get(), file.c_str(), IN_MODIFY) >= 0 &&
      ::inotify_add_watch(watch.get(), directory.c_str(), IN_CLOSE_WRITE) >= 0) {
    watch_ = std::move(watch);
  }
}

void Bell::ring() const {
  // If it fails, the others read the log a little later, by their timers.
  static_cast<void>(::pwrite(file_.get(), "!", 1, 0) == 1);
}

bool Bell::read() const {
  bool closed = false;
  alignas(inotify_event) std::array<char, 4096> buffer;
  ssize_t size;
  while ((size = ::read(watch_.get(), buffer.data(), buffer.size())) > 0) {
    inotify_event event;
    for (ssize_t at = 0; at < size; at += static_cast<ssize_t>(sizeof event + event.len)) {
      std::memcpy(&event, buffer.data() + at, sizeof event);
      closed = closed || (event.mask & (IN_CLOSE_WRITE | IN_Q_OVERFLOW)) != 0;
    }
  }
  return closed;
}

}  // namespace lobby
