// SPDX-License-Identifier: MIT
#include "host/base/standard_descriptors.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace prism::host {

int openStandardDescriptors() {
  for (;;) {
    const int fd = ::open("/dev/null", O_RDWR);
    if (fd < 0) {
      return errno;
    }
    if (fd > STDERR_FILENO) {
      ::close(fd);
      return 0;
    }
  }
}

}  // namespace prism::host
