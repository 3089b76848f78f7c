#pragma once

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

#include "host/unique_fd.h"

namespace prism::host {

// A descriptor that one side makes readable to wake the other, which does not block on it.
inline UniqueFd makeEventFd() {
  UniqueFd fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!fd) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  return fd;
}

}  // namespace prism::host
