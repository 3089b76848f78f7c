// SPDX-License-Identifier: MIT
// The action --forget of the host.
#pragma once

#include "host/base/result.h"
#include "host/config/options.h"

#include <optional>

namespace prism::host {

// [main] --forget: removes the values that are stored about one user of the transport, while backends may run. Prints
// their number. Error: ENOENT if nothing was stored, EINVAL for an invalid JID or configuration, else an errno
// of a file.
std::optional<Error> forget(Options options);

}  // namespace prism::host
