// SPDX-License-Identifier: MIT
#include "host/base/standard_descriptors.h"

#include "host/base/null_device.h"

#include <fcntl.h>
#include <unistd.h>

#include <initializer_list>

namespace prism::host {

int openStandardDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) {
      continue;
    }
    if (const int error = openNullDevice(fd, 0)) {
      return error;
    }
  }
  return 0;
}

}  // namespace prism::host
