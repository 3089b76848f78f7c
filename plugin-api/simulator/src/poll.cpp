// SPDX-License-Identifier: MIT
#include "prism/testing/poll.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <system_error>

namespace prism::testing {

void pollDescriptors(std::vector<pollfd>* descriptors, Milliseconds longest) {
  const auto timeout = static_cast<int>(std::min<Milliseconds::rep>(longest.count(), INT_MAX));
  if (::poll(descriptors->data(), descriptors->size(), timeout) < 0 && errno != EINTR) {
    throw std::system_error(errno, std::generic_category(), "poll");
  }
}

void makeNonBlocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
    throw std::system_error(errno, std::generic_category(), "fcntl");
  }
}

}  // namespace prism::testing
