// SPDX-License-Identifier: MIT
// Replaces shutdown(2) for the whole process, so that a plugin cannot end the connection to Spectrum by it, as it might
// by a number that it has closed before. A process that the plugin has forked shares the connection.
#include "host/base/libc_replacement.h"
#include "host/base/own_descriptors.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

PRISM_REPLACES_LIBC int shutdown(int fd, int how) noexcept {
  if (prism::host::refuseShutdown(fd)) {
    errno = ENOTCONN;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_shutdown, fd, how));
}
