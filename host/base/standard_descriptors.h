// SPDX-License-Identifier: MIT
#pragma once

namespace prism::host {

// [main] Opens /dev/null as each of the descriptors 0, 1 and 2 that is closed. Otherwise a connection or a file would
// get that number, and a print would write to it. To be called first. Returns 0, or an errno.
int openStandardDescriptors();

}  // namespace prism::host
