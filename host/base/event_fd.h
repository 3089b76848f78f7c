// SPDX-License-Identifier: MIT
#pragma once

#include <prism/unique_fd.hpp>

#include <poll.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

namespace prism::host {

// Creates a non-blocking eventfd(2). One side makes it readable to wake the other. Throws std::system_error.
inline UniqueFd makeEventFd() {
  UniqueFd fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!fd) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  return fd;
}

// Makes the descriptor unreadable again. Does not block, even if the plugin has cleared O_NONBLOCK, since it reads only
// after poll(2) has reported data. Safe with one reader only: a second one could read in between.
inline void clearEventFd(int fd) {
  pollfd readable{fd, POLLIN, 0};
  eventfd_t count = 0;
  if (::poll(&readable, 1, 0) > 0 && (readable.revents & POLLIN) != 0) {
    ::eventfd_read(fd, &count);
  }
}

}  // namespace prism::host
