// SPDX-License-Identifier: MIT
// The two directions of the connection to Spectrum 2: one TCP socket, or what the host was given as stdin and stdout by
// a program that carries the connection, such as ssh or srun.
#pragma once

#include "host/base/result.h"
#include <prism/unique_fd.hpp>

namespace prism::host {

struct Stream {
  UniqueFd input;
  UniqueFd output;  // empty: `input` is a socket, and serves both directions

  int outputFd() const { return output ? output.get() : input.get(); }
};

bool isSocket(int fd);

// [main] Moves stdin and stdout to other numbers, and returns them. Descriptor 0 is /dev/null afterwards, and 1 is
// stderr, so that neither a plugin nor a log can read or write the connection by these numbers. The descriptors are
// non-blocking, and are registered as the host's (base/own_descriptors.h). A terminal as stdout passes bytes on as they
// are. Both changes outlast the process, for everybody who has the same pipe, socket or terminal open. To be called
// before anything is logged and before a plugin is loaded. Error: EINVAL, if stdin is neither a pipe nor a socket, if
// stdout is neither of them nor a terminal, or if stdout and stderr are the same file; or another errno if the system
// refuses a descriptor.
Result<Stream> takeStandardStreams();

}  // namespace prism::host
