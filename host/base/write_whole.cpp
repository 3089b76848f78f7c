// SPDX-License-Identifier: MIT
#include "host/base/write_whole.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace prism::host {

int writeWhole(int fd, std::string_view text, std::size_t* written) {
  *written = 0;
  while (*written < text.size()) {
    const ssize_t size = ::write(fd, text.data() + *written, text.size() - *written);
    if (size > 0) {
      *written += static_cast<std::size_t>(size);
      continue;
    }
    pollfd waiting{fd, POLLOUT, 0};
    if (size == 0) {
      return EIO;
    }
    if (errno == EINTR || (errno == EAGAIN && ::poll(&waiting, 1, kWriteTimeoutMs) > 0)) {
      continue;
    }
    return errno == 0 ? EAGAIN : errno;
  }
  return 0;
}

}  // namespace prism::host
