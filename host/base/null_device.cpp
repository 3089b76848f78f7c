// SPDX-License-Identifier: MIT
#include "host/base/null_device.h"

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace prism::host {

int openNullDevice(int fd, int flags) {
  UniqueFd null(::open("/dev/null", O_RDWR | flags));
  if (!null) {
    return errno;
  }
  if (null.get() == fd) {
    (void)null.release();
    return 0;
  }
  return ::dup3(null.get(), fd, flags) < 0 ? errno : 0;
}

}  // namespace prism::host
