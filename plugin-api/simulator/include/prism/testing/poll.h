// SPDX-License-Identifier: MIT
// Waiting for file descriptors.
#pragma once

#include <poll.h>

#include <vector>

#include "prism/testing/deadline.h"

namespace prism::testing {

// Waits until one of `descriptors` is ready or `longest` has passed; whoever calls it looks again at what it waits for.
// An interruption by a signal counts as ready.
void pollDescriptors(std::vector<pollfd>* descriptors, Milliseconds longest);

// Makes reads and writes of `fd` return at once.
void makeNonBlocking(int fd);

}  // namespace prism::testing
