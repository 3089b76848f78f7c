// SPDX-License-Identifier: MIT
#pragma once

namespace prism::host {

// [any thread] Opens /dev/null as the descriptor `fd`, and closes what had that number. `flags` is 0 or O_CLOEXEC.
// Returns 0, or an errno.
int openNullDevice(int fd, int flags);

}  // namespace prism::host
