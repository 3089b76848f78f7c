// SPDX-License-Identifier: MIT
// Waiting for file descriptors.
#pragma once

#include "prism/testing/deadline.h"

#include <poll.h>

#include <vector>

namespace prism::testing {

// Blocks until one of `descriptors` is ready, a signal arrives or `longest` has passed. The caller checks its condition
// again in each case.
void pollDescriptors(std::vector<pollfd>* descriptors, Milliseconds longest);

// Sets O_NONBLOCK on `fd`.
void makeNonBlocking(int fd);

}  // namespace prism::testing
